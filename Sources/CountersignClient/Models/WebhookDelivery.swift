public import Foundation

/// One event on its way to one webhook.
public struct WebhookDelivery: Hashable, Sendable, Codable {
    /// Its id.
    public var id: String
    /// The event.
    public var event: Reference
    /// Whether it arrived.
    public var state: WebhookDeliveryState
    /// How often it was tried.
    public var attempts: Int
    /// When it last changed.
    public var at: Date?
    /// When it is tried next.
    public var nextAttemptAt: Date?
    /// The HTTP status of the last attempt; nil where no answer came.
    public var status: Int?
    /// What went wrong, in words.
    public var detail: String?
    /// Every attempt, oldest first.
    public var log: [Attempt]

    /// One attempt at a delivery.
    public struct Attempt: Hashable, Sendable, Codable {
        /// When.
        public var at: Date
        /// How long it took.
        public var milliseconds: Int64
        /// How it ended, in a word.
        public var outcome: String
        /// The HTTP status; nil where no answer came.
        public var status: Int?
        /// What went wrong, in words.
        public var detail: String?

        /// Describes an attempt, for tests.
        public init(at: Date, milliseconds: Int64, outcome: String, status: Int? = nil, detail: String? = nil) {
            self.at = at
            self.milliseconds = milliseconds
            self.outcome = outcome
            self.status = status
            self.detail = detail
        }
    }

    /// Which event a delivery carries.
    public struct Reference: Hashable, Sendable, Codable {
        /// Its place in the feed.
        public var seq: Int64
        /// Its id, which is sent as `webhook-id`.
        public var id: String
        /// What happened.
        public var type: EventType

        /// Names an event, for tests.
        public init(seq: Int64, id: String, type: EventType) {
            self.seq = seq
            self.id = id
            self.type = type
        }
    }
}

/// Whether an event arrived at a webhook.
public struct WebhookDeliveryState: Term {
    /// The word itself.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// It is to be tried, for the first time or again.
    public static let pending: WebhookDeliveryState = "pending"
    /// The receiver answered with a 2xx.
    public static let succeeded: WebhookDeliveryState = "succeeded"
    /// It was tried as often as it may.
    public static let failed: WebhookDeliveryState = "failed"
}

/// What is to be sent once more.
public struct Redelivery: Hashable, Sendable, Codable {
    /// How many deliveries.
    public var queued: Int
    /// The event to go on after, where a range held more than one call takes; nil where it was all.
    public var next: Int64?

    /// Describes an answer, for tests.
    public init(queued: Int, next: Int64? = nil) {
        self.queued = queued
        self.next = next
    }
}
