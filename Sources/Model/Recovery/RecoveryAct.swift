/// What an admin does with a case, checked for form.
package enum RecoveryAct: Sendable, Equatable {
    /// Gives it to an admin, or to nobody.
    case assign(String?)
    case note(PlainText)
    case tick(String, Bool)
    case attempt(AttemptReport)
    /// Has the service mail every owner, as one attempt.
    case contact(note: PlainText?)
    case grant(keepsOwners: Bool, reason: PlainText, override: Bool)
    case deny(PlainText)
    case reopen(PlainText)
    case lock(PlainText)
    case unlock(PlainText)
    /// Says who claims the package, where nobody did, or somebody else.
    case name(Claimant)
}

extension RecoveryAct {
    /// Whose other cases of the package stand in its way: one claimant has one that lives.
    package func claimant(of claim: RecoveryCase) -> Claimant? {
        switch self {
        case .reopen: claim.state == .denied || claim.state == .withdrawn ? claim.claimant : nil
        case .name(let claimant): claimant
        case .assign, .note, .tick, .attempt, .contact, .grant, .deny, .lock, .unlock: nil
        }
    }
}

/// An attempt that an admin made by themselves.
package struct AttemptReport: Sendable, Equatable {
    package var channel: ContactChannel
    package var at: Timestamp
    package var whom: PlainText?
    package var evidence: String?
    package var note: PlainText?
    package var outcome: ContactOutcome

    package init(
        channel: ContactChannel, at: Timestamp, whom: PlainText? = nil, evidence: String? = nil,
        note: PlainText? = nil, outcome: ContactOutcome
    ) {
        self.channel = channel
        self.at = at
        self.whom = whom
        self.evidence = evidence
        self.note = note
        self.outcome = outcome
    }

    /// What an admin can say of an attempt; the rest is the service's to say.
    package static let outcomes = ContactOutcome.allCases.filter { $0 != .underway }
}

extension RecoveryMachine {
    /// What becomes of a case by an admin's act.
    package static func decide(
        _ act: RecoveryAct, on claim: RecoveryCase, by admin: String, in situation: RecoverySituation
    ) -> RecoveryOutcome {
        guard claim.state != .submitted else { return .refuse(.caseState(.submitted)) }
        if let refusal = rival(of: act, on: claim, in: situation) { return .refuse(refusal) }
        return switch act {
        case .assign(let name): assign(claim, to: name, by: admin, in: situation)
        case .note(let text): note(claim, text, by: admin, in: situation)
        case .tick(let item, let ticked): tick(claim, item, ticked, by: admin, in: situation)
        case .attempt(let report): attempt(claim, report, by: admin, in: situation)
        case .contact(let note): contact(claim, note: note, by: admin, in: situation)
        case .grant(let keepsOwners, let reason, let override):
            grant(
                claim, keepsOwners: keepsOwners, reason: reason, override: override, by: admin, in: situation)
        case .deny(let reason): deny(claim, reason, by: admin, in: situation)
        case .reopen(let reason): reopen(claim, reason, by: admin, in: situation)
        case .lock(let reason): lock(claim, true, reason, by: admin, in: situation)
        case .unlock(let reason): lock(claim, false, reason, by: admin, in: situation)
        case .name(let claimant): name(claim, claimant, by: admin, in: situation)
        }
    }

    /// Why another living case of the claimant keeps an act from being done.
    private static func rival(
        of act: RecoveryAct, on claim: RecoveryCase, in situation: RecoverySituation
    ) -> Refusal? {
        guard act.claimant(of: claim) != nil, let other = situation.other else { return nil }
        guard case .name = act else { return .caseState(claim.state) }
        return .invalid([FieldFlaw("/claimant/email", "has a case of its own for this package: \(other.id)")])
    }
}
