/// What the owners of a package say to a case.
extension RecoveryMachine {
    /// An owner objects, by the link that was mailed to them: nothing goes on until an admin decides.
    ///
    /// Whoever objects after the case was granted, and before the claimant has accepted, takes the invitation back.
    package static func object(
        _ claim: RecoveryCase, by owner: Account, reason: PlainText?, in situation: RecoverySituation
    ) -> RecoveryOutcome {
        if claim.state == .objected { return join(claim, owner, reason: reason, in: situation) }
        guard claim.hearsOwners else { return .refuse(.caseState(claim.state)) }
        var change = freeze(claim, in: situation)
        let answer = answer(.object, of: owner, to: claim, reason, at: situation.now)
        change.answers = [answer]
        // The words are for admins and the other owners; the feed goes to everybody who reads.
        change.events = [event(.recoveryObjected, of: change.claim, actor: owner.username.text)]
        change.messages = RecoveryAudience.objected(
            change.claim, by: owner, reason: answer.reason, before: claim.state, in: situation)
        return .change(settle(change, in: situation))
    }

    /// Another owner objects to a case that is stopped already: whoever thinks of reopening it knows of each.
    private static func join(
        _ claim: RecoveryCase, _ owner: Account, reason: PlainText?, in situation: RecoverySituation
    ) -> RecoveryOutcome {
        guard situation.answer(of: owner.number, to: claim)?.word != .object else { return .unchanged(claim) }
        var change = RecoveryChange(claim: claim)
        let answer = answer(.object, of: owner, to: claim, reason, at: situation.now)
        change.answers = [answer]
        change.events = [event(.recoveryObjected, of: claim, actor: owner.username.text)]
        change.messages = RecoveryAudience.objected(
            claim, by: owner, reason: answer.reason, before: claim.state, in: situation)
        return .change(settle(change, in: situation))
    }

    /// An owner objects to an admin who reached them by telephone, or otherwise, and who writes that down.
    ///
    /// Which account that was, nobody can tell by it; whom the admin tried is in the admin's words, and not for others.
    static func objection(
        heardBy attempt: ContactAttempt, of claim: RecoveryCase, by admin: String, in situation: RecoverySituation
    ) -> RecoveryOutcome {
        var change = freeze(claim, in: situation)
        change.attempt = attempt
        change.events = [
            attempted(attempt, of: change.claim, actor: admin),
            event(.recoveryObjected, of: change.claim, actor: admin) { data in
                data.attempt = attempt.number
                data.channel = attempt.channel.rawValue
            },
        ]
        change.messages = RecoveryAudience.objected(
            change.claim, by: nil, reason: nil, before: claim.state, in: situation)
        return .change(settle(change, in: situation))
    }

    private static func freeze(_ claim: RecoveryCase, in situation: RecoverySituation) -> RecoveryChange {
        var change = end(claim, as: .objected, in: situation)
        change.claim.decidedAt = nil
        change.claim.decision = nil
        // What was tried until now led to an answer: it does not count towards another wait.
        change.claim.countsFrom = situation.now
        return change
    }

    /// An owner agrees to hand over; when all have, only the pause is left of the clock.
    ///
    /// - Parameter owners: Who share the mailbox that was asked: its link is one, and speaks for each of them.
    package static func agree(
        _ claim: RecoveryCase, by owners: [Account], reason: PlainText?, in situation: RecoverySituation
    ) -> RecoveryOutcome {
        let silent = owners.filter { situation.answer(of: $0.number, to: claim)?.word != .agree }
        guard !silent.isEmpty else { return .unchanged(claim) }
        guard claim.state.isRunning else { return .refuse(.caseState(claim.state)) }
        var change = RecoveryChange(claim: claim)
        guard claim.claimant != nil else { return .refuse(.noClaimant) }
        change.answers = silent.map { answer(.agree, of: $0, to: claim, reason, at: situation.now) }
        change.events = change.answers.map { event(.recoveryAgreed, of: claim, actor: $0.username) }
        change.messages = RecoveryAudience.toAdmin(
            .agreed, about: claim, actor: change.answers.map(\.username).joined(separator: ", "),
            reason: change.answers.first?.reason, in: situation)
        return .change(settle(change, in: situation))
    }

    private static func answer(
        _ word: OwnerAnswer.Word, of owner: Account, to claim: RecoveryCase, _ reason: PlainText?, at now: Timestamp
    ) -> OwnerAnswer {
        OwnerAnswer(
            account: owner.number, username: owner.username.text, word: word, at: now,
            reason: reason.flatMap { $0.text.isEmpty ? nil : $0.text }, generation: claim.generation)
    }
}
