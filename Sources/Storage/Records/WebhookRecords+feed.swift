package import Model

/// How far each webhook has come in the feed of its gallery.
extension WebhookRecords {
    /// One that is behind: there are events after its place in the feed.
    package struct Behind: Sendable, Equatable {
        package var webhook: Identifier
        package var gallery: Identifier
        package var after: Int64
    }

    /// The active ones that are behind.
    package func behind(most: Int) throws -> [Behind] {
        try transaction.rows(
            """
            SELECT w.id, w.gallery_id, w.after_seq FROM webhooks w WHERE w.state = 'active'
            AND EXISTS (SELECT 1 FROM event_counters c WHERE c.gallery_id = w.gallery_id AND c.last > w.after_seq)
            ORDER BY w.id LIMIT $1
            """,
            [.integer(most)]
        ).map { row in
            var row = row
            return Behind(webhook: try row.id(), gallery: try row.id(), after: try row.integer())
        }
    }

    /// Moves one on in the feed.
    ///
    /// - Returns: false where it is not at `seq` any more, or not active: somebody else was here.
    package func advance(_ id: Identifier, from seq: Int64, to next: Int64) throws -> Bool {
        try transaction.run(
            "UPDATE webhooks SET after_seq = $1 WHERE id = $2 AND after_seq = $3 AND state = 'active'",
            [.integer(next), .id(id), .integer(seq)]) == 1
    }

    /// Moves one to the end of the feed: what happened until now is not for it.
    package func skipToEnd(_ id: Identifier) throws {
        try transaction.run(
            """
            UPDATE webhooks SET after_seq = COALESCE(
                (SELECT c.last FROM event_counters c WHERE c.gallery_id = webhooks.gallery_id), 0) WHERE id = $1
            """,
            [.id(id)])
    }

    /// Remembers that an attempt succeeded.
    package func isWell(_ id: Identifier) throws {
        try transaction.run(
            "UPDATE webhooks SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL", [.id(id)])
    }

    /// Remembers that an attempt failed.
    package func isFailing(_ id: Identifier, since now: Timestamp) throws {
        try transaction.run(
            "UPDATE webhooks SET failing_since = $1 WHERE id = $2 AND failing_since IS NULL", [.time(now), .id(id)])
    }

    /// Disables one for a reason of the service's own.
    ///
    /// - Returns: false where it was not active.
    package func disable(_ id: Identifier, because reason: String) throws -> Bool {
        try transaction.run(
            "UPDATE webhooks SET state = 'disabled', disabled_reason = $1 WHERE id = $2 AND state = 'active'",
            [.text(reason), .id(id)]) == 1
    }
}
