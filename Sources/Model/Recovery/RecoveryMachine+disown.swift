extension RecoveryMachine {
    /// Whoever reads the mail of the address says that the claim is not theirs: it ends before anybody has seen it.
    ///
    /// Nothing stays of what a stranger wrote, nor of the address.
    package static func disown(_ claim: RecoveryCase, in situation: RecoverySituation) -> RecoveryOutcome {
        guard claim.state == .submitted else {
            return claim.state == .withdrawn ? .unchanged(claim) : .refuse(.caseState(claim.state))
        }
        var change = end(claim, as: .withdrawn, in: situation)
        change.claim.claimant = Claimant(name: "", email: .erased)
        change.claim.why = ""
        change.claim.links = []
        let actor = claim.claimant?.email.masked ?? EventDraft.system
        change.events = [event(.recoveryWithdrawn, of: change.claim, actor: actor, reason: notTheirs)]
        return .change(settle(change, in: situation))
    }

    /// Why a claim ended whose address was never confirmed.
    package static let notTheirs = "whoever reads the mail of the address says that the claim is not theirs"
}
