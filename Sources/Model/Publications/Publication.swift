/// Where a version stands.
package enum PublicationState: String, Sendable, CaseIterable {
    case received
    /// Waits for an owner to confirm it.
    case held
    case validating
    case live
    case failed
    /// By an owner, or because nobody confirmed it in time.
    case rejected
    case withdrawn

    /// The states that show that an account publishes the package, once the owners were told of it: somebody of whom
    /// nobody was told, or whose versions came to nothing, is still a stranger to them.
    package static let publishing: Set<PublicationState> = [.received, .validating, .live, .withdrawn]

    /// What tells that a version is in this state.
    var event: EventType {
        switch self {
        case .received: .publicationReceived
        case .held: .publicationHeld
        case .validating: .publicationValidating
        case .live: .publicationLive
        case .failed: .publicationFailed
        case .rejected: .publicationRejected
        case .withdrawn: .publicationWithdrawn
        }
    }
}

/// What a gallery tells of a version.
package enum PublicationStage: String, Sendable, CaseIterable {
    case received, validating, live, failed
    /// A notice: it takes longer than usual. Where the version stands does not change.
    case delayed
    case withdrawn
}

/// One version of a package on its way to the public.
package struct Publication: Sendable, Equatable {
    package var id: Identifier
    package var package: KnownPackage
    package var version: VersionText
    package var publisher: Account
    /// The key or the CI run that published it, as the gallery says.
    package var via: String?
    package var state: PublicationState
    /// What the gallery told last.
    package var stage: PublicationStage
    /// Until when an owner can confirm it, where it is or was held.
    package var holdUntil: Timestamp?
    /// Who confirmed or rejected it.
    package var decidedBy: String?
    package var warnings: [String]
    package var reasons: [String]
    package var createdAt: Timestamp
    package var changedAt: Timestamp
    /// Whether its publisher had never published this package before.
    package var unusual: Bool
    /// When the owners were first told of it; nil where they were not yet.
    package var toldAt: Timestamp?
    /// Whether they are told in a digest.
    package var rolledUp: Bool

    package init(
        id: Identifier, package: KnownPackage, version: VersionText, publisher: Account, via: String?,
        state: PublicationState, stage: PublicationStage, holdUntil: Timestamp? = nil, decidedBy: String? = nil,
        warnings: [String] = [], reasons: [String] = [], createdAt: Timestamp, changedAt: Timestamp,
        unusual: Bool = false, toldAt: Timestamp? = nil, rolledUp: Bool = false
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
        self.unusual = unusual
        self.toldAt = toldAt
        self.rolledUp = rolledUp
    }

    /// The state at a moment: a version whose time to be confirmed is over counts as rejected before the clock's own
    /// service has come by to write it down.
    package func state(at now: Timestamp) -> PublicationState {
        if state == .held, let holdUntil, now >= holdUntil { .rejected } else { state }
    }
}

/// A version as the gallery writes it: compared byte by byte.
package struct VersionText: Sendable, Hashable {
    package let text: String

    package enum Flaw: Error, Sendable, Equatable, CustomStringConvertible {
        case empty, long, character

        package var description: String {
            switch self {
            case .empty: "a version cannot be empty"
            case .long: "a version is at most \(VersionText.longest) characters long"
            case .character: "a version is made of ASCII letters, digits and a few of -_.+~:!"
            }
        }
    }

    static let longest = 128

    package init(_ text: String) throws(Flaw) {
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= Self.longest else { throw .long }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                continue
            default: guard "-_.+~:!".utf8.contains(byte) else { throw .character }
            }
        }
        self.text = text
    }

    /// A version that was checked when it was stored.
    package init(stored text: String) { self.text = text }
}
