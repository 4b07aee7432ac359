public import Foundation

/// Whoever says that a package is rightfully theirs.
public struct Claimant: Hashable, Sendable, Codable {
    /// What they call themselves; a name or a username has to be there.
    public var name: String?
    /// The account that they say is theirs.
    public var username: String?
    /// Where they read mail.
    public var email: String
    /// The language of their mails.
    public var locale: String?

    /// Describes a claimant.
    public init(name: String? = nil, username: String? = nil, email: String, locale: String? = nil) {
        self.name = name
        self.username = username
        self.email = email
        self.locale = locale
    }
}

/// How an owner is tried.
public struct ContactChannel: Term {
    /// The word itself.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Mail.
    public static let email: ContactChannel = "email"
    /// The project's own site.
    public static let projectURL: ContactChannel = "project-url"
    /// A social account.
    public static let social: ContactChannel = "social"
    /// A telephone.
    public static let phone: ContactChannel = "phone"
    /// Anything else.
    public static let other: ContactChannel = "other"
}

/// What came of an attempt.
public struct ContactOutcome: Term {
    /// The word itself.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The service's mails are on their way.
    public static let underway: ContactOutcome = "underway"
    /// Nothing was heard.
    public static let noAnswer: ContactOutcome = "no-answer"
    /// It reached a mailbox, or wherever it was sent to.
    public static let delivered: ContactOutcome = "delivered"
    /// It did not reach anybody.
    public static let undeliverable: ContactOutcome = "undeliverable"
    /// Somebody answered.
    public static let answered: ContactOutcome = "answered"
    /// The owner wants nothing to do with it.
    public static let refused: ContactOutcome = "refused"
    /// The owner agrees.
    public static let agreed: ContactOutcome = "agreed"
    /// The owner objects.
    public static let objected: ContactOutcome = "objected"
    /// Anything else.
    public static let other: ContactOutcome = "other"
}

/// An attempt to reach the owners.
public struct ContactAttempt: Hashable, Sendable, Codable {
    /// 1, 2, 3, ….
    public var number: Int
    /// How.
    public var channel: ContactChannel
    /// When it was made.
    public var at: Date
    /// When it was written down.
    public var recordedAt: Date
    /// When the first of its mails was delivered: from then on it counts for the clock, not from ``at``.
    public var deliveredAt: Date?
    /// The admin who made it.
    public var by: String
    /// What came of it.
    public var outcome: ContactOutcome
    /// Who was tried.
    public var whom: String?
    /// A web address that shows it.
    public var evidence: String?
    /// More of it.
    public var note: String?
    /// The mails that the service sent for it.
    public var messages: [AttemptMessage]
}

/// A mail of an attempt.
public struct AttemptMessage: Hashable, Sendable, Codable {
    /// Its id.
    public var id: String
    /// The mailbox.
    public var recipient: String
    /// Where it stands.
    public var state: MessageState
    /// Since when.
    public var at: Date
    /// The last words heard.
    public var detail: String?
}

/// An admin's words about a case.
public struct CaseNote: Hashable, Sendable, Codable {
    /// 1, 2, 3, ….
    public var number: Int
    /// When.
    public var at: Date
    /// Who.
    public var by: String
    /// The words.
    public var text: String
}

/// An item of the checklist.
public struct EvidenceItem: Hashable, Sendable, Codable {
    /// What is to be proven.
    public var item: String
    /// Whether it is.
    public var ticked: Bool
    /// Since when.
    public var at: Date?
    /// Who found so.
    public var by: String?
}

/// What an owner said by the link that was mailed to them.
public struct OwnerAnswer: Hashable, Sendable, Codable {
    /// The owner.
    public var username: String
    /// `object` or `agree`.
    public var word: String
    /// When.
    public var at: Date
    /// Their words.
    public var reason: String?
}
