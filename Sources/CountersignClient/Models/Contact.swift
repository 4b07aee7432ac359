public import Foundation

/// That a person's message is on its way to a package's owners.
public struct ContactReceipt: Hashable, Sendable, Codable {
    /// Its id, which `messages.list(about:)` takes.
    public var id: String
    /// The package's id, as first written.
    public var package: String
    /// How many addresses it goes to, the sender's copy not counted.
    public var recipients: Int
    /// When it was taken.
    public var createdAt: Date

    /// Describes a receipt, for tests.
    public init(id: String, package: String, recipients: Int, createdAt: Date) {
        self.id = id
        self.package = package
        self.recipients = recipients
        self.createdAt = createdAt
    }
}

/// A report of abuse.
public struct Report: Hashable, Sendable, Codable {
    /// Its id.
    public var id: String
    /// The package's id, as first written.
    public var package: String
    /// Who reported, where they said.
    public var reporter: String?
    /// What is wrong, in a sentence.
    public var reason: String
    /// More of it.
    public var message: String?
    /// Whether it waits for an admin.
    public var state: ReportState
    /// The recovery case that it has become.
    public var recoveryCase: String?
    /// When it was taken.
    public var createdAt: Date

    /// Describes a report, for tests.
    public init(
        id: String, package: String, reporter: String? = nil, reason: String, message: String? = nil,
        state: ReportState, recoveryCase: String? = nil, createdAt: Date
    ) {
        self.id = id
        self.package = package
        self.reporter = reporter
        self.reason = reason
        self.message = message
        self.state = state
        self.recoveryCase = recoveryCase
        self.createdAt = createdAt
    }
}

/// What became of a report.
public struct ReportState: Term {
    /// The word itself.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Nobody has dealt with it yet.
    public static let open: ReportState = "open"
    /// Somebody has dealt with it.
    public static let closed: ReportState = "closed"
}
