/// How a case ends, and how it begins anew.
extension RecoveryMachine {
    /// Grants the package to the claimant, who is invited.
    ///
    /// A case whose invitation came to nothing can be granted once more.
    ///
    /// - Parameter override: Whether the clock need not have come so far; logged where it has not.
    static func grant(
        _ claim: RecoveryCase, keepsOwners: Bool, reason: PlainText, override: Bool, by admin: String,
        in situation: RecoverySituation
    ) -> RecoveryOutcome {
        switch claim.state {
        case .granted:
            guard claim.completedAt == nil, situation.invitation?.isOpen(at: situation.now) != true else {
                // Whoever decides otherwise is to know that it does not hold.
                let isSame = claim.decision?.keepsOwners == keepsOwners && claim.decision?.reason == reason.text
                return isSame ? .unchanged(claim) : .refuse(.caseState(.granted))
            }
        case .open, .contacting, .waiting: break
        case .submitted, .denied, .objected, .withdrawn: return .refuse(.caseState(claim.state))
        }
        guard !reason.text.isEmpty else { return .refuse(.invalid([FieldFlaw("/reason", "cannot be empty")])) }
        guard let claimant = claim.claimant, claimant.email != .erased else { return .refuse(.noClaimant) }
        if let refusal = situation.refusal(of: claimant) { return .refuse(refusal) }
        let clock = situation.clock(of: claim)
        let isInTime = clock.allows(at: situation.now)
        guard isInTime || override else { return .refuse(.tooEarly(clock)) }
        var granted = claim
        granted.state = .granted
        granted.changedAt = situation.now
        granted.decidedAt = situation.now
        granted.decision = RecoveryDecision(
            keepsOwners: keepsOwners, reason: reason.text, by: admin, overridden: !isInTime)
        var change = RecoveryChange(claim: granted)
        change.invites = true
        change.dropsWaitingMail = true
        change.messages = RecoveryAudience.granted(granted, in: situation)
        change.events = [
            event(.recoveryGranted, of: granted, actor: admin, reason: reason.text) { data in
                data.keepsOwners = keepsOwners
                data.overridden = isInTime ? nil : true
            }
        ]
        return .change(change)
    }

    static func deny(
        _ claim: RecoveryCase, _ reason: PlainText, by admin: String, in situation: RecoverySituation
    ) -> RecoveryOutcome {
        switch claim.state {
        case .denied: return claim.decision?.reason == reason.text ? .unchanged(claim) : .refuse(.caseState(.denied))
        case .submitted, .withdrawn: return .refuse(.caseState(claim.state))
        case .granted where claim.completedAt != nil: return .refuse(.caseState(.granted))
        case .open, .contacting, .waiting, .objected, .granted: break
        }
        guard !reason.text.isEmpty else { return .refuse(.invalid([FieldFlaw("/reason", "cannot be empty")])) }
        var change = end(claim, as: .denied, in: situation)
        change.claim.decision = RecoveryDecision(keepsOwners: nil, reason: reason.text, by: admin)
        change.events =
            [event(.recoveryDenied, of: change.claim, actor: admin, reason: reason.text)]
            + unlocked(claim, as: change.claim)
        change.messages = RecoveryAudience.denied(change.claim, before: claim.state, in: situation)
        return .change(settle(change, in: situation))
    }

    /// Takes a case up again that had ended, or that an owner objected to.
    ///
    /// The clock begins anew: what was tried before does not count, nor what was while nothing went on, and owners who
    /// agreed are asked again.
    static func reopen(
        _ claim: RecoveryCase, _ reason: PlainText, by admin: String, in situation: RecoverySituation
    ) -> RecoveryOutcome {
        switch claim.state {
        case .denied, .objected, .withdrawn: break
        case .open, .contacting, .waiting: return .unchanged(claim)
        case .submitted, .granted: return .refuse(.caseState(claim.state))
        }
        guard !reason.text.isEmpty else { return .refuse(.invalid([FieldFlaw("/reason", "cannot be empty")])) }
        // Withdrawn before its address was confirmed: there is nobody whom to write to.
        guard claim.confirmedAt != nil else { return .refuse(.caseState(claim.state)) }
        var change = RecoveryChange(claim: claim)
        change.claim.state = .open
        change.claim.changedAt = situation.now
        change.claim.countsFrom = situation.now
        change.claim.decidedAt = nil
        change.claim.decision = nil
        change.claim.invitation = nil
        change.messages = RecoveryAudience.toClaimant(.reopened, about: change.claim, in: situation)
        change.events = [event(.recoveryReopened, of: change.claim, actor: admin, reason: reason.text)]
        var now = situation
        now.invitation = nil
        return .change(settle(change, in: now))
    }

    /// What the invitation that granting issued has come to.
    ///
    /// Where the gallery has made the claimant an owner meanwhile, that is as good as an acceptance.
    ///
    /// - Parameter newOwner: Who owns the package by it from now on; nil where it was not accepted.
    package static func answered(
        _ claim: RecoveryCase, by newOwner: Account?, in situation: RecoverySituation
    ) -> RecoveryOutcome {
        guard claim.state == .granted, claim.completedAt == nil else { return .unchanged(claim) }
        var change = RecoveryChange(claim: claim)
        // Whom the gallery made an owner has pressed nothing.
        let actor = newOwner.flatMap { _ in claim.claimant?.email.masked } ?? EventDraft.system
        guard let newOwner = newOwner ?? overtaker(of: claim, in: situation) else {
            change = settle(change, in: situation)
            guard change.claim != claim else { return .unchanged(claim) }
            if let why = change.claim.due?.why, why != claim.due?.why {
                let news: RecoveryNews? =
                    switch why {
                    case .unanswered: .unanswered
                    case .undeliverable: .uninvited
                    default: nil
                    }
                if let news {
                    change.messages =
                        RecoveryAudience.toClaimant(news, about: claim, in: situation)
                        + RecoveryAudience.toAdmin(news, about: claim, in: situation)
                }
            }
            return .change(change)
        }
        change.claim.completedAt = situation.now
        change.claim.changedAt = situation.now
        change.claim.locked = false
        change.claim.due = nil
        change.events = [
            event(.recoveryCompleted, of: change.claim, actor: actor) {
                $0.keepsOwners = claim.decision?.keepsOwners
            }
        ]
        change.events += unlocked(claim, as: change.claim)
        change.messages = RecoveryAudience.toAdmin(.completed, about: change.claim, in: situation)
        // Who came after the decision is not meant by it.
        if claim.decision?.keepsOwners == false, let decidedAt = claim.decidedAt {
            change.leaving = situation.owners
                .filter { $0.account.number != newOwner.number && $0.since <= decidedAt }.map(\.account)
        }
        return .change(change)
    }

    /// The claimant who owns the package by now, though nobody answered the invitation: that has ended it.
    private static func overtaker(of claim: RecoveryCase, in situation: RecoverySituation) -> Account? {
        guard situation.invitation?.state == .cancelled else { return nil }
        return claim.claimant.flatMap { situation.ownership(of: $0)?.account }
    }
}
