/// Where a message stands.
package enum MessageState: String, Sendable, CaseIterable {
    /// Waits for its first attempt.
    case queued
    /// A worker holds a lease on it.
    case sending
    case sent
    /// Waits for another attempt.
    case deferred
    case failed
    /// The relay may or may not have it (RFC 1047); with a next attempt it is tried once more.
    case unknown
    case suppressed
    case cancelled
}

/// How far the mail with an invitation's link has come, the furthest one counting.
package enum LetterProgress: Sendable, Equatable {
    case waiting
    /// A worker has it.
    case underway
    /// A relay has it, or may have it.
    case left
}

/// One mail to one address.
package struct Message: Sendable, Equatable {
    package var id: Identifier
    package var gallery: Identifier
    package var kind: MailKind
    package var about: Identifier
    package var recipient: EmailAddress
    /// The account number that its link names; 0 where there is but one recipient.
    package var account: Int64
    package var locale: String?
    package var generation: Int
    package var facts: MailFacts
    package var state: MessageState
    package var createdAt: Timestamp
    /// When the state last changed.
    package var changedAt: Timestamp
    /// When the next attempt is due; nil where there will be none.
    package var nextAttemptAt: Timestamp?
    /// When it is no longer worth sending.
    package var until: Timestamp
    /// How often it was claimed: the fence of its completion.
    package var attempt: Int
    /// How many attempts count towards the retry schedule.
    package var tries: Int
    /// How often a claim ended by its lease running out.
    package var takeovers: Int
    /// Whether an outcome was unknown before.
    package var wasUnknown: Bool
    /// What was last heard of it, printable; for people.
    package var detail: String?

    package init(
        id: Identifier, gallery: Identifier, kind: MailKind, about: Identifier, recipient: EmailAddress, account: Int64,
        locale: String?, generation: Int, facts: MailFacts, state: MessageState, createdAt: Timestamp,
        changedAt: Timestamp, nextAttemptAt: Timestamp?, until: Timestamp, attempt: Int = 0, tries: Int = 0,
        takeovers: Int = 0, wasUnknown: Bool = false, detail: String? = nil
    ) {
        self.id = id
        self.gallery = gallery
        self.kind = kind
        self.about = about
        self.recipient = recipient
        self.account = account
        self.locale = locale
        self.generation = generation
        self.facts = facts
        self.state = state
        self.createdAt = createdAt
        self.changedAt = changedAt
        self.nextAttemptAt = nextAttemptAt
        self.until = until
        self.attempt = attempt
        self.tries = tries
        self.takeovers = takeovers
        self.wasUnknown = wasUnknown
        self.detail = detail
    }
}

/// One attempt to hand a message to a relay, as it is remembered.
package struct DeliveryAttempt: Sendable, Equatable {
    /// How an attempt ended.
    package enum Outcome: String, Sendable, CaseIterable {
        case accepted, refused, failed, unknown
    }

    package var number: Int
    package var at: Timestamp
    /// The relay's host and port; never its credentials.
    package var relay: String
    package var outcome: Outcome
    package var phase: SMTPPhase?
    package var code: Int?
    package var status: EnhancedStatusCode?
    /// The relay's words or ours, printable, at most 500 characters.
    package var text: String

    package init(
        number: Int, at: Timestamp, relay: String, outcome: Outcome, phase: SMTPPhase?, code: Int?,
        status: EnhancedStatusCode?, text: String
    ) {
        self.number = number
        self.at = at
        self.relay = relay
        self.outcome = outcome
        self.phase = phase
        self.code = code
        self.status = status
        self.text = text
    }
}
