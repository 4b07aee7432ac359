extension Migration {
    /// Publications, preferences, blocks, suppressions, reports; and events with a sequence for each gallery.
    static let publications = Migration(number: 2) { dialect in
        publicationTables(dialect) + personTables(dialect) + eventTables(dialect) + [
            "ALTER TABLE invitations ADD COLUMN transfer \(dialect.integer) NOT NULL DEFAULT 0",
            "ALTER TABLE invitations ADD COLUMN as_admin \(dialect.integer) NOT NULL DEFAULT 0",
            // Listing what is pending must not walk through what a package has behind it.
            "CREATE INDEX invitations_pending_of_package ON invitations (package_number, id) WHERE state = 'pending'",
        ]
    }

    private static func publicationTables(_ dialect: Dialect) -> [String] {
        let (int, blob, end) = (dialect.integer, dialect.blob, dialect.tableOptions)
        return [
            """
            CREATE TABLE publications (
                id \(blob) PRIMARY KEY, gallery_id \(blob) NOT NULL REFERENCES galleries (id),
                package_number \(int) NOT NULL REFERENCES packages (number), version \(dialect.text) NOT NULL,
                publisher_number \(int) NOT NULL REFERENCES accounts (number), via \(dialect.text), state \(dialect.text) NOT NULL,
                stage \(dialect.text) NOT NULL, hold_until \(int), decided_by \(dialect.text), warnings \(dialect.text) NOT NULL, reasons \(dialect.text) NOT NULL,
                created_at \(int) NOT NULL, changed_at \(int) NOT NULL, unusual \(int) NOT NULL, told_at \(int),
                rolled_up \(int) NOT NULL)\(end)
            """,
            // The last word where two requests tell of one version at once.
            """
            CREATE UNIQUE INDEX publications_of_version ON publications (package_number, version)
            WHERE state NOT IN ('failed', 'rejected', 'withdrawn')
            """,
            "CREATE INDEX publications_of_package ON publications (package_number, id)",
            "CREATE INDEX publications_by_publisher ON publications (publisher_number, package_number)",
            "CREATE INDEX publications_held ON publications (hold_until) WHERE state = 'held'",
            """
            CREATE INDEX publications_told ON publications (package_number, told_at)
            WHERE told_at IS NOT NULL AND rolled_up = 0
            """,
            """
            CREATE TABLE digest_entries (
                package_number \(int) NOT NULL REFERENCES packages (number), publication_id \(blob) NOT NULL,
                kind \(dialect.text) NOT NULL, version \(dialect.text) NOT NULL, publisher \(dialect.text) NOT NULL, at \(int) NOT NULL,
                due_at \(int) NOT NULL, PRIMARY KEY (package_number, publication_id, kind))\(end)
            """,
            "CREATE INDEX digest_entries_due ON digest_entries (due_at)",
        ]
    }

    /// Addresses stand here as their HMAC; the text beside a suppression goes when its owner asks to be forgotten.
    private static func personTables(_ dialect: Dialect) -> [String] {
        let (int, blob, end) = (dialect.integer, dialect.blob, dialect.tableOptions)
        return [
            """
            CREATE TABLE preferences (
                account_number \(int) NOT NULL REFERENCES accounts (number), kind \(dialect.text) NOT NULL,
                package_number \(int) NOT NULL, mailbox \(blob) NOT NULL,
                PRIMARY KEY (account_number, kind, package_number, mailbox))\(end)
            """,
            """
            CREATE TABLE blocks (
                id \(blob) PRIMARY KEY, gallery_id \(blob) NOT NULL REFERENCES galleries (id), digest \(blob) NOT NULL,
                masked \(dialect.text) NOT NULL, account_number \(int) NOT NULL, inviter_number \(int) NOT NULL,
                package_number \(int) NOT NULL, created_at \(int) NOT NULL,
                UNIQUE (gallery_id, digest, inviter_number, package_number))\(end)
            """,
            "CREATE INDEX blocks_of_gallery ON blocks (gallery_id, id)",
            """
            CREATE TABLE suppressions (
                id \(blob) PRIMARY KEY, gallery_id \(blob) NOT NULL REFERENCES galleries (id), digest \(blob) NOT NULL,
                email \(dialect.text), reason \(dialect.text) NOT NULL, at \(int) NOT NULL, UNIQUE (gallery_id, digest))\(end)
            """,
            "CREATE INDEX suppressions_of_gallery ON suppressions (gallery_id, id)",
            """
            CREATE TABLE reports (
                id \(blob) PRIMARY KEY, gallery_id \(blob) NOT NULL REFERENCES galleries (id),
                package_number \(int) NOT NULL REFERENCES packages (number), reporter \(dialect.text), email \(dialect.text),
                reason \(dialect.text) NOT NULL, message \(dialect.text), state \(dialect.text) NOT NULL, created_at \(int) NOT NULL)\(end)
            """,
            "CREATE INDEX reports_of_gallery ON reports (gallery_id, id)",
            // What was written to owners, so that the same words twice are one message: digests, not words.
            """
            CREATE TABLE contacts (
                id \(blob) PRIMARY KEY, gallery_id \(blob) NOT NULL REFERENCES galleries (id),
                package_number \(int) NOT NULL REFERENCES packages (number), fingerprint \(blob) NOT NULL,
                recipients \(int) NOT NULL, created_at \(int) NOT NULL)\(end)
            """,
            "CREATE INDEX contacts_by_fingerprint ON contacts (gallery_id, fingerprint, created_at)",
            "CREATE INDEX contacts_old ON contacts (created_at)",
        ]
    }

    /// A gallery's sequence has no gap, and its events commit in its order: the counter's row is locked until then.
    private static func eventTables(_ dialect: Dialect) -> [String] {
        let (int, blob, end) = (dialect.integer, dialect.blob, dialect.tableOptions)
        return [
            """
            CREATE TABLE event_counters (
                gallery_id \(blob) PRIMARY KEY REFERENCES galleries (id), last \(int) NOT NULL)\(end)
            """,
            """
            INSERT INTO event_counters (gallery_id, last) SELECT gallery_id, MAX(seq) FROM events GROUP BY gallery_id
            """,
            """
            CREATE TABLE feed (
                gallery_id \(blob) NOT NULL REFERENCES galleries (id), seq \(int) NOT NULL, id \(blob) NOT NULL,
                type \(dialect.text) NOT NULL, at \(int) NOT NULL, actor \(dialect.text) NOT NULL, subject \(dialect.text) NOT NULL,
                data \(dialect.text) NOT NULL, trace \(dialect.text), PRIMARY KEY (gallery_id, seq))\(dialect.clusteredOptions)
            """,
            """
            INSERT INTO feed (gallery_id, seq, id, type, at, actor, subject, data)
            SELECT gallery_id, seq, id, type, at, actor, subject, data FROM events
            """,
            "DROP TABLE events",
            "ALTER TABLE feed RENAME TO events",
        ]
    }
}
