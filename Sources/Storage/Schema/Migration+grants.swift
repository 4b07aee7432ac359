extension Migration {
    /// What lets the invitation of a granted case come from an admin, and has cases looked at again.
    ///
    /// An admin is a name alone, and no account of the gallery.
    static let grants = Migration(number: 13) { dialect in
        mayLackInviter(dialect) + [
            "ALTER TABLE invitations ADD COLUMN admin \(dialect.text)",
            "ALTER TABLE invitations ADD COLUMN keeps_owners \(dialect.integer) NOT NULL DEFAULT 0",
            """
            UPDATE invitations SET
                admin = (SELECT a.username FROM accounts a WHERE a.number = invitations.inviter_number),
                inviter_number = NULL,
                keeps_owners = COALESCE(
                    (SELECT c.keeps_owners FROM recovery_cases c WHERE c.id = invitations.recovery_case_id), 0)
            WHERE recovery_case_id IS NOT NULL
            """,
            "ALTER TABLE galleries ADD COLUMN review_after \(dialect.blob)",
        ]
    }

    /// SQLite takes no NOT NULL away: the rows move to a table that never had it, and the indexes are made anew.
    private static func mayLackInviter(_ dialect: Dialect) -> [String] {
        guard dialect.engine == .sqlite else {
            return ["ALTER TABLE invitations ALTER COLUMN inviter_number DROP NOT NULL"]
        }
        let columns = """
            id, gallery_id, package_number, invitee_number, email, inviter_number, note, state, generation, created_at,
            expires_at, remind_at, sent_at, decided_at, reason, locale, message_id, undeliverable, transfer, as_admin,
            recovery_case_id
            """
        return [
            """
            CREATE TABLE invitations_without (
                id BLOB PRIMARY KEY, gallery_id BLOB NOT NULL REFERENCES galleries (id),
                package_number INTEGER NOT NULL REFERENCES packages (number),
                invitee_number INTEGER REFERENCES accounts (number), email \(dialect.text) NOT NULL,
                inviter_number INTEGER REFERENCES accounts (number), note \(dialect.text), state \(dialect.text) NOT NULL,
                generation INTEGER NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
                remind_at INTEGER, sent_at INTEGER NOT NULL, decided_at INTEGER, reason \(dialect.text), locale \(dialect.text),
                message_id BLOB NOT NULL, undeliverable INTEGER NOT NULL, transfer INTEGER NOT NULL DEFAULT 0,
                as_admin INTEGER NOT NULL DEFAULT 0, recovery_case_id BLOB)\(dialect.tableOptions)
            """,
            "INSERT INTO invitations_without (\(columns)) SELECT \(columns) FROM invitations",
            "DROP TABLE invitations",
            "ALTER TABLE invitations_without RENAME TO invitations",
        ] + indexes
    }

    /// All that the steps before this one have made, word for word.
    private static let indexes = [
        """
        CREATE UNIQUE INDEX invitations_pending ON invitations (package_number, invitee_number)
        WHERE state = 'pending' AND invitee_number IS NOT NULL
        """,
        """
        CREATE UNIQUE INDEX invitations_pending_by_address ON invitations (package_number, email)
        WHERE state = 'pending' AND invitee_number IS NULL
        """,
        "CREATE INDEX invitations_of_gallery ON invitations (gallery_id, id)",
        "CREATE INDEX invitations_in_state ON invitations (gallery_id, state, id)",
        "CREATE INDEX invitations_of_package ON invitations (package_number, id)",
        "CREATE INDEX invitations_of_invitee ON invitations (invitee_number, id, state)",
        "CREATE INDEX invitations_of_inviter ON invitations (inviter_number, id, state)",
        "CREATE INDEX invitations_ending ON invitations (expires_at) WHERE state = 'pending'",
        """
        CREATE INDEX invitations_to_remind ON invitations (remind_at)
        WHERE state = 'pending' AND remind_at IS NOT NULL
        """,
        "CREATE INDEX invitations_pending_of_package ON invitations (package_number, id) WHERE state = 'pending'",
        "CREATE INDEX invitations_decided ON invitations (decided_at) WHERE decided_at IS NOT NULL",
        "CREATE INDEX invitations_undeliverable ON invitations (sent_at) WHERE undeliverable = 1",
        """
        CREATE INDEX invitations_unnamed ON invitations (package_number, email)
        WHERE state = 'accepted' AND invitee_number IS NULL
        """,
        "CREATE INDEX invitations_by_email ON invitations (gallery_id, email, id) WHERE invitee_number IS NULL",
    ]
}
