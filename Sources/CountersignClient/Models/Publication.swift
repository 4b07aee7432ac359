public import Foundation

/// One version of a package on its way to the public.
public struct Publication: Hashable, Sendable, Codable {
    /// Its id.
    public var id: String
    /// The package's id, as first written.
    public var package: String
    /// The version.
    public var version: String
    /// The account that published it.
    public var publisher: String
    /// Through what, where the gallery told: an API key's name, a CI run.
    public var via: String?
    /// Where it stands, holds and their decisions counted.
    public var state: PublicationState
    /// The last stage that the gallery told.
    public var stage: PublicationStage
    /// Until when an owner may confirm it, where it is held.
    public var holdUntil: Date?
    /// The owner who confirmed or rejected it.
    public var decidedBy: String?
    /// What its owners are warned about.
    public var warnings: [String]
    /// Why it failed or was withdrawn.
    public var reasons: [String]
    /// When the service first heard of it.
    public var createdAt: Date
    /// When it last changed.
    public var changedAt: Date

    /// Describes a publication, for tests.
    public init(
        id: String, package: String, version: String, publisher: String, via: String? = nil, state: PublicationState,
        stage: PublicationStage, holdUntil: Date? = nil, decidedBy: String? = nil, warnings: [String] = [],
        reasons: [String] = [], createdAt: Date, changedAt: Date
    ) {
        self.id = id
        self.package = package
        self.version = version
        self.publisher = publisher
        self.via = via
        self.state = state
        self.stage = stage
        self.holdUntil = holdUntil
        self.decidedBy = decidedBy
        self.warnings = warnings
        self.reasons = reasons
        self.createdAt = createdAt
        self.changedAt = changedAt
    }
}

/// Where a publication stands.
public struct PublicationState: Term {
    /// The word itself.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The gallery has it.
    public static let received: PublicationState = "received"
    /// It waits for an owner to confirm it.
    public static let held: PublicationState = "held"
    /// The gallery looks at it.
    public static let validating: PublicationState = "validating"
    /// It is public.
    public static let live: PublicationState = "live"
    /// The gallery refused it.
    public static let failed: PublicationState = "failed"
    /// An owner, or the end of its hold, rejected it.
    public static let rejected: PublicationState = "rejected"
    /// It was taken back.
    public static let withdrawn: PublicationState = "withdrawn"
}

/// What a gallery tells of a publication.
public struct PublicationStage: Term {
    /// The word itself.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The gallery has it.
    public static let received: PublicationStage = "received"
    /// The gallery looks at it.
    public static let validating: PublicationStage = "validating"
    /// It is public.
    public static let live: PublicationStage = "live"
    /// It did not pass; `reasons` say why.
    public static let failed: PublicationStage = "failed"
    /// It takes longer than it should: a notice, which changes no state.
    public static let delayed: PublicationStage = "delayed"
    /// It was taken back.
    public static let withdrawn: PublicationStage = "withdrawn"
}
