package import Links
package import Model
import Storage

/// A delivery that a worker has taken, with all that it takes to send it.
package struct ClaimedDelivery: Sendable {
    package var delivery: WebhookDelivery
    package var url: String
    package var body: [UInt8]
    /// One, or two while a secret is being replaced; the newest first.
    package var secrets: [WebhookSecret]
    /// The W3C `traceparent` of the request that brought the event about.
    package var trace: String?
}

/// What is to be sent to webhooks, as the service that sends sees it: fan out, claim, renew, settle.
package struct WebhookOutbox: Sendable {
    /// How many events are put by for one webhook in one transaction, so that no request waits long behind it.
    static let batch = 100

    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// Puts by for each webhook that is behind what has happened since, and moves it on in the feed.
    ///
    /// - Returns: whether there may be more at once.
    package func fanOut() async throws -> Bool {
        let behind = try await context.database.read { try $0.webhooks.behind(most: Self.batch) }
        var isMore = behind.count == Self.batch
        var failure: (any Error)?
        for place in behind {
            do {
                let count = try await fanOut(place)
                isMore = isMore || count == Self.batch
            } catch {
                // One damaged feed holds no other up.
                failure = error
            }
        }
        if let failure { throw failure }
        return isMore
    }

    /// - Returns: how many events were looked at.
    private func fanOut(_ place: WebhookRecords.Behind) async throws -> Int {
        let context = context
        return try await context.database.write { transaction in
            guard let webhook = try transaction.webhooks.find(place.webhook),
                let gallery = try transaction.galleries.find(place.gallery)
            else { return 0 }
            let events = try transaction.events.after(place.after, gallery: gallery.id, limit: Self.batch)
            // Where another node was here since, it has done what is to be done.
            guard let last = events.last,
                try transaction.webhooks.advance(webhook.id, from: place.after, to: last.seq)
            else { return 0 }
            let work = context.work(in: transaction, for: gallery)
            for event in events where webhook.filter.takes(event.type) {
                _ = try transaction.webhookDeliveries.add(work.delivery(of: event, to: webhook))
            }
            return events.count
        }
    }

    /// Keeps claims alive.
    ///
    /// - Returns: the ids of those that are not ours any more.
    package func renew(_ deliveries: [WebhookDelivery], lease: Duration) async throws -> Set<Identifier> {
        let clock = context.clock
        return try await context.database.write { transaction in
            let until = clock() + lease
            return Set(
                try deliveries.filter {
                    try !transaction.webhookDeliveries.renew($0.id, attempt: $0.attempt, lease: until)
                }.map(\.id))
        }
    }

    /// How one attempt ended, to be written.
    package enum Result: Sendable, Equatable {
        case attempted(WebhookOutcome, took: Duration)
        /// Nothing was sent, for a reason of the service's own: a stop.
        case putBack
    }

    /// What writing the outcome of an attempt brought about.
    package enum Settled: Sendable, Equatable {
        /// With why its endpoint was disabled, where this was the last straw.
        case written(WebhookDelivery, disabled: String? = nil)
        /// Somebody else has the delivery; nothing was written.
        case fenced
    }

    /// Writes what became of a claimed delivery, and what it says of its endpoint.
    ///
    /// - Parameter jitter: From 0 to 1.
    package func complete(
        _ delivery: WebhookDelivery, _ result: Result, schedule: WebhookSchedule, jitter: Double
    ) async throws -> Settled {
        let context = context
        return try await context.database.write { transaction in
            guard let webhook = try transaction.webhooks.find(delivery.webhook) else { return .fenced }
            let now = context.clock()
            switch result {
            case .putBack:
                let back = WebhookMachine.putBack(delivery, now: now)
                return try transaction.webhookDeliveries.complete(back) ? .written(back) : .fenced
            case .attempted(let outcome, let took):
                let settlement = WebhookMachine.settle(
                    delivery, outcome, failingSince: webhook.failingSince, schedule: schedule, took: took, now: now,
                    jitter: jitter)
                guard try transaction.webhookDeliveries.complete(settlement.delivery) else { return .fenced }
                try transaction.webhookDeliveries.add(settlement.attempt, to: delivery.id)
                return .written(
                    settlement.delivery,
                    disabled: try context.learn(settlement.health, of: webhook, transaction, now: now))
            }
        }
    }
}

extension WorkflowContext {
    /// - Returns: why the endpoint was disabled, where it was.
    fileprivate func learn(
        _ health: WebhookMachine.Health, of webhook: Webhook, _ transaction: any Transaction, now: Timestamp
    ) throws -> String? {
        switch health {
        case .well: try transaction.webhooks.isWell(webhook.id)
        case .failing: try transaction.webhooks.isFailing(webhook.id, since: now)
        case .disable(let reason):
            try transaction.webhooks.isFailing(webhook.id, since: now)
            guard try transaction.webhooks.disable(webhook.id, because: reason),
                let gallery = try transaction.galleries.find(webhook.gallery)
            else { return nil }
            try work(in: transaction, for: gallery).append(.webhookDisabled, webhook, reason: reason)
            return reason
        }
        return nil
    }
}
