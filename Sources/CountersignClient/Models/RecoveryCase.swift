public import Foundation

/// A claim of a package that has lost its active owner.
public struct RecoveryCase: Hashable, Sendable, Codable {
    /// Its id, which `messages.list(about:)` takes.
    public var id: String
    /// The package's id, as first written.
    public var package: String
    /// Who claims it; nil where a report became a case.
    public var claimant: Claimant?
    /// Why it should be theirs.
    public var why: String
    /// Web addresses that are to prove it.
    public var links: [String]
    /// Where it stands.
    public var state: RecoveryState
    /// The admin who has it.
    public var assignee: String?
    /// Whether owners can invite nobody meanwhile.
    public var locked: Bool
    /// The report that it came from.
    public var report: String?
    /// When it was made.
    public var createdAt: Date
    /// When it last changed.
    public var changedAt: Date
    /// When the claimant's address was confirmed, and the case opened.
    public var confirmedAt: Date?
    /// When it was decided.
    public var decidedAt: Date?
    /// What an admin decided.
    public var decision: RecoveryDecision?
    /// The invitation that granting issued.
    public var invitation: String?
    /// When that was accepted, and the package was the claimant's.
    public var completedAt: Date?
    /// When it next asks for attention.
    public var due: RecoveryAppointment?
    /// What was tried to reach the owners; nil in a list, as all that follows.
    public var attempts: [ContactAttempt]?
    /// What admins wrote.
    public var notes: [CaseNote]?
    /// What the gallery wants to see proven.
    public var checklist: [EvidenceItem]?
    /// What owners said by the link that they were mailed.
    public var answers: [OwnerAnswer]?
    /// Who owns the package.
    public var owners: [Owner]?
    /// Other cases of the package.
    public var otherCases: [OtherCase]?
    /// When it may be granted.
    public var clock: RecoveryClock?
    /// True in the answer to a call that found it so already, and did nothing.
    public var unchanged: Bool?
}

/// Where a recovery case stands.
public struct RecoveryState: Term {
    /// The word itself.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The claimant's address is not confirmed yet.
    public static let submitted: RecoveryState = "submitted"
    /// Nothing was tried yet.
    public static let open: RecoveryState = "open"
    /// The owners are being tried.
    public static let contacting: RecoveryState = "contacting"
    /// Enough was tried: only time, or a decision, is missing.
    public static let waiting: RecoveryState = "waiting"
    /// The claimant is invited.
    public static let granted: RecoveryState = "granted"
    /// It was denied.
    public static let denied: RecoveryState = "denied"
    /// An owner said no.
    public static let objected: RecoveryState = "objected"
    /// The claimant wants it no more.
    public static let withdrawn: RecoveryState = "withdrawn"
}

/// What an admin decided.
public struct RecoveryDecision: Hashable, Sendable, Codable {
    /// Of a grant: whether the owners stay.
    public var keepOwners: Bool?
    /// Why.
    public var reason: String
    /// The admin.
    public var by: String
    /// Whether it was granted before its time.
    public var overridden: Bool
}

/// When a case asks for an admin's attention.
public struct RecoveryAppointment: Hashable, Sendable, Codable {
    /// From when on.
    public var at: Date
    /// Why: `unassigned`, `contact`, `decision`, ….
    public var why: String
}

/// Another case of the same package.
public struct OtherCase: Hashable, Sendable, Codable {
    /// Its id.
    public var id: String
    /// Where it stands.
    public var state: RecoveryState
    /// Who claims it.
    public var claimant: String?
    /// When it was made.
    public var createdAt: Date
}

/// When a case may be granted.
public struct RecoveryClock: Hashable, Sendable, Codable {
    /// From when on; nil while something is missing.
    public var mayBeGrantedFrom: Date?
    /// Why, in clauses for people.
    public var because: [String]
    /// What has to be done before, in clauses for people.
    public var missing: [String]
}
