extension Migration {
    /// Which packages the gallery itself has told of, and which only strangers have named.
    ///
    /// Of those that there are, a claim or a report made the ones that began with it and never had anything else.
    static let told = Migration(number: 14) { dialect in
        [
            "ALTER TABLE packages ADD COLUMN told \(dialect.integer) NOT NULL DEFAULT 1",
            """
            UPDATE packages SET told = 0 WHERE number IN (
                SELECT p.number FROM recovery_cases c JOIN packages p ON p.number = c.package_number
                WHERE c.confirmed_at = p.created_at
                UNION SELECT p.number FROM reports r JOIN packages p ON p.number = r.package_number
                WHERE r.created_at = p.created_at)
            AND NOT EXISTS (SELECT 1 FROM ownerships o WHERE o.package_number = packages.number)
            AND NOT EXISTS (SELECT 1 FROM publications v WHERE v.package_number = packages.number)
            AND NOT EXISTS (SELECT 1 FROM invitations i WHERE i.package_number = packages.number)
            """,
        ]
    }
}
