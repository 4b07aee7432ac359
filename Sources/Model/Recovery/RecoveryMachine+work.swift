/// What admins do while a case runs.
extension RecoveryMachine {
    /// What one case holds: it is read as a whole whenever something is done about it.
    package static let mostNotes = 500
    package static let mostAttempts = 200

    private static let fullOfAttempts = Refusal.invalid([
        FieldFlaw("/channel", "cannot be logged: the case has \(mostAttempts) attempts, as many as one can have")
    ])

    /// How soon the same words, or the same attempt, are taken for one that was sent twice.
    private static let twice: Duration = .seconds(600)

    static func assign(
        _ claim: RecoveryCase, to name: String?, by admin: String, in situation: RecoverySituation
    ) -> RecoveryOutcome {
        guard claim.assignee != name else { return .unchanged(claim) }
        if let name, let admins = situation.admins, !admins.contains(Name.fold(name)) {
            return .refuse(.invalid([FieldFlaw("/assignee", "is not an admin of this gallery")]))
        }
        var assigned = claim
        assigned.assignee = name
        assigned.changedAt = situation.now
        var change = RecoveryChange(claim: assigned)
        change.events = [event(.recoveryAssigned, of: assigned, actor: admin) { $0.assignee = name }]
        return .change(settle(change, in: situation))
    }

    static func note(
        _ claim: RecoveryCase, _ text: PlainText, by admin: String, in situation: RecoverySituation
    ) -> RecoveryOutcome {
        guard !text.text.isEmpty else { return .refuse(.invalid([FieldFlaw("/text", "cannot be empty")])) }
        if let last = situation.notes.last, last.text == text.text, last.by == admin,
            situation.now < last.at + twice
        {
            return .unchanged(claim)
        }
        let number = (situation.notes.last?.number ?? 0) + 1
        guard number <= mostNotes else {
            let words = "cannot be added: the case has \(mostNotes) notes, as many as one can have"
            return .refuse(.invalid([FieldFlaw("/text", words)]))
        }
        var change = RecoveryChange(claim: claim)
        change.note = CaseNote(
            number: number, at: situation.now, by: admin, text: text.text)
        // The words are for admins; the feed goes to everybody who reads.
        change.events = [event(.recoveryNoted, of: claim, actor: admin)]
        return .change(change)
    }

    static func tick(
        _ claim: RecoveryCase, _ item: String, _ ticked: Bool, by admin: String, in situation: RecoverySituation
    ) -> RecoveryOutcome {
        let known = situation.ticks.contains { $0.item == item }
        guard known != ticked else { return .unchanged(claim) }
        guard !claim.isOver else { return .refuse(.caseState(claim.state)) }
        var change = RecoveryChange(claim: claim)
        if ticked {
            guard situation.policy.recovery.checklist.contains(item) else {
                let items = situation.policy.recovery.checklist.joined(separator: ", ")
                return .refuse(.invalid([FieldFlaw("/item", "is none of the checklist's: \(items)")]))
            }
            change.tick = EvidenceTick(item: item, at: situation.now, by: admin)
        } else {
            change.untick = item
        }
        change.events = [
            event(.recoveryEvidence, of: claim, actor: admin) { data in
                data.item = item
                data.ticked = ticked
            }
        ]
        return .change(settle(change, in: situation))
    }

    /// An attempt that the admin made; an objection that was heard by it is an objection.
    static func attempt(
        _ claim: RecoveryCase, _ report: AttemptReport, by admin: String, in situation: RecoverySituation
    ) -> RecoveryOutcome {
        let attempt = ContactAttempt(
            number: (situation.attempts.last?.number ?? 0) + 1, channel: report.channel, at: report.at,
            recordedAt: situation.now, whom: report.whom?.text, evidence: report.evidence, note: report.note?.text,
            outcome: report.outcome, by: admin)
        if situation.attempts.contains(where: { isSame($0, attempt, at: situation.now) }) { return .unchanged(claim) }
        let isObjection = report.outcome == .objected
        guard claim.state.isRunning || isObjection && claim.hearsOwners else {
            return .refuse(.caseState(claim.state))
        }
        // An owner is heard however much was tried.
        guard isObjection || attempt.number <= mostAttempts else { return .refuse(fullOfAttempts) }
        guard report.outcome != .underway else {
            return .refuse(.invalid([FieldFlaw("/outcome", "is the service's to say")]))
        }
        guard report.at <= situation.now else {
            return .refuse(.invalid([FieldFlaw("/at", "lies in the future")]))
        }
        guard let opened = claim.confirmedAt, report.at >= opened else {
            return .refuse(.invalid([FieldFlaw("/at", "lies before the case was opened")]))
        }
        if isObjection { return objection(heardBy: attempt, of: claim, by: admin, in: situation) }
        var change = RecoveryChange(claim: claim)
        change.attempt = attempt
        change.events = [attempted(attempt, of: claim, actor: admin)]
        return .change(settle(change, in: situation))
    }

