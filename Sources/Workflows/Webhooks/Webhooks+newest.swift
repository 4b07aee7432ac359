package import Model
import Storage
import Synchronization

extension Webhooks {
    /// What a webhook was sent; nil where there is no such webhook.
    package func newest(
        of id: Identifier, state: WebhookDeliveryState?, gallery: Identifier, at place: ListPlace, limit: Int
    ) async throws -> Listing<WebhookDeliveryView>? {
        try await context.database.read { transaction in
            guard try transaction.webhooks.find(id, gallery: gallery) != nil else { return nil }
            let found = try transaction.webhookDeliveries.newest(webhook: id, state: state, at: place, limit: limit)
            return try Listing(found, at: place, limit: limit, id: \.id).map { delivery in
                WebhookDeliveryView(
                    delivery: delivery, attempts: try transaction.webhookDeliveries.attempts(of: delivery.id))
            }
        }
    }

    /// The same as for a backend, for an admin on a page, who does not repeat it by a key: gives a webhook a new secret.
    package func rotate(_ id: Identifier, gallery: Identifier) async throws -> Result<WebhookView, Refusal> {
        let outcome = Held<Result<WebhookView, Refusal>>()
        _ = try await rotate(id, gallery: gallery, once: nil) { outcome.keep($0) }
        return try outcome.value()
    }

    /// Puts deliveries by again, likewise.
    package func redeliver(
        _ id: Identifier, _ wanted: Redelivery, gallery: Identifier
    ) async throws -> Result<Requeued, Refusal> {
        let outcome = Held<Result<Requeued, Refusal>>()
        _ = try await redeliver(id, wanted, gallery: gallery, once: nil) { outcome.keep($0) }
        return try outcome.value()
    }
}

/// An outcome on its way out of its transaction, where no answer is kept for a repetition.
private final class Held<Outcome: Sendable>: Sendable {
    private let held = Mutex<Outcome?>(nil)

    func keep(_ outcome: Outcome) -> KeptAnswer {
        held.withLock { $0 = outcome }
        return KeptAnswer(status: 200, body: [])
    }

    /// - Throws: where the transaction came to no outcome, which it always does unless it throws.
    func value() throws -> Outcome {
        guard let outcome = held.withLock({ $0 }) else { throw StorageError.corrupt("a call has no outcome") }
        return outcome
    }
}
