extension WebhookCalls {
    /// What was sent to a webhook, and what is to be.
    public func deliveries(of id: String, state: WebhookDeliveryState? = nil) -> PagedSequence<WebhookDelivery> {
        PagedSequence(
            transport, "webhooks.deliveries", ["webhooks", id, "deliveries"], query: [("state", state?.rawValue)])
    }

    /// Sends deliveries once more.
    ///
    /// - Parameters:
    ///   - deliveries: Their ids, at most 200.
    ///   - id: The webhook.
    /// - Returns: how many are to be sent.
    @discardableResult
    public func redeliver(
        _ deliveries: [String], to id: String, idempotencyKey: String? = nil
    ) async throws -> Redelivery {
        try await redeliver(RedeliverBody(deliveries: deliveries), id, idempotencyKey)
    }

    /// Sends a range of events once more.
    ///
    /// - Parameters:
    ///   - seq: Events after this place in the feed.
    ///   - end: And before this one; nil for all that there are.
    ///   - id: The webhook.
    /// - Returns: how many are to be sent, and where to go on where that was not all.
    @discardableResult
    public func redeliver(
        eventsAfter seq: Int64, before end: Int64? = nil, to id: String, idempotencyKey: String? = nil
    ) async throws -> Redelivery {
        try await redeliver(RedeliverBody(after: seq, before: end), id, idempotencyKey)
    }

    private func redeliver(_ body: RedeliverBody, _ id: String, _ key: String?) async throws -> Redelivery {
        try await transport.value(
            .post("webhooks.redeliver", ["webhooks", id, "redeliver"], body: body, key: key))
    }

    private struct RedeliverBody: Encodable {
        var deliveries: [String]?
        var after: Int64?
        var before: Int64?
    }
}
