/// Whoever says that a package is rightfully theirs.
package struct Claimant: Sendable, Equatable {
    /// What they call themselves: untrusted plain text of one line; empty where only an account was named.
    package var name: String
    /// The account of the gallery that they say is theirs.
    package var username: Name?
    package var email: EmailAddress
    /// A language tag (BCP 47).
    package var locale: String?

    package init(name: String, username: Name? = nil, email: EmailAddress, locale: String? = nil) {
        self.name = name
        self.username = username
        self.email = email
        self.locale = locale
    }

    /// In Unicode scalars.
    package static let longestName = 128

    /// What owners and admins are told: never the address.
    package var shown: String { name.isEmpty ? username?.text ?? "" : name }
}

/// How a case was decided by an admin.
package struct RecoveryDecision: Sendable, Equatable {
    /// What becomes of the owners where nobody says: nothing is taken from anybody unasked.
    package static let keepsOwnersUnlessSaid = true

    /// Whether the owners stay when the claimant has accepted; nil where it was denied.
    package var keepsOwners: Bool?
    package var reason: String
    /// The admin's name.
    package var by: String
    /// Whether it was granted before its time.
    package var overridden: Bool

    package init(keepsOwners: Bool?, reason: String, by: String, overridden: Bool = false) {
        self.keepsOwners = keepsOwners
        self.reason = reason
        self.by = by
        self.overridden = overridden
    }
}

/// A claim of a package that has lost its active owner, and what became of it.
///
/// Nothing of it hangs on the admin who works on it: whoever has it is a name.
package struct RecoveryCase: Sendable, Equatable {
    package var id: Identifier
    /// As the claimant wrote it; the gallery may never have told of it.
    package var package: Name
    /// Nil until the claimant's address is confirmed.
    package var known: KnownPackage?
    /// Nil for a case that a report became, until somebody is named.
    package var claimant: Claimant?
    /// Why the package should be theirs: untrusted plain text of at most ``longestReason`` scalars.
    package var why: String
    /// Web addresses that are to prove it; shown as text.
    package var links: [String]
    package var state: RecoveryState
    /// Raised when it is another claimant, by address or account: the former one's links are dead, and what owners agreed
    /// to was for somebody else.
    package var generation: Int
    /// The name of the admin who has it.
    package var assignee: String?
    /// The report that it came from.
    package var report: Identifier?
    package var createdAt: Timestamp
    package var changedAt: Timestamp
    package var confirmedAt: Timestamp?
    /// What was tried before this moment does not count: when it was opened, when an owner last objected, or when it was
    /// last reopened.
    package var countsFrom: Timestamp
    package var decidedAt: Timestamp?
    package var decision: RecoveryDecision?
    /// What granting issued.
    package var invitation: Identifier?
    /// When that was accepted, and the package was the claimant's.
    package var completedAt: Timestamp?
    /// Whether owners can invite nobody meanwhile.
    package var locked: Bool
    /// When the claimant was last mailed because they asked for it.
    package var mailedAt: Timestamp?
    /// When it next asks for attention.
    package var due: RecoveryAppointment?

    package init(
        id: Identifier, package: Name, known: KnownPackage? = nil, claimant: Claimant?, why: String, links: [String],
        state: RecoveryState = .submitted, generation: Int = 1, assignee: String? = nil, report: Identifier? = nil,
        createdAt: Timestamp, changedAt: Timestamp, confirmedAt: Timestamp? = nil, countsFrom: Timestamp,
        decidedAt: Timestamp? = nil, decision: RecoveryDecision? = nil, invitation: Identifier? = nil,
        completedAt: Timestamp? = nil, locked: Bool = false, mailedAt: Timestamp? = nil,
        due: RecoveryAppointment? = nil
    ) {
        self.id = id
        self.package = package
        self.known = known
        self.claimant = claimant
        self.why = why
        self.links = links
        self.state = state
        self.generation = generation
        self.assignee = assignee
        self.report = report
        self.createdAt = createdAt
        self.changedAt = changedAt
        self.confirmedAt = confirmedAt
        self.countsFrom = countsFrom
        self.decidedAt = decidedAt
        self.decision = decision
        self.invitation = invitation
        self.completedAt = completedAt
        self.locked = locked
        self.mailedAt = mailedAt
        self.due = due
    }

    /// In Unicode scalars.
    package static let longestReason = 4000
    package static let mostLinks = 10

    /// Of an address that is named as evidence, in bytes: ten of them fit into a mail beside the longest reason.
    package static let longestLink = 500

    /// Whether a text is an address that can be named as evidence.
    package static func isEvidence(_ text: String) -> Bool {
        text.utf8.count <= longestLink && WebAddress.isPlain(text)
    }
    /// How long a claim waits for its address to be confirmed before it is forgotten.
    package static let confirmationLife: Duration = .seconds(7 * 86_400)
    /// How soon the same claimant of the same package is mailed again.
    package static let coolDown: Duration = .seconds(3600)
    /// How long after its mail a link to a case still works once the case has ended; until then, the case decides.
    ///
    /// Longer than the longest wait and pause that a gallery can ask for, one after the other.
    package static let linkLife: Duration = .seconds(730 * 86_400)

    /// Whether it says the same: by whom, of which package, why, and with what to prove it.
    package func says(
        _ package: Name, by claimant: Claimant, why: PlainText, links: [String]
    ) -> Bool {
        self.package.key == package.key && self.claimant == claimant && self.why == why.text && self.links == links
    }

    /// Whether admins see it: the claimant's address is confirmed before, and one that was withdrawn until then stays hidden.
    package var isListed: Bool { state.isListed && confirmedAt != nil }

    /// Whether nothing more becomes of it unless somebody reopens it.
    package var isOver: Bool {
        switch state {
        case .submitted, .open, .contacting, .waiting, .objected: false
        case .granted: completedAt != nil
        case .denied, .withdrawn: true
        }
    }

    /// Whether an owner's word still changes it: it runs, or was granted and is not accepted yet.
    package var hearsOwners: Bool { state.isRunning || state == .granted && completedAt == nil }
}
