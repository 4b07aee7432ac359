package import Model

extension WebhookDeliveryRecords {
    /// What a webhook was sent, in the order of ``ListPlace``; one more than asked for.
    package func newest(
        webhook: Identifier, state: WebhookDeliveryState?, at place: ListPlace, limit: Int
    ) throws -> [WebhookDelivery] {
        var query = NewestFirst("id", at: place)
        query.add("webhook_id = ?", .id(webhook))
        if let state { query.add("state = ?", .text(state.rawValue)) }
        let sql = query.sql("SELECT \(Self.columns) FROM webhook_deliveries", limit: limit)
        return try transaction.rows(sql, query.arguments).map { try Self.read($0) }
    }
}
