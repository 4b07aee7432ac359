extension Migration {
    /// Claims of packages that have lost their owners, and what was done about each.
    static let recovery = Migration(number: 9) { dialect in
        caseTables(dialect) + [
            // However many claims nobody confirms: no list of those that admins see walks through them.
            "CREATE INDEX recovery_cases_of_gallery ON recovery_cases (gallery_id, id) WHERE state <> 'submitted'",
            "CREATE INDEX recovery_cases_in_state ON recovery_cases (gallery_id, state, id)",
            """
            CREATE INDEX recovery_cases_of_package ON recovery_cases (gallery_id, package_key, id)
            WHERE state <> 'submitted'
            """,
            """
            CREATE INDEX recovery_cases_of_assignee ON recovery_cases (gallery_id, assignee_key, id)
            WHERE state <> 'submitted'
            """,
            """
            CREATE INDEX recovery_cases_of_claimant ON recovery_cases (gallery_id, email, id)
            WHERE email IS NOT NULL
            """,
            """
            CREATE INDEX recovery_cases_of_account ON recovery_cases (gallery_id, username_key, id)
            WHERE username_key IS NOT NULL
            """,
            // The last word where one claim comes twice at once.
            """
            CREATE UNIQUE INDEX recovery_cases_alive ON recovery_cases (gallery_id, package_key, email)
            WHERE email IS NOT NULL AND completed_at IS NULL AND state NOT IN ('denied', 'withdrawn')
            """,
            """
            CREATE UNIQUE INDEX recovery_cases_of_report ON recovery_cases (report_id)
            WHERE report_id IS NOT NULL
            """,
            "CREATE INDEX recovery_cases_due ON recovery_cases (gallery_id, due_at, id) WHERE due_at IS NOT NULL",
            """
            CREATE INDEX recovery_cases_due_of ON recovery_cases (gallery_id, assignee_key, due_at, id)
            WHERE due_at IS NOT NULL
            """,
            "CREATE INDEX recovery_cases_awaited ON recovery_cases (gallery_id, id) WHERE due_at IS NOT NULL",
            "CREATE INDEX recovery_cases_numbered ON recovery_cases (package_number, id)",
            "CREATE INDEX recovery_cases_locked ON recovery_cases (package_number) WHERE locked = 1",
            "CREATE INDEX recovery_cases_unconfirmed ON recovery_cases (created_at) WHERE state = 'submitted'",
            """
            CREATE INDEX recovery_cases_over ON recovery_cases (changed_at)
            WHERE state IN ('denied', 'withdrawn', 'granted')
            """,
            "ALTER TABLE invitations ADD COLUMN recovery_case_id \(dialect.blob)",
        ]
    }

    private static func caseTables(_ dialect: Dialect) -> [String] {
        let (int, blob, end) = (dialect.integer, dialect.blob, dialect.tableOptions)
        let part = "case_id \(blob) NOT NULL REFERENCES recovery_cases (id) ON DELETE CASCADE"
        return [
            // The package has no number until the claimant's address is confirmed.
            """
            CREATE TABLE recovery_cases (
                id \(blob) PRIMARY KEY, gallery_id \(blob) NOT NULL REFERENCES galleries (id),
                package_key \(dialect.text) NOT NULL, package \(dialect.text) NOT NULL, package_number \(int) REFERENCES packages (number),
                claimant \(dialect.text), username_key \(dialect.text), username \(dialect.text), email \(dialect.text), locale \(dialect.text), why \(dialect.text) NOT NULL,
                links \(dialect.text) NOT NULL, state \(dialect.text) NOT NULL, generation \(int) NOT NULL, assignee_key \(dialect.text), assignee \(dialect.text),
                report_id \(blob), created_at \(int) NOT NULL, changed_at \(int) NOT NULL, confirmed_at \(int),
                counts_from \(int) NOT NULL, decided_at \(int), decided_by \(dialect.text), decision_reason \(dialect.text),
                keeps_owners \(int), overridden \(int) NOT NULL, invitation_id \(blob), completed_at \(int),
                locked \(int) NOT NULL, mailed_at \(int), due_at \(int), due_why \(dialect.text))\(end)
            """,
            """
            CREATE TABLE recovery_attempts (
                \(part), number \(int) NOT NULL, channel \(dialect.text) NOT NULL, at \(int) NOT NULL,
                recorded_at \(int) NOT NULL, whom \(dialect.text), evidence \(dialect.text), note \(dialect.text), outcome \(dialect.text) NOT NULL,
                made_by \(dialect.text) NOT NULL, messages \(dialect.text) NOT NULL, PRIMARY KEY (case_id, number))\(end)
            """,
            """
            CREATE TABLE recovery_notes (
                \(part), number \(int) NOT NULL, at \(int) NOT NULL, made_by \(dialect.text) NOT NULL, words \(dialect.text) NOT NULL,
                PRIMARY KEY (case_id, number))\(end)
            """,
            """
            CREATE TABLE recovery_ticks (
                \(part), item \(dialect.text) NOT NULL, at \(int) NOT NULL, made_by \(dialect.text) NOT NULL,
                PRIMARY KEY (case_id, item))\(end)
            """,
            """
            CREATE TABLE recovery_answers (
                \(part), number \(int) NOT NULL, account_number \(int) NOT NULL, username \(dialect.text) NOT NULL,
                word \(dialect.text) NOT NULL, at \(int) NOT NULL, reason \(dialect.text), PRIMARY KEY (case_id, number))\(end)
            """,
        ]
    }
}
