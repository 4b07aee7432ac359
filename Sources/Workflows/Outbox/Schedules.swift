package import Model
import Storage

/// What the clock brings about: expiry, reminders, digests, forgetting.
package struct Schedules: Sendable {
    let context: WorkflowContext
    /// How many are handled in one transaction, so that no request waits long behind it.
    static let batch = 100
    private let retention: Retention
    /// Invitations that could not be read.
    private let aside = SetAside()

    package init(_ context: WorkflowContext, retention: Retention = Retention()) {
        self.context = context
        self.retention = retention
    }

    /// Does one batch of what is due.
    ///
    /// - Returns: whether there may be more at once.
    package func runDue() async throws -> Bool {
        let (context, retention, aside) = (context, retention, aside)
        let count = try await context.database.write { transaction -> Int in
            let due = Due(context: context, transaction: transaction, aside: aside, now: context.clock())
            return max(
                try due.expireInvitations(), try due.remind(), try due.expireHolds(), try due.sendDigests(),
                try due.forget(), try transaction.forget(retention, at: due.now, most: Self.batch))
        }
        context.bell.ring()
        return count >= Self.batch
    }
}

/// One batch, in one transaction; each part says how much it found.
private struct Due {
    let context: WorkflowContext
    let transaction: any Transaction
    /// Invitations that could not be read.
    let aside: SetAside
    let now: Timestamp

    /// As many more as rest: they are not to keep others from being found.
    private var most: Int { Schedules.batch + aside.count }

    func expireInvitations() throws -> Int {
        let ending = aside.others(among: try transaction.invitations.ending(at: now, most: most), at: now)
        for id in ending {
            try decide(id) { invitation, situation, _ in InvitationMachine.expire(invitation, in: situation) }
        }
        return ending.count
    }

    /// Reminds, or puts it off while the address gets no more invitation mails.
    func remind() throws -> Int {
        let reminding = aside.others(among: try transaction.invitations.toRemind(at: now, most: most), at: now)
        for id in reminding {
            try decide(id) { invitation, situation, work in
                let decision = InvitationMachine.remind(invitation, in: situation)
                guard case .change(let change) = decision, !change.messages.isEmpty else { return decision }
                let charges = try change.messages.flatMap { try work.charges($0.rule.bounds, to: $0.recipient) }
                guard let shortage = try work.count(charges, about: work.about(invitation)) else { return decision }
                return InvitationMachine.putOffReminder(invitation, by: shortage.wait, at: now)
            }
        }
        return reminding.count
    }

    func expireHolds() throws -> Int {
        let ending = try transaction.publications.ending(at: now, most: Schedules.batch)
        for id in ending {
            guard let (publication, galleryID) = try transaction.publications.find(id),
                let gallery = try transaction.galleries.find(galleryID)
            else { continue }
            let work = context.work(in: transaction, for: gallery)
            let situation = try work.situation(of: publication)
            _ = try work.apply(PublicationMachine.expire(publication, in: situation), in: situation)
        }
        return ending.count
    }

    /// Sends digests, or puts one off for which nobody's limits leave room; who alone has none is told of it by the
    /// record.
    func sendDigests() throws -> Int {
        let due = try transaction.digests.due(at: now, most: Schedules.batch)
        for number in due {
            guard let (package, galleryID) = try transaction.packages.find(number: number),
                let gallery = try transaction.galleries.find(galleryID)
            else {
                try transaction.digests.remove(of: number)
                continue
            }
            let work = context.work(in: transaction, for: gallery)
            let owners = try transaction.packages.owners(of: package)
            let situation = PublicationSituation(
                policy: gallery.policy, now: now, owners: owners, muted: try work.muted(owners.map(\.account), package))
            let drafts = PublicationMachine.digest(
                try transaction.digests.list(of: number), of: package, about: work.newID(), in: situation)
            if let wait = try work.send(drafts) {
                try transaction.digests.putOff(number, until: now + wait)
            } else {
                try transaction.digests.remove(of: number)
            }
        }
        return due.count
    }

    func forget() throws -> Int {
        try transaction.rates.forget(at: now, most: Schedules.batch)
            + transaction.idempotency.forget(at: now, most: Schedules.batch)
            + transaction.reports.forgetContacts(before: now - Letters.coolDown, most: Schedules.batch)
    }

    /// Decides one, of which nothing is written where something of it cannot be read.
    private func decide(
        _ id: Identifier, _ decision: (Invitation, InvitationSituation, Work) throws -> InvitationDecision
    ) throws {
        do {
            try transaction.alone {
                guard let (invitation, galleryID) = try transaction.invitations.find(id),
                    let gallery = try transaction.galleries.find(galleryID)
                else { return }
                let work = context.work(in: transaction, for: gallery)
                _ = try work.apply(decision(invitation, work.situation(of: invitation.package), work))
            }
        } catch let flaw as StorageError where flaw.isOfOneRow {
            aside.put(id, until: now + UnreadableRow.rest)
            context.onUnreadable(UnreadableRow(.invitation, id.description, flaw))
        }
    }
}
