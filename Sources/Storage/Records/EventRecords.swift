package import Model
import Telemetry

/// An event as it was appended.
package struct Event: Sendable, Equatable {
    /// Its place in its gallery's feed: 1, 2, 3, ….
    package var seq: Int64
    package var id: Identifier
    package var type: EventType
    package var at: Timestamp
    package var actor: String
    package var subject: String
    package var data: EventData
    /// The W3C trace that the request which brought it about was part of.
    package var trace: String?
    /// Where it comes from; nil for what an earlier version appended.
    package var origin: Origin?
}

/// The feed of a gallery: append-only, in the order of their commits.
package struct EventRecords {
    let transaction: any Transaction

    /// In the order that ``read(_:)`` takes them.
    static let columns = "seq, id, type, at, actor, subject, data, trace, origin, origin_id, origin_address"

    /// Appends events, in this order.
    ///
    /// They are counted at once, by the hour and by the day. Takes the gallery's counter until the transaction ends: whoever reads an event can read all that come before it,
    /// also where transactions run at the same time.
    package func append(
        _ events: [EventDraft], gallery: Identifier, at now: Timestamp, trace: String? = nil,
        origin: Origin? = nil, makeID: (Timestamp) -> Identifier
    ) throws {
        guard !events.isEmpty else { return }
        var row = try transaction.row(
            """
            INSERT INTO event_counters (gallery_id, last) VALUES ($1, $2)
            ON CONFLICT (gallery_id) DO UPDATE SET last = event_counters.last + excluded.last RETURNING last
            """,
            [.id(gallery), .integer(events.count)])
        guard let last = try row?.integer() else { throw StorageError.corrupt("a feed has no counter") }
        for (offset, event) in events.enumerated() {
            Metrics.count(event: event.type.rawValue)
            try transaction.run(
                """
                INSERT INTO events (gallery_id, seq, id, type, at, actor, subject, data, trace, origin, origin_id,
                    origin_address, package_key)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                """,
                [
                    .id(gallery), .integer(last - Int64(events.count - offset - 1)), .id(makeID(now)),
                    .text(event.type.rawValue), .time(now), .text(event.actor), .text(event.subject),
                    .json(event.data), .text(trace), .text(origin?.kind.rawValue),
                    origin?.id.map { .id($0) } ?? .null, .text(origin?.address),
                    .text(event.data.package.map(Name.fold)),
                ])
        }
        try transaction.counts.add(events.flatMap { CountName.counted($0, at: now) }, gallery: gallery, at: now)
    }

    /// When the newest event of a gallery was appended.
    package func newest(gallery: Identifier) throws -> Timestamp? {
        var row = try transaction.row(
            "SELECT at FROM events WHERE gallery_id = $1 ORDER BY seq DESC LIMIT 1", [.id(gallery)])
        return try row?.time()
    }

    /// The place of the newest event of a gallery; 0 where there is none.
    package func last(gallery: Identifier) throws -> Int64 {
        var row = try transaction.row("SELECT last FROM event_counters WHERE gallery_id = $1", [.id(gallery)])
        return try row?.integer() ?? 0
    }

    package func find(_ seq: Int64, gallery: Identifier) throws -> Event? {
        try transaction.row(
            """
            SELECT \(Self.columns) FROM events WHERE gallery_id = $1 AND seq = $2
            """,
            [.id(gallery), .integer(seq)]
        ).map(Self.read)
    }

    package func after(_ seq: Int64, gallery: Identifier, limit: Int) throws -> [Event] {
        try transaction.rows(
            """
            SELECT \(Self.columns) FROM events WHERE gallery_id = $1 AND seq > $2
            ORDER BY seq LIMIT $3
            """,
            [.id(gallery), .integer(seq), .integer(limit)]
        ).map(Self.read)
    }

    static func read(_ row: SQLRow) throws -> Event {
        var row = row
        var event = Event(
            seq: try row.integer(), id: try row.id(), type: try row.value(EventType.self), at: try row.time(),
            actor: try row.text(), subject: try row.text(), data: try row.json(EventData.self),
            trace: try row.optional { try $0.text() })
        if let kind = try row.optional({ try $0.value(Origin.Kind.self) }) {
            event.origin = Origin(
                kind, id: try row.optional { try $0.id() }, address: try row.optional { try $0.text() })
        }
        // Where it stood before it had a field of its own.
        if event.type == .limitReached, event.data.limit == nil { swap(&event.data.limit, &event.data.kind) }
        return event
    }
}

extension Transaction {
    package var events: EventRecords { EventRecords(transaction: self) }
}
