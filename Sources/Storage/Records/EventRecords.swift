package import Model

/// An event as it was appended.
package struct Event: Sendable, Equatable {
    /// Its place in the feed; gaps are possible, going back is not.
    package var seq: Int64
    package var id: Identifier
    package var type: EventType
    package var at: Timestamp
    package var actor: String
    package var subject: String
    package var data: EventData
}

/// The feed of a gallery: append-only, in the order of their commits.
package struct EventRecords {
    let transaction: any Transaction

    package func append(_ event: EventDraft, id: Identifier, gallery: Identifier, at now: Timestamp) throws {
        try transaction.run(
            """
            INSERT INTO events (id, gallery_id, type, at, actor, subject, data) VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                .id(id), .id(gallery), .text(event.type.rawValue), .time(now), .text(event.actor),
                .text(event.subject), .json(event.data),
            ])
    }

    /// When the newest event of all galleries was appended.
    package func newest() throws -> Timestamp? {
        var row = try transaction.row("SELECT at FROM events ORDER BY seq DESC LIMIT 1", [])
        return try row?.time()
    }

    package func after(_ seq: Int64, gallery: Identifier, limit: Int) throws -> [Event] {
        try transaction.rows(
            """
            SELECT seq, id, type, at, actor, subject, data FROM events WHERE gallery_id = $1 AND seq > $2
            ORDER BY seq LIMIT $3
            """,
            [.id(gallery), .integer(seq), .integer(limit)]
        ).map { row in
            var row = row
            return Event(
                seq: try row.integer(), id: try row.id(), type: try row.value(EventType.self), at: try row.time(),
                actor: try row.text(), subject: try row.text(), data: try row.json(EventData.self))
        }
    }
}

extension Transaction {
    package var events: EventRecords { EventRecords(transaction: self) }
}
