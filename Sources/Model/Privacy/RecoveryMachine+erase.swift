extension RecoveryMachine {
    /// What becomes of a case whose claimant is to be forgotten: one that is not over is withdrawn, and nothing of what
    /// they said of themselves stays.
    ///
    /// What admins did about it stays, without the claimant.
    package static func erase(_ claim: RecoveryCase, in situation: RecoverySituation) -> RecoveryChange {
        var change = RecoveryChange(claim: claim)
        if !claim.isOver, case .change(let withdrawn) = withdraw(claim, in: situation) { change = withdrawn }
        // Whoever is to be forgotten is not written to any more, and what others hear does not name them.
        change.messages.removeAll { $0.facts.role == .claimant }
        for index in change.messages.indices { change.messages[index].facts.claimant = nil }
        change.claim.claimant = Claimant(name: "", email: .erased)
        change.claim.why = ""
        change.claim.links = []
        for index in change.events.indices {
            change.events[index].actor = EventDraft.system
            change.events[index].data.username = nil
            change.events[index].data.reason = Erasure.reason
        }
        return change
    }
}
