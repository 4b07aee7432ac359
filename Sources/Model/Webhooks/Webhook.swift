/// Where a webhook stands.
package enum WebhookState: String, Sendable, CaseIterable {
    case active
    /// Nothing is sent to it, and nothing is put by for it; what waits goes on when it is active again.
    case disabled
    /// Kept only as long as what it was sent.
    case deleted
}

/// An endpoint of a gallery that hears of what happens.
///
/// Its secret is not among this: only who signs needs it.
package struct Webhook: Sendable, Equatable {
    package var id: Identifier
    package var gallery: Identifier
    /// As it was given; was read by ``EndpointURL``.
    package var url: String
    package var filter: EventFilter
    /// The gallery's own words.
    package var description: String?
    package var state: WebhookState
    /// Why it is disabled, where the service did it.
    package var disabledReason: String?
    package var createdAt: Timestamp
    /// When the first delivery failed after the last that succeeded; nil while all is well.
    package var failingSince: Timestamp?

    package init(
        id: Identifier, gallery: Identifier, url: String, filter: EventFilter = .all, description: String? = nil,
        state: WebhookState = .active, disabledReason: String? = nil, createdAt: Timestamp,
        failingSince: Timestamp? = nil
    ) {
        self.id = id
        self.gallery = gallery
        self.url = url
        self.filter = filter
        self.description = description
        self.state = state
        self.disabledReason = disabledReason
        self.createdAt = createdAt
        self.failingSince = failingSince
    }
}
