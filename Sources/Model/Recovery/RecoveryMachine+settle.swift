extension RecoveryMachine {
    /// Where a case stands after a change, by what there is now; and when it next asks for attention.
    ///
    /// Every state that a case comes to is in an event: what an act tells names the state after it, and what nobody did to
    /// the case itself is told by an event of its own.
    package static func settle(_ change: RecoveryChange, in situation: RecoverySituation) -> RecoveryChange {
        var change = change
        var situation = situation
        if let attempt = change.attempt { situation.attempts.append(attempt) }
        for settled in change.settled {
            for index in situation.attempts.indices where situation.attempts[index].number == settled.number {
                situation.attempts[index] = settled
            }
        }
        situation.answers += change.answers
        if let tick = change.tick { situation.ticks.append(tick) }
        if let item = change.untick { situation.ticks.removeAll { $0.item == item } }
        let clock = situation.clock(of: change.claim)
        if change.claim.state.isRunning {
            let before = change.claim.state
            change.claim.state = state(of: change.claim, clock, in: situation)
            if change.claim.state != before { change.claim.changedAt = situation.now }
            for index in change.events.indices where change.events[index].subject == change.claim.id.description {
                change.events[index].data.state = change.claim.state.rawValue
            }
            if change.claim.state == .waiting, before != .waiting {
                change.events.append(event(.recoveryWaiting, of: change.claim, actor: EventDraft.system))
                change.messages += RecoveryAudience.toClaimant(.waiting, about: change.claim, in: situation)
            }
            if change.claim.state != before, before == .waiting || change.events.isEmpty {
                change.events.append(event(.recoveryResumed, of: change.claim, actor: EventDraft.system))
            }
            if change.claim.state == .contacting, before == .open {
                change.messages += RecoveryAudience.toClaimant(.contacting, about: change.claim, in: situation)
            }
        }
        change.claim.due = due(of: change.claim, clock, in: situation)
        return change
    }

    private static func state(
        of claim: RecoveryCase, _ clock: RecoveryClock, in situation: RecoverySituation
    ) -> RecoveryState {
        if clock.isComplete { return .waiting }
        return situation.attempts.contains { $0.at >= claim.countsFrom } ? .contacting : .open
    }

    /// When a case next asks for an admin's attention.
    static func due(
        of claim: RecoveryCase, _ clock: RecoveryClock, in situation: RecoverySituation
    ) -> RecoveryAppointment? {
        switch claim.state {
        case .submitted, .denied, .withdrawn: return nil
        case .objected: return RecoveryAppointment(at: claim.countsFrom, why: .objection)
        case .granted: return appointment(ofGranted: claim, in: situation)
        case .open, .contacting, .waiting: break
        }
        if let claimant = claim.claimant, let owner = situation.ownership(of: claimant) {
            return RecoveryAppointment(at: owner.since, why: .settled)
        }
        if claim.assignee == nil { return RecoveryAppointment(at: claim.countsFrom, why: .unassigned) }
        if let date = clock.mayBeGrantedFrom { return RecoveryAppointment(at: date, why: .decision) }
        guard !situation.owners.isEmpty else { return RecoveryAppointment(at: claim.countsFrom, why: .evidence) }
        let ofNow = situation.attempts.filter { $0.at >= claim.countsFrom }
        guard let last = ofNow.max(by: { ($0.at, $0.number) < ($1.at, $1.number) }) else {
            return RecoveryAppointment(at: claim.countsFrom, why: .contact)
        }
        if last.outcome == .undeliverable {
            return RecoveryAppointment(at: last.recordedAt, why: .undeliverable)
        }
        return RecoveryAppointment(at: last.countedFrom + situation.policy.recovery.pause, why: .contact)
    }

    private static func appointment(
        ofGranted claim: RecoveryCase, in situation: RecoverySituation
    ) -> RecoveryAppointment? {
        guard claim.completedAt == nil else { return nil }
        let granted = claim.decidedAt ?? claim.changedAt
        guard let invitation = situation.invitation else { return RecoveryAppointment(at: granted, why: .unanswered) }
        switch invitation.state(at: situation.now) {
        case .pending:
            return invitation.undeliverable
                ? RecoveryAppointment(at: granted, why: .undeliverable)
                : RecoveryAppointment(at: invitation.expiresAt, why: .invitation)
        case .accepted: return RecoveryAppointment(at: invitation.decidedAt ?? granted, why: .account)
        case .declined, .cancelled, .expired, .void:
            if let claimant = claim.claimant, let owner = situation.ownership(of: claimant) {
                return RecoveryAppointment(at: owner.since, why: .settled)
            }
            return RecoveryAppointment(at: invitation.decidedAt ?? invitation.expiresAt, why: .unanswered)
        }
    }

    /// Looks at a case anew because something that it depends on has changed: the package's owners, its mails, its
    /// invitation.
    ///
    /// - Parameter letters: How the mails that the service sent fare, by id, as far as it is known.
    package static func review(
        _ claim: RecoveryCase, letters: [Identifier: AttemptLetter] = [:], in situation: RecoverySituation
    ) -> RecoveryOutcome {
        guard claim.state != .submitted else { return .unchanged(claim) }
        var change = RecoveryChange(claim: claim)
        change.settled = settled(situation.attempts, by: letters)
        for settled in change.settled where !claim.isOver {
            change.events.append(attempted(settled, of: claim, actor: EventDraft.system))
            if settled.outcome == .undeliverable {
                change.messages += RecoveryAudience.toAdmin(.undeliverable, about: claim, in: situation)
            }
        }
        let settled = settle(change, in: situation)
        guard settled.claim != claim || !settled.settled.isEmpty else { return .unchanged(claim) }
        return .change(settled)
    }

    /// Attempts of which more is known now, by how their mails fare.
    package static func settled(
        _ attempts: [ContactAttempt], by letters: [Identifier: AttemptLetter]
    ) -> [ContactAttempt] {
        attempts.compactMap { attempt in
            let known = attempt.messages.compactMap { letters[$0] }
            // What is not stored any more has told all that it had to tell.
            guard !known.isEmpty, known.count == attempt.messages.count else { return nil }
            let settled = attempt.settled(by: known)
            return settled.outcome == attempt.outcome ? nil : settled
        }
    }

    static func attempted(_ attempt: ContactAttempt, of claim: RecoveryCase, actor: String) -> EventDraft {
        event(.recoveryAttempted, of: claim, actor: actor) { data in
            data.attempt = attempt.number
            data.channel = attempt.channel.rawValue
            data.outcome = attempt.outcome.rawValue
        }
    }
}
