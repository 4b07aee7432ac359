package import Model

extension WebhookDeliveryRecords {
    /// The next webhook, in the order of their ids, for which something waits now or later.
    ///
    /// Asked again and again, it passes over what waits for one endpoint, however much that is.
    package func waiting(after webhook: Identifier?) throws -> (webhook: Identifier, next: Timestamp)? {
        var row = try transaction.row(
            """
            SELECT webhook_id, next_at FROM webhook_deliveries WHERE webhook_id > $1 AND next_at IS NOT NULL
            ORDER BY webhook_id, next_at LIMIT 1
            """,
            [.id(webhook ?? Identifier(high: 0, low: 0))])
        guard let found = try row?.id(), let next = try row?.time() else { return nil }
        return (found, next)
    }

    /// Takes what is due for one webhook: raises its attempt and leases it, so that no one else sends it.
    ///
    /// - Parameter lease: Until when it is held.
    /// - Returns: the oldest first, for RETURNING has no order.
    package func claim(
        webhook: Identifier, at now: Timestamp, lease: Timestamp, most: Int
    ) throws -> [WebhookDelivery] {
        try transaction.rows(
            """
            UPDATE webhook_deliveries SET attempt = attempt + 1, next_at = NULL, lease_until = $1
            WHERE id IN (
                SELECT id FROM webhook_deliveries
                WHERE webhook_id = $2 AND next_at IS NOT NULL AND next_at <= $3
                ORDER BY next_at LIMIT $4\(transaction.dialect.skipLocked))
            RETURNING \(Self.columns)
            """,
            [.time(lease), .id(webhook), .time(now), .integer(most)]
        ).map { try Self.read($0) }.sorted { $0.id < $1.id }
    }

    /// Deliveries whose holder let the lease run out.
    package func abandoned(at now: Timestamp, most: Int) throws -> [WebhookDelivery] {
        try transaction.rows(
            """
            SELECT \(Self.columns) FROM webhook_deliveries WHERE lease_until IS NOT NULL AND lease_until <= $1
            ORDER BY lease_until LIMIT $2
            """,
            [.time(now), .integer(most)]
        ).map { try Self.read($0) }
    }

    /// Holds on to a claimed delivery.
    ///
    /// - Returns: false where it is not held under this attempt any more: the fence.
    package func renew(_ id: Identifier, attempt: Int, lease: Timestamp) throws -> Bool {
        try transaction.run(
            """
            UPDATE webhook_deliveries SET lease_until = $1 WHERE id = $2 AND attempt = $3 AND lease_until IS NOT NULL
            """,
            [.time(lease), .id(id), .integer(attempt)]) == 1
    }

    /// Writes what became of a claimed delivery.
    ///
    /// - Returns: false where it is not held under this attempt any more, and nothing was written.
    package func complete(_ delivery: WebhookDelivery) throws -> Bool {
        try transaction.run(
            """
            UPDATE webhook_deliveries SET state = $1, changed_at = $2, next_at = $3, tries = $4, takeovers = $5,
                status = $6, detail = $7, lease_until = NULL
            WHERE id = $8 AND attempt = $9 AND lease_until IS NOT NULL
            """,
            [
                .text(delivery.state.rawValue), .time(delivery.changedAt), .time(delivery.nextAttemptAt),
                .integer(delivery.tries), .integer(delivery.takeovers), .number(delivery.status.map(Int64.init)),
                .text(delivery.detail), .id(delivery.id), .integer(delivery.attempt),
            ]) == 1
    }

    package func add(_ attempt: WebhookAttempt, to delivery: Identifier) throws {
        try transaction.run(
            """
            INSERT INTO webhook_attempts (delivery_id, number, at, took, outcome, status, detail)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (delivery_id, number) DO NOTHING
            """,
            [
                .id(delivery), .integer(attempt.number), .time(attempt.at), .integer(attempt.took.milliseconds),
                .text(attempt.outcome.rawValue), .number(attempt.status.map(Int64.init)), .text(attempt.detail),
            ])
    }
}
