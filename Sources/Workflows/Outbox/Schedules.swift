import Model
import Storage

/// What the clock brings about: expiry, reminders, forgetting.
package struct Schedules: Sendable {
    let context: WorkflowContext
    /// How many are handled in one transaction, so that no request waits long behind it.
    static let batch = 100
    /// Invitations that could not be read.
    private let aside = SetAside()

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// Does one batch of what is due.
    ///
    /// - Returns: whether there may be more at once.
    package func runDue() async throws -> Bool {
        let count = try await context.database.write { transaction -> Int in
            let now = context.clock()
            // As many more as rest: they are not to keep others from being found.
            let most = Self.batch + aside.count
            let ending = aside.others(among: try transaction.invitations.ending(at: now, most: most), at: now)
            for id in ending {
                try decide(id, transaction, now) { invitation, situation, _ in
                    InvitationMachine.expire(invitation, in: situation)
                }
            }
            let reminding = aside.others(among: try transaction.invitations.toRemind(at: now, most: most), at: now)
            for id in reminding {
                try decide(id, transaction, now, Self.remind)
            }
            let forgotten =
                try transaction.rates.forget(at: now, most: Self.batch)
                + transaction.idempotency.forget(at: now, most: Self.batch)
            return max(ending.count, reminding.count, forgotten)
        }
        context.bell.ring()
        return count >= Self.batch
    }

    /// Reminds, or puts it off while the address gets no more invitation mails.
    private static func remind(
        _ invitation: Invitation, _ situation: InvitationSituation, _ work: Work
    ) throws -> InvitationDecision {
        let decision = InvitationMachine.remind(invitation, in: situation)
        guard case .change(let change) = decision, !change.messages.isEmpty else { return decision }
        guard case .limited(_, let wait) = try work.countRecipients(change.messages.map(\.recipient)) else {
            return decision
        }
        return InvitationMachine.putOffReminder(invitation, by: wait, at: situation.now)
    }

    /// Decides one, of which nothing is written where something of it cannot be read.
    private func decide(
        _ id: Identifier, _ transaction: any Transaction, _ now: Timestamp,
        _ decision: (Invitation, InvitationSituation, Work) throws -> InvitationDecision
    ) throws {
        do {
            try transaction.alone {
                guard let (invitation, galleryID) = try transaction.invitations.find(id),
                    let gallery = try transaction.galleries.find(galleryID)
                else { return }
                let work = Work(transaction: transaction, gallery: gallery, now: now, makeID: context.makeID)
                _ = try work.apply(decision(invitation, work.situation(of: invitation.package), work))
            }
        } catch let flaw as StorageError where flaw.isOfOneRow {
            aside.put(id, until: now + UnreadableRow.rest)
            context.onUnreadable(UnreadableRow(.invitation, id.description, flaw))
        }
    }
}
