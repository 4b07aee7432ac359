package import Model
package import Storage

/// A delivery with every attempt at it.
package struct WebhookDeliveryView: Sendable, Equatable {
    package var delivery: WebhookDelivery
    package var attempts: [WebhookAttempt]
}

/// What is to be sent again.
package enum Redelivery: Sendable, Equatable {
    /// By the ids of deliveries.
    case deliveries([Identifier])
    /// Every event of the types that the webhook takes, by their places in the feed: those after one and before
    /// another, whether they went to this webhook before or not.
    case events(after: Int64, before: Int64?)
}

/// How asking for deliveries again came out.
package struct Requeued: Sendable, Equatable {
    package var count: Int
    /// Where to go on, for a range that was too long to be put by at once.
    package var next: Int64?
}

extension Webhooks {
    /// How many events are put by again in one transaction.
    package static let mostRequeued = 1000

    /// A page of what a webhook was sent, oldest first.
    ///
    /// - Returns: nil where there is no such webhook.
    package func deliveries(
        of id: Identifier, state: WebhookDeliveryState?, gallery: Identifier, after: Identifier?, limit: Int
    ) async throws -> (items: [WebhookDeliveryView], next: Identifier?)? {
        try await context.database.read { transaction in
            guard try transaction.webhooks.find(id, gallery: gallery) != nil else { return nil }
            let found = try transaction.webhookDeliveries.list(webhook: id, state: state, after: after, limit: limit)
            let items = try found.prefix(limit).map { delivery in
                WebhookDeliveryView(
                    delivery: delivery, attempts: try transaction.webhookDeliveries.attempts(of: delivery.id))
            }
            return (items, found.count > limit ? items.last?.delivery.id : nil)
        }
    }

    /// Puts deliveries by again, each under the `webhook-id` that it always had; what is under way is left alone.
    package func redeliver(
        _ id: Identifier, _ wanted: Redelivery, gallery: Identifier, once: Once? = nil,
        answer: @escaping @Sendable (Result<Requeued, Refusal>) throws -> KeptAnswer
    ) async throws -> OnceAnswer {
        try await context.work(for: gallery) { work in
            try work.once(once) {
                guard let webhook = try work.transaction.webhooks.find(id, gallery: gallery) else {
                    return try answer(.failure(.unknownWebhook))
                }
                let outcome: Result<Requeued, Refusal> =
                    switch wanted {
                    case .deliveries(let ids): try work.redeliver(ids, to: webhook)
                    case .events(let after, let before):
                        .success(try work.redeliver(after: after, before: before, to: webhook))
                    }
                if case .success(let requeued) = outcome, requeued.count > 0 {
                    let deliveries = requeued.count == 1 ? "1 delivery" : "\(requeued.count) deliveries"
                    try work.append(.webhookRedelivered, webhook, detail: deliveries)
                }
                return try answer(outcome)
            }
        }
    }
}

extension Work {
    fileprivate func redeliver(_ ids: [Identifier], to webhook: Webhook) throws -> Result<Requeued, Refusal> {
        var found: [WebhookDelivery] = []
        var flaws: [FieldFlaw] = []
        for (index, id) in ids.enumerated() {
            if let delivery = try transaction.webhookDeliveries.find(id, webhook: webhook.id) {
                found.append(delivery)
            } else {
                flaws.append(FieldFlaw("/deliveries/\(index)", "is no delivery of this webhook"))
            }
        }
        guard flaws.isEmpty else { return .failure(.unknown(.delivery, flaws)) }
        return .success(Requeued(count: try found.count { try requeue($0) }))
    }

    fileprivate func redeliver(after: Int64, before: Int64?, to webhook: Webhook) throws -> Requeued {
        let most = Webhooks.mostRequeued
        let page = try transaction.events.after(after, gallery: gallery.id, limit: most)
        let events = page.filter { $0.seq < before ?? .max }
        let count = try events.count { event in
            guard webhook.filter.takes(event.type) else { return false }
            if let known = try transaction.webhookDeliveries.find(event: event.seq, webhook: webhook.id) {
                return try requeue(known)
            }
            return try transaction.webhookDeliveries.add(delivery(of: event, to: webhook))
        }
        return Requeued(count: count, next: events.count == most ? events.last?.seq : nil)
    }

    private func requeue(_ delivery: WebhookDelivery) throws -> Bool {
        guard let again = WebhookMachine.redeliver(delivery, now: now) else { return false }
        return try transaction.webhookDeliveries.update(again)
    }

    /// An event on its way to a webhook, at once.
    func delivery(of event: Event, to webhook: Webhook) -> WebhookDelivery {
        WebhookDelivery(
            id: newID(), gallery: gallery.id, webhook: webhook.id, event: event.seq, eventID: event.id,
            eventType: event.type, createdAt: now, nextAttemptAt: now)
    }
}
