package import Model

/// What is to be sent to webhooks, claims on it, and what became of each attempt.
package struct WebhookDeliveryRecords {
    let transaction: any Transaction

    static let columns = """
        id, gallery_id, webhook_id, event_seq, event_id, event_type, state, created_at, changed_at, next_at, attempt,
        tries, takeovers, status, detail, CASE WHEN lease_until IS NULL THEN 0 ELSE 1 END
        """

    /// - Returns: false where this event goes to this webhook already.
    package func add(_ delivery: WebhookDelivery) throws -> Bool {
        try transaction.run(
            """
            INSERT INTO webhook_deliveries (id, gallery_id, webhook_id, event_seq, event_id, event_type, state,
                created_at, changed_at, next_at, attempt, tries, takeovers)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, 0)
            ON CONFLICT (webhook_id, event_seq) DO NOTHING
            """,
            [
                .id(delivery.id), .id(delivery.gallery), .id(delivery.webhook), .integer(delivery.event),
                .id(delivery.eventID), .text(delivery.eventType.rawValue), .text(delivery.state.rawValue),
                .time(delivery.createdAt), .time(delivery.changedAt), .time(delivery.nextAttemptAt),
            ]) == 1
    }

    package func find(_ id: Identifier, webhook: Identifier) throws -> WebhookDelivery? {
        try transaction.row(
            "SELECT \(Self.columns) FROM webhook_deliveries WHERE id = $1 AND webhook_id = $2", [.id(id), .id(webhook)]
        ).map { try Self.read($0) }
    }

    package func find(event: Int64, webhook: Identifier) throws -> WebhookDelivery? {
        try transaction.row(
            "SELECT \(Self.columns) FROM webhook_deliveries WHERE webhook_id = $1 AND event_seq = $2",
            [.id(webhook), .integer(event)]
        ).map { try Self.read($0) }
    }

    /// After a cursor, oldest first, one more than asked for.
    package func list(
        webhook: Identifier, state: WebhookDeliveryState?, after: Identifier?, limit: Int
    ) throws -> [WebhookDelivery] {
        var arguments: [SQLValue] = [.id(webhook), .id(after ?? Identifier(high: 0, low: 0))]
        var conditions = "webhook_id = $1 AND id > $2"
        if let state {
            arguments.append(.text(state.rawValue))
            conditions += " AND state = $3"
        }
        arguments.append(.integer(limit + 1))
        return try transaction.rows(
            """
            SELECT \(Self.columns) FROM webhook_deliveries WHERE \(conditions) ORDER BY id LIMIT $\(arguments.count)
            """, arguments
        ).map { try Self.read($0) }
    }

    package func attempts(of delivery: Identifier) throws -> [WebhookAttempt] {
        try transaction.rows(
            """
            SELECT number, at, took, outcome, status, detail FROM webhook_attempts WHERE delivery_id = $1
            ORDER BY number
            """,
            [.id(delivery)]
        ).map { row in
            var row = row
            return WebhookAttempt(
                number: try row.int(), at: try row.time(), took: .milliseconds(try row.integer()),
                outcome: try row.value(WebhookAttempt.Outcome.self), status: try row.optional { try $0.int() },
                detail: try row.optional { try $0.text() })
        }
    }

    /// Writes what becomes of a delivery that nobody holds.
    ///
    /// - Returns: false where somebody holds it now, and nothing was written.
    package func update(_ delivery: WebhookDelivery) throws -> Bool {
        try transaction.run(
            """
            UPDATE webhook_deliveries SET state = $1, changed_at = $2, next_at = $3, tries = $4, takeovers = $5,
                status = $6, detail = $7
            WHERE id = $8 AND lease_until IS NULL
            """,
            [
                .text(delivery.state.rawValue), .time(delivery.changedAt), .time(delivery.nextAttemptAt),
                .integer(delivery.tries), .integer(delivery.takeovers), .number(delivery.status.map(Int64.init)),
                .text(delivery.detail), .id(delivery.id),
            ]) == 1
    }

    static func read(_ row: SQLRow) throws -> WebhookDelivery {
        var row = row
        let (id, gallery, webhook) = (try row.id(), try row.id(), try row.id())
        let event = try row.integer()
        let eventID = try row.id()
        let type = try row.value(EventType.self)
        let state = try row.value(WebhookDeliveryState.self)
        let (created, changed) = (try row.time(), try row.time())
        let next = try row.optional { try $0.time() }
        let (attempt, tries, takeovers) = (try row.int(), try row.int(), try row.int())
        let status = try row.optional { try $0.int() }
        let detail = try row.optional { try $0.text() }
        return WebhookDelivery(
            id: id, gallery: gallery, webhook: webhook, event: event, eventID: eventID, eventType: type, state: state,
            createdAt: created, changedAt: changed, nextAttemptAt: next, isHeld: try row.bool(), attempt: attempt,
            tries: tries, takeovers: takeovers, status: status, detail: detail)
    }
}

extension Transaction {
    package var webhookDeliveries: WebhookDeliveryRecords { WebhookDeliveryRecords(transaction: self) }
}
