import Model

extension Migration {
    /// Where events come from, how many there were, and what finds the one that an admin looks for.
    static let audit = Migration(number: 10) { dialect in
        origins(dialect) + counts(dialect) + guards(dialect) + searches(dialect)
    }

    /// Before the guards: it writes in rows that are there.
    private static func origins(_ dialect: Dialect) -> [String] {
        let (int, blob) = (dialect.integer, dialect.blob)
        let package = dialect.field("package", of: "data")
        return [
            "ALTER TABLE events ADD COLUMN origin \(dialect.text)",
            "ALTER TABLE events ADD COLUMN origin_id \(blob)",
            "ALTER TABLE events ADD COLUMN origin_address \(dialect.text)",
            "ALTER TABLE events ADD COLUMN package_key \(dialect.text)",
            "UPDATE events SET package_key = lower(\(package)) WHERE \(package) IS NOT NULL",
            "CREATE INDEX events_of_package ON events (gallery_id, package_key, seq) WHERE package_key IS NOT NULL",
            // What an engine's `lower` does not lower, `Name` may.
            """
            UPDATE events SET package_key = p.package_key FROM packages p
            WHERE p.package_key <> lower(p.package) AND events.gallery_id = p.gallery_id
            AND events.package_key = lower(p.package)
            """,
            "CREATE INDEX events_of_subject ON events (gallery_id, subject, seq)",
            // What intake and courier write all day long is in none of the next two: it is found in the rows' own order.
            """
            CREATE INDEX events_of_type ON events (gallery_id, type, seq)
            WHERE type <> 'invitation.created' AND type <> 'message.sent'
            """,
            // Most of what happens, nobody does.
            "CREATE INDEX events_by_actor ON events (gallery_id, actor, seq) WHERE actor <> 'system'",
            """
            CREATE INDEX events_from ON events (gallery_id, origin, seq) WHERE origin <> 'service' AND origin <> 'key'
            """,
            "CREATE INDEX events_with_address ON events (at) WHERE origin_address IS NOT NULL",
            "ALTER TABLE api_keys ADD COLUMN refused_count \(int) NOT NULL DEFAULT 0",
            "ALTER TABLE api_keys ADD COLUMN refused_at \(int)",
        ]
    }

    /// Running counts by the hour and by the day, with those of what is there already.
    private static func counts(_ dialect: Dialect) -> [String] {
        let (int, blob) = (dialect.integer, dialect.blob)
        let (hour, day) = (CountSpan.hour.rawValue, CountSpan.day.rawValue)
        let waited = PendingTime.allCases.compactMap { time in
            time.end.map { "WHEN decided_at - created_at < \($0.milliseconds) THEN '\(CountName.answered(time).text)'" }
        }.joined(separator: " ")
        let fill = "INSERT INTO event_counts (gallery_id, span, start, name, amount)"
        return [
            """
            CREATE TABLE event_counts (
                gallery_id \(blob) NOT NULL REFERENCES galleries (id), span \(int) NOT NULL, start \(int) NOT NULL,
                name \(dialect.text) NOT NULL, amount \(int) NOT NULL,
                PRIMARY KEY (gallery_id, span, start, name))\(dialect.clusteredOptions)
            """,
            """
            \(fill) SELECT gallery_id, \(day), at / \(day) * \(day), type, COUNT(*) FROM events GROUP BY 1, 3, 4
            """,
            // Of hours, only the last few days are ever shown.
            """
            \(fill) SELECT gallery_id, \(hour), at / \(hour) * \(hour), type, COUNT(*) FROM events
            WHERE at >= (SELECT MAX(at) FROM events) - 7 * \(day) GROUP BY 1, 3, 4
            """,
            """
            \(fill) SELECT gallery_id, \(day), decided_at / \(day) * \(day),
                CASE \(waited) ELSE '\(CountName.answered(.later).text)' END AS name, COUNT(*)
            FROM invitations WHERE state IN ('accepted', 'declined') AND decided_at IS NOT NULL GROUP BY 1, 3, 4
            """,
        ]
    }

    /// Events stay as they are: see `EventRecords+changes.swift` for the two ways around that.
    private static func guards(_ dialect: Dialect) -> [String] {
        ["CREATE TABLE event_changes (why \(dialect.text) PRIMARY KEY)\(dialect.tableOptions)"] + dialect.eventGuards
    }

    /// What the lists of the admin site go along, newest first, and what an admin looks for by an address.
    private static func searches(_ dialect: Dialect) -> [String] {
        [
            "CREATE INDEX accounts_by_email ON accounts (gallery_id, email) WHERE email IS NOT NULL",
            // Those of an account are found by it.
            "CREATE INDEX invitations_by_email ON invitations (gallery_id, email, id) WHERE invitee_number IS NULL",
            "CREATE INDEX messages_to ON messages (gallery_id, recipient, id)",
            // The kind that intake writes all day long is found in the order of all, which has the kind in it.
            "CREATE INDEX messages_of_kind ON messages (gallery_id, kind, id) WHERE kind <> 'invitation'",
            "DROP INDEX messages_of_gallery",
            "CREATE INDEX messages_of_gallery ON messages (gallery_id, id, kind)",
            // With the kind at its end, those of one kind are found without a look at the others.
            "DROP INDEX messages_in_state",
            "CREATE INDEX messages_in_state ON messages (gallery_id, state, id, kind)",
            // With the state at their end, what is pending of an account is found without a look at what is over.
            "DROP INDEX invitations_of_invitee",
            "CREATE INDEX invitations_of_invitee ON invitations (invitee_number, id, state)",
            "DROP INDEX invitations_of_inviter",
            "CREATE INDEX invitations_of_inviter ON invitations (inviter_number, id, state)",
            "CREATE INDEX publications_of_gallery ON publications (gallery_id, id)",
            "CREATE INDEX publications_in_state ON publications (gallery_id, state, id, package_number)",
            "CREATE INDEX blocks_of_address ON blocks (gallery_id, digest, id)",
        ]
    }
}
