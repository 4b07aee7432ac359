/// Where a delivery stands.
package enum WebhookDeliveryState: String, Sendable, CaseIterable {
    /// Waits for an attempt, or is in a worker's hands.
    case pending
    case succeeded
    /// Every attempt of the schedule has failed, or the endpoint is gone.
    case failed
}

/// One event on its way to one endpoint; there is never a second one of the two.
package struct WebhookDelivery: Sendable, Equatable {
    package var id: Identifier
    package var gallery: Identifier
    package var webhook: Identifier
    /// The event's place in the feed.
    package var event: Int64
    /// The event's id: the `webhook-id` of every attempt, also after it was asked for again.
    package var eventID: Identifier
    package var eventType: EventType
    package var state: WebhookDeliveryState
    package var createdAt: Timestamp
    /// When the state last changed.
    package var changedAt: Timestamp
    /// When the next attempt is due; nil where there will be none, or one is under way.
    package var nextAttemptAt: Timestamp?
    /// Whether a worker holds a lease on it.
    package var isHeld: Bool
    /// How often it was claimed: the fence of its completion.
    package var attempt: Int
    /// How many attempts count towards the retry schedule.
    package var tries: Int
    /// How often a claim ended by its lease running out, since the last outcome.
    package var takeovers: Int
    /// The last HTTP status that the endpoint answered with.
    package var status: Int?
    /// What was last heard of it; for people.
    package var detail: String?

    package init(
        id: Identifier, gallery: Identifier, webhook: Identifier, event: Int64, eventID: Identifier,
        eventType: EventType, state: WebhookDeliveryState = .pending, createdAt: Timestamp,
        changedAt: Timestamp? = nil, nextAttemptAt: Timestamp?, isHeld: Bool = false, attempt: Int = 0, tries: Int = 0,
        takeovers: Int = 0,
        status: Int? = nil, detail: String? = nil
    ) {
        self.id = id
        self.gallery = gallery
        self.webhook = webhook
        self.event = event
        self.eventID = eventID
        self.eventType = eventType
        self.state = state
        self.createdAt = createdAt
        self.changedAt = changedAt ?? createdAt
        self.nextAttemptAt = nextAttemptAt
        self.isHeld = isHeld
        self.attempt = attempt
        self.tries = tries
        self.takeovers = takeovers
        self.status = status
        self.detail = detail
    }
}

/// One attempt at a delivery, as it is remembered.
package struct WebhookAttempt: Sendable, Equatable {
    /// How an attempt ended.
    package enum Outcome: String, Sendable, CaseIterable {
        case delivered, refused, failed, blocked
    }

    package var number: Int
    /// When it ended.
    package var at: Timestamp
    package var took: Duration
    package var outcome: Outcome
    /// The endpoint's HTTP status, where it answered.
    package var status: Int?
    package var detail: String?

    package init(
        number: Int, at: Timestamp, took: Duration, outcome: Outcome, status: Int? = nil, detail: String? = nil
    ) {
        self.number = number
        self.at = at
        self.took = took
        self.outcome = outcome
        self.status = status
        self.detail = detail
    }
}