    /// An attempt by mail, which the service sends.
    static func contact(
        _ claim: RecoveryCase, note: PlainText?, by admin: String, in situation: RecoverySituation
    ) -> RecoveryOutcome {
        let attempt = ContactAttempt(
            number: (situation.attempts.last?.number ?? 0) + 1, channel: .email, at: situation.now,
            recordedAt: situation.now, note: note?.text, outcome: .underway, by: admin)
        let last = situation.attempts.last {
            !$0.messages.isEmpty && $0.at >= claim.countsFrom && situation.now < $0.at + twice
        }
        if let last {
            // Other words than those that went out with it would be lost.
            let isSame = attempt.note == nil || attempt.note == last.note
            return isSame ? .unchanged(claim) : .refuse(.contactedAlready(at: last.at))
        }
        guard claim.state.isRunning else { return .refuse(.caseState(claim.state)) }
        guard attempt.number <= mostAttempts else { return .refuse(fullOfAttempts) }
        let mails = RecoveryAudience.contact(claim, in: situation)
        guard !mails.isEmpty else { return .refuse(.noOwners) }
        var change = RecoveryChange(claim: claim)
        change.attempt = attempt
        change.contacts = mails
        change.events = [attempted(attempt, of: claim, actor: admin)]
        return .change(settle(change, in: situation))
    }

    private static func isSame(_ one: ContactAttempt, _ other: ContactAttempt, at now: Timestamp) -> Bool {
        one.messages.isEmpty && one.channel == other.channel && one.at == other.at && one.whom == other.whom
            && one.outcome == other.outcome && one.note == other.note && one.evidence == other.evidence
            && one.by == other.by && now < one.recordedAt + twice
    }

    /// What owners offer does not stand while the package is locked.
    static func lock(
        _ claim: RecoveryCase, _ locked: Bool, _ reason: PlainText, by admin: String, in situation: RecoverySituation
    ) -> RecoveryOutcome {
        guard claim.locked != locked else { return .unchanged(claim) }
        guard !locked || !claim.isOver else {
            return .refuse(.caseState(claim.state))
        }
        var change = RecoveryChange(claim: claim)
        change.claim.locked = locked
        change.claim.changedAt = situation.now
        change.voidsInvitations = locked
        change.events = [
            event(
                locked ? .recoveryLocked : .recoveryUnlocked, of: change.claim, actor: admin, reason: reason.text)
        ]
        return .change(change)
    }

    /// Says who claims the package; whoever is another than before gets a link of their own, and is agreed to by nobody.
    static func name(
        _ claim: RecoveryCase, _ claimant: Claimant, by admin: String, in situation: RecoverySituation
    ) -> RecoveryOutcome {
        guard claim.claimant != claimant else { return .unchanged(claim) }
        guard claim.state.isRunning else { return .refuse(.caseState(claim.state)) }
        var named = claim
        named.claimant = claimant
        named.changedAt = situation.now
        let isAnother =
            claim.claimant?.email != claimant.email || claim.claimant?.username?.key != claimant.username?.key
        if isAnother { named.generation += 1 }
        guard named.generation <= Int(UInt16.max) else { return .refuse(.caseState(claim.state)) }
        var change = RecoveryChange(claim: named)
        if isAnother {
            change.claim.mailedAt = situation.now
            change.messages = RecoveryAudience.opened(named, .named, in: situation)
        }
        // Whoever it was until now hears that it goes on without them; their link is dead.
        if let former = claim.claimant?.email, former != claimant.email {
            change.messages += RecoveryAudience.toClaimant(.replaced, about: claim, in: situation)
        }
        change.events = [
            event(.recoveryNamed, of: named, actor: admin) { data in
                data.claimant = claimant.email.masked
                data.formerClaimant = claim.claimant?.email.masked
                data.formerUsername = claim.claimant?.username?.text
            }
        ]
        return .change(settle(change, in: situation))
    }
}
