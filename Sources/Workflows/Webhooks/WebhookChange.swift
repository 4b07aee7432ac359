package import Model

/// What is to be changed of a webhook; nil is left as it is.
package struct WebhookChange: Sendable, Equatable {
    package var url: EndpointURL?
    package var filter: EventFilter?
    /// Empty takes it away.
    package var description: String?
    /// Active or disabled.
    package var state: WebhookState?

    package init(
        url: EndpointURL? = nil, filter: EventFilter? = nil, description: String? = nil, state: WebhookState? = nil
    ) {
        self.url = url
        self.filter = filter
        self.description = description
        self.state = state
    }

    func changing(_ webhook: Webhook) -> Webhook {
        var changed = webhook
        if let url, url.text != webhook.url {
            changed.url = url.text
            // Another endpoint has its own history.
            changed.failingSince = nil
        }
        changed.filter = filter ?? webhook.filter
        if let description { changed.description = description.isEmpty ? nil : description }
        if let state, state != webhook.state {
            changed.state = state
            changed.disabledReason = nil
            changed.failingSince = nil
        }
        return changed
    }
}
