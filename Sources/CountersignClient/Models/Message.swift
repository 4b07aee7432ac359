public import Foundation

/// One mail to one address.
public struct Message: Hashable, Sendable, Codable {
    /// Its id.
    public var id: String
    /// What it is about.
    public var kind: MailKind
    /// The id of the thing that it is about.
    public var about: String
    /// Where it goes.
    public var recipient: String
    /// Its language.
    public var locale: String?
    /// What became of it.
    public var state: MessageState
    /// When it was written.
    public var createdAt: Date
    /// When it is tried next.
    public var nextAttemptAt: Date?
    /// Its `Message-ID`, by which a relay's log can be searched.
    public var messageID: String?
    /// Why it is in its state, where that needs words.
    public var detail: String?
    /// Every attempt to hand it over, oldest first.
    public var attempts: [Attempt]

    /// One attempt to hand a mail to a relay.
    public struct Attempt: Hashable, Sendable, Codable {
        /// When.
        public var at: Date
        /// To which relay.
        public var relay: String?
        /// `accepted`, `refused`, `failed` or `unknown`.
        public var outcome: String
        /// How far the conversation came.
        public var phase: String?
        /// The relay's reply code.
        public var code: Int?
        /// The enhanced status code (RFC 3463).
        public var status: String?
        /// The relay's words.
        public var text: String?

        /// Describes an attempt, for tests.
        public init(
            at: Date, relay: String? = nil, outcome: String, phase: String? = nil, code: Int? = nil,
            status: String? = nil, text: String? = nil
        ) {
            self.at = at
            self.relay = relay
            self.outcome = outcome
            self.phase = phase
            self.code = code
            self.status = status
            self.text = text
        }
    }

    /// Describes a message, for tests.
    public init(
        id: String, kind: MailKind, about: String, recipient: String, locale: String? = nil, state: MessageState,
        createdAt: Date, nextAttemptAt: Date? = nil, messageID: String? = nil, detail: String? = nil,
        attempts: [Attempt] = []
    ) {
        self.id = id
        self.kind = kind
        self.about = about
        self.recipient = recipient
        self.locale = locale
        self.state = state
        self.createdAt = createdAt
        self.nextAttemptAt = nextAttemptAt
        self.messageID = messageID
        self.detail = detail
        self.attempts = attempts
    }
}

/// What became of a mail.
public struct MessageState: Term {
    /// The word itself.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// It waits for its first attempt.
    public static let queued: MessageState = "queued"
    /// It is being handed over.
    public static let sending: MessageState = "sending"
    /// The relay took it.
    public static let sent: MessageState = "sent"
    /// It waits for another attempt.
    public static let deferred: MessageState = "deferred"
    /// The relay refused it for good, or its time was over.
    public static let failed: MessageState = "failed"
    /// The relay may have it; it is tried once more.
    public static let unknown: MessageState = "unknown"
    /// Its address must not be mailed.
    public static let suppressed: MessageState = "suppressed"
    /// Nobody needed it any more.
    public static let cancelled: MessageState = "cancelled"
    /// It came back after it was sent.
    public static let bounced: MessageState = "bounced"
    /// Its reader called it spam.
    public static let complained: MessageState = "complained"
    /// The relay told that it arrived.
    public static let delivered: MessageState = "delivered"
}
