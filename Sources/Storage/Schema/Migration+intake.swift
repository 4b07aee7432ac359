extension Migration {
    /// Reports of the public form that wait for their address to be confirmed, and which admin was told what is due.
    static let intake = Migration(number: 11) { dialect in
        [
            """
            CREATE TABLE report_intake (
                id \(dialect.blob) PRIMARY KEY, gallery_id \(dialect.blob) NOT NULL REFERENCES galleries (id),
                package_key \(dialect.text) NOT NULL, package \(dialect.text) NOT NULL, email \(dialect.text), reason \(dialect.text) NOT NULL, message \(dialect.text),
                fingerprint \(dialect.blob) NOT NULL, created_at \(dialect.integer) NOT NULL)\(dialect.tableOptions)
            """,
            "CREATE INDEX report_intake_same ON report_intake (gallery_id, fingerprint, created_at)",
            "CREATE INDEX report_intake_age ON report_intake (created_at)",
            // With the state in it, the open ones are counted without a look at them.
            "CREATE INDEX reports_open ON reports (gallery_id, state, id) WHERE state = 'open'",
            "CREATE INDEX reports_of_package ON reports (package_number, id)",
            "CREATE INDEX reports_open_of_package ON reports (package_number, id) WHERE state = 'open'",
            """
            CREATE TABLE admin_digests (
                gallery_id \(dialect.blob) NOT NULL REFERENCES galleries (id), admin_id \(dialect.blob) NOT NULL REFERENCES admins (id) ON DELETE CASCADE,
                sent_at \(dialect.integer) NOT NULL, PRIMARY KEY (gallery_id, admin_id))\(dialect.tableOptions)
            """,
            "CREATE INDEX admin_digests_of_admin ON admin_digests (admin_id)",
        ]
    }
}
