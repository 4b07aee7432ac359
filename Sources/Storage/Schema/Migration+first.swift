extension Migration {
    /// Galleries, keys, accounts, packages, invitations, messages, events, limits.
    ///
    /// Times are milliseconds since the epoch; ids of things that the API names are UUIDs of version 7 in sixteen
    /// bytes, so new rows land at the end of their index.
    static let first = Migration(number: 1) { dialect in
        let int = dialect.integer
        let blob = dialect.blob
        let end = dialect.tableOptions
        return [
            """
            CREATE TABLE galleries (
                id \(blob) PRIMARY KEY, slug \(dialect.text) NOT NULL UNIQUE, name \(dialect.text) NOT NULL, url \(dialect.text) NOT NULL,
                sender \(dialect.text) NOT NULL, settings \(dialect.text) NOT NULL, paused \(int) NOT NULL DEFAULT 0,
                created_at \(int) NOT NULL)\(end)
            """,
            """
            CREATE TABLE api_keys (
                id \(blob) PRIMARY KEY, gallery_id \(blob) NOT NULL REFERENCES galleries (id),
                hash \(blob) NOT NULL UNIQUE, scopes \(dialect.text) NOT NULL, created_at \(int) NOT NULL, revoked_at \(int))\(end)
            """,
            """
            CREATE TABLE accounts (
                number \(dialect.counter), gallery_id \(blob) NOT NULL REFERENCES galleries (id),
                username_key \(dialect.text) NOT NULL, username \(dialect.text) NOT NULL, email \(dialect.text), locale \(dialect.text), kind \(dialect.text) NOT NULL,
                members \(dialect.text) NOT NULL, UNIQUE (gallery_id, username_key))\(end)
            """,
            """
            CREATE TABLE packages (
                number \(dialect.counter), gallery_id \(blob) NOT NULL REFERENCES galleries (id),
                package_key \(dialect.text) NOT NULL, package \(dialect.text) NOT NULL, created_at \(int) NOT NULL,
                UNIQUE (gallery_id, package_key))\(end)
            """,
            """
            CREATE TABLE ownerships (
                package_number \(int) NOT NULL REFERENCES packages (number),
                account_number \(int) NOT NULL REFERENCES accounts (number),
                since \(int) NOT NULL, via \(dialect.text) NOT NULL, PRIMARY KEY (package_number, account_number))\(end)
            """,
            "CREATE INDEX ownerships_of_account ON ownerships (account_number)",
            """
            CREATE TABLE invitations (
                id \(blob) PRIMARY KEY, gallery_id \(blob) NOT NULL REFERENCES galleries (id),
                package_number \(int) NOT NULL REFERENCES packages (number),
                invitee_number \(int) REFERENCES accounts (number), email \(dialect.text) NOT NULL,
                inviter_number \(int) NOT NULL REFERENCES accounts (number), note \(dialect.text), state \(dialect.text) NOT NULL,
                generation \(int) NOT NULL, created_at \(int) NOT NULL, expires_at \(int) NOT NULL, remind_at \(int),
                sent_at \(int) NOT NULL, decided_at \(int), reason \(dialect.text), locale \(dialect.text), message_id \(blob) NOT NULL,
                undeliverable \(int) NOT NULL)\(end)
            """,
            // One pending invitation an invitee and package: the last word where two nodes decide at once.
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
            "CREATE INDEX invitations_of_invitee ON invitations (invitee_number, id)",
            "CREATE INDEX invitations_of_inviter ON invitations (inviter_number, id)",
            "CREATE INDEX invitations_ending ON invitations (expires_at) WHERE state = 'pending'",
            """
            CREATE INDEX invitations_to_remind ON invitations (remind_at)
            WHERE state = 'pending' AND remind_at IS NOT NULL
            """,
            """
            CREATE TABLE messages (
                id \(blob) PRIMARY KEY, gallery_id \(blob) NOT NULL REFERENCES galleries (id), kind \(dialect.text) NOT NULL,
                about \(blob) NOT NULL, recipient \(dialect.text) NOT NULL, account_number \(int) NOT NULL, locale \(dialect.text),
                generation \(int) NOT NULL, facts \(dialect.text) NOT NULL, state \(dialect.text) NOT NULL, created_at \(int) NOT NULL,
                changed_at \(int) NOT NULL, next_at \(int), until_at \(int) NOT NULL, attempt \(int) NOT NULL,
                tries \(int) NOT NULL, takeovers \(int) NOT NULL, was_unknown \(int) NOT NULL, detail \(dialect.text),
                lease_until \(int))\(end)
            """,
            "CREATE INDEX messages_due ON messages (gallery_id, next_at) WHERE next_at IS NOT NULL",
            "CREATE INDEX messages_leased ON messages (lease_until) WHERE lease_until IS NOT NULL",
            "CREATE INDEX messages_about ON messages (about, id)",
            "CREATE INDEX messages_in_state ON messages (gallery_id, state, id)",
            "CREATE INDEX messages_of_gallery ON messages (gallery_id, id)",
            """
            CREATE TABLE attempts (
                message_id \(blob) NOT NULL REFERENCES messages (id), number \(int) NOT NULL, at \(int) NOT NULL,
                relay \(dialect.text) NOT NULL, outcome \(dialect.text) NOT NULL, phase \(dialect.text), code \(int), status \(dialect.text), words \(dialect.text) NOT NULL,
                PRIMARY KEY (message_id, number))\(end)
            """,
            """
            CREATE TABLE events (
                seq \(dialect.counter), id \(blob) NOT NULL, gallery_id \(blob) NOT NULL REFERENCES galleries (id),
                type \(dialect.text) NOT NULL, at \(int) NOT NULL, actor \(dialect.text) NOT NULL, subject \(dialect.text) NOT NULL,
                data \(dialect.text) NOT NULL)\(end)
            """,
            "CREATE INDEX events_of_gallery ON events (gallery_id, seq)",
            """
            CREATE TABLE rate_records (
                name \(dialect.text) NOT NULL, subject \(blob) NOT NULL, stamps \(dialect.text) NOT NULL, forget_at \(int) NOT NULL,
                PRIMARY KEY (name, subject))\(end)
            """,
            "CREATE INDEX rate_records_old ON rate_records (forget_at)",
            """
            CREATE TABLE idempotency (
                key_id \(blob) NOT NULL, idempotency_key \(dialect.text) NOT NULL, fingerprint \(blob) NOT NULL,
                status \(int) NOT NULL, location \(dialect.text), body \(blob) NOT NULL, forget_at \(int) NOT NULL,
                PRIMARY KEY (key_id, idempotency_key))\(end)
            """,
            "CREATE INDEX idempotency_old ON idempotency (forget_at)",
            // One row: what the operator set for all nodes.
            """
            CREATE TABLE switches (name \(dialect.text) PRIMARY KEY, setting \(dialect.text) NOT NULL)\(end)
            """,
        ]
    }
}
