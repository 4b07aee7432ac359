package import Model
import Storage

/// The public form, by which anybody claims a package.
package struct Claims: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// Takes a claim down, and mails its address a link to confirm it.
    ///
    /// Whatever there is or is not, the caller learns nothing of it: neither of the package, nor of the address, nor
    /// whether it was claimed before, nor that a limit of theirs was reached.
    ///
    /// - Parameter client: A digest of the client's network address.
    /// - Throws: ``Refusal/limited(_:retryAfter:)`` where the client has sent too much, whatever it was.
    package func submit(_ command: ClaimCommand, gallery: Identifier, client: [UInt8]?) async throws {
        try await context.work(for: gallery) { work in
            try work.transaction.countForm(client, work.gallery, at: work.now)
            try work.take(command)
        }
    }
}

extension Work {
    fileprivate func take(_ command: ClaimCommand) throws {
        let isRefused = try refusesMail(command.claimant.email, about: command.package)
        let situation = try situation(of: command.package)
        let change: RecoveryChange
        if let same = try alive(command) ?? unconfirmed(command) {
            guard case .change(let again) = RecoveryMachine.repeated(same, in: try self.situation(of: same)) else {
                return
            }
            change = again
        } else {
            change = RecoveryMachine.submit(
                newID(), package: command.package, claimant: command.claimant, why: command.why, links: command.links,
                in: situation)
        }
        let charges =
            try charges(ofFormBy: command.claimant.email)
            + change.messages.filter { $0.rule.beyond == .refused }
            .flatMap { try self.charges($0.rule.bounds, to: $0.recipient) }
        guard try count(charges, about: EventData(package: command.package.text)) == nil else { return }
        if change.events.isEmpty {
            try transaction.recovery.update(change.claim)
        } else {
            guard try transaction.recovery.add(change.claim, gallery: gallery.id) == .added else { return }
            try append(change.events)
        }
        try ask(change.messages, isRefused: isRefused)
    }

    /// Counts a claim whose address is confirmed.
    ///
    /// The package need not be known: it is counted by its name.
    ///
    /// - Throws: ``Refusal/limited(_:retryAfter:)``, which whoever opened the link may know.
    func countConfirmed(_ claim: RecoveryCase) throws {
        guard gallery.policy.limited else { return }
        let charges = MailRule.Request.claim.limits.map { limit in
            Charge(limit: limit, subject: gallery.id.bytes + (limit == .claim ? Array(claim.package.key.utf8) : []))
        }
        var tally = Tally(self)
        if let shortage = try tally.take(charges) { throw shortage.refusal }
        try tally.keep()
    }
}
