import JSONText
import Model
import Workflows

extension JSONWriter {
    /// - Parameter secret: Where it was made by the call that this answers.
    mutating func webhook(_ webhook: Webhook, secret: String? = nil) {
        open()
        field("id", webhook.id.description)
        field("url", webhook.url)
        key("types")
        openArray()
        for pattern in webhook.filter.patterns { string(pattern) }
        closeArray()
        if let description = webhook.description { field("description", description) }
        field("state", webhook.state.rawValue)
        if let reason = webhook.disabledReason { field("disabledReason", reason) }
        field("createdAt", webhook.createdAt)
        if let secret { field("secret", secret) }
        close()
    }

    mutating func delivery(_ view: WebhookDeliveryView) {
        let delivery = view.delivery
        open()
        field("id", delivery.id.description)
        key("event")
        open()
        key("seq")
        number(delivery.event)
        field("id", delivery.eventID.description)
        field("type", delivery.eventType.rawValue)
        close()
        field("state", delivery.state.rawValue)
        field("attempts", view.attempts.count)
        field("at", delivery.changedAt)
        if let next = delivery.nextAttemptAt { field("nextAttemptAt", next) }
        if let status = delivery.status { field("status", status) }
        if let detail = delivery.detail { field("detail", detail) }
        key("log")
        openArray()
        for attempt in view.attempts { self.attempt(attempt) }
        closeArray()
        close()
    }

    private mutating func attempt(_ attempt: WebhookAttempt) {
        open()
        field("at", attempt.at)
        key("milliseconds")
        number(attempt.took.milliseconds)
        field("outcome", attempt.outcome.rawValue)
        if let status = attempt.status { field("status", status) }
        if let detail = attempt.detail { field("detail", detail) }
        close()
    }

    mutating func requeued(_ requeued: Requeued) {
        open()
        field("queued", requeued.count)
        if let next = requeued.next {
            key("next")
            number(next)
        }
        close()
    }
}
