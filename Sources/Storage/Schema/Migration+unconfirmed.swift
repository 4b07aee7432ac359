extension Migration {
    /// What lets claims that nobody has confirmed stand on their own, each beside the others.
    ///
    /// Anybody can make one with anybody's address: it takes the place of no other, and of no case.
    static let unconfirmed = Migration(number: 15) { _ in
        [
            "DROP INDEX recovery_cases_alive",
            """
            CREATE UNIQUE INDEX recovery_cases_alive ON recovery_cases (gallery_id, package_key, email)
            WHERE email IS NOT NULL AND completed_at IS NULL AND state NOT IN ('submitted', 'denied', 'withdrawn')
            """,
            """
            CREATE INDEX recovery_cases_to_confirm ON recovery_cases (gallery_id, package_key, email, id)
            WHERE state = 'submitted'
            """,
            // What has given way to a case was never confirmed either, and is forgotten with the rest.
            "DROP INDEX recovery_cases_unconfirmed",
            "CREATE INDEX recovery_cases_unconfirmed ON recovery_cases (created_at) WHERE confirmed_at IS NULL",
        ]
    }
}
