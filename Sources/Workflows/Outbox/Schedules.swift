import Model
import Storage

/// What the clock brings about: expiry, reminders, forgetting.
package struct Schedules: Sendable {
    let context: WorkflowContext
    /// How many are handled in one transaction, so that no request waits long behind it.
    static let batch = 100

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// Does one batch of what is due.
    ///
    /// - Returns: whether there may be more at once.
    package func runDue() async throws -> Bool {
        let (clock, makeID) = (context.clock, context.makeID)
        let count = try await context.database.write { transaction -> Int in
            let now = clock()
            let ending = try transaction.invitations.ending(at: now, most: Self.batch)
            for id in ending {
                try Self.decide(id, transaction, now, makeID) { invitation, situation, _ in
                    InvitationMachine.expire(invitation, in: situation)
                }
            }
            let reminding = try transaction.invitations.toRemind(at: now, most: Self.batch)
            for id in reminding {
                try Self.remind(id, transaction, now, makeID)
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
        _ id: Identifier, _ transaction: any Transaction, _ now: Timestamp,
        _ makeID: @escaping @Sendable (Timestamp) -> Identifier
    ) throws {
        try decide(id, transaction, now, makeID) { invitation, situation, work in
            let decision = InvitationMachine.remind(invitation, in: situation)
            guard case .change(let change) = decision, !change.messages.isEmpty else { return decision }
            guard case .limited(_, let wait) = try work.countRecipients(change.messages.map(\.recipient)) else {
                return decision
            }
            return InvitationMachine.putOffReminder(invitation, by: wait, at: now)
        }
    }

    private static func decide(
        _ id: Identifier, _ transaction: any Transaction, _ now: Timestamp,
        _ makeID: @escaping @Sendable (Timestamp) -> Identifier,
        _ decision: (Invitation, InvitationSituation, Work) throws -> InvitationDecision
    ) throws {
        guard let (invitation, galleryID) = try transaction.invitations.find(id),
            let gallery = try transaction.galleries.find(galleryID)
        else { return }
        let work = Work(transaction: transaction, gallery: gallery, now: now, makeID: makeID)
        _ = try work.apply(decision(invitation, work.situation(of: invitation.package), work))
    }
}
