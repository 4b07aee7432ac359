/// Where a claim of a package stands.
package enum RecoveryState: String, Sendable, CaseIterable {
    /// Its address is not confirmed yet: no admin sees it.
    case submitted
    /// Nothing was tried yet.
    case open
    /// The owners are being tried.
    case contacting
    /// Enough was tried: only time, or a decision, is missing.
    case waiting
    case granted
    case denied
    /// An owner said no: nothing goes on until an admin reopens or denies it.
    case objected
    /// By the claimant.
    case withdrawn

    /// Whether admins see a case in this state: the claimant's address is confirmed before.
    package var isListed: Bool { self != .submitted }

    /// Those that a listing can show.
    package static let listed = allCases.filter(\.isListed)

    /// Whether admins work on it: it can be granted some day as it is.
    package var isRunning: Bool {
        switch self {
        case .open, .contacting, .waiting: true
        case .submitted, .granted, .denied, .objected, .withdrawn: false
        }
    }
}

/// Why a case asks for an admin's attention.
package enum RecoveryDue: String, Sendable, Codable, CaseIterable {
    /// Nobody has it.
    case unassigned
    /// The owners are to be tried for the first time, or once more.
    case contact
    /// The checklist is not complete.
    case evidence
    /// A mail to the owners, or the invitation, could not be delivered.
    case undeliverable
    /// It can be decided.
    case decision
    /// An owner objected.
    case objection
    /// The claimant is to answer the invitation until then.
    case invitation
    /// The claimant has accepted, and the gallery is to name their account.
    case account
    /// The invitation came to nothing.
    case unanswered
    /// Whoever claims the package owns it by now.
    case settled
}

/// A moment at which a case asks for attention, and why.
package struct RecoveryAppointment: Sendable, Equatable {
    package var at: Timestamp
    package var why: RecoveryDue

    package init(at: Timestamp, why: RecoveryDue) {
        self.at = at
        self.why = why
    }
}
