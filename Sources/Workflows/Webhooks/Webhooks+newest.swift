package import Model
import Storage

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
}
