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
                try Self.decide(id, transaction, now, makeID) { InvitationMachine.expire($0, in: $1) }
            }
            let reminding = try transaction.invitations.toRemind(at: now, most: Self.batch)
            for id in reminding {
                try Self.decide(id, transaction, now, makeID) { InvitationMachine.remind($0, in: $1) }
            }
            let forgotten =
                try transaction.rates.forget(at: now, most: Self.batch)
                + transaction.idempotency.forget(at: now, most: Self.batch)
            return max(ending.count, reminding.count, forgotten)
        }
        context.bell.ring()
        return count >= Self.batch
    }

    private static func decide(
        _ id: Identifier, _ transaction: any Transaction, _ now: Timestamp,
        _ makeID: @escaping @Sendable (Timestamp) -> Identifier,
        _ decision: (Invitation, InvitationSituation) -> InvitationDecision
    ) throws {
        guard let (invitation, galleryID) = try transaction.invitations.find(id),
            let gallery = try transaction.galleries.find(galleryID)
        else { return }
        let work = Work(transaction: transaction, gallery: gallery, now: now, makeID: makeID)
        _ = try work.apply(decision(invitation, try work.situation(of: invitation.package)))
    }
}
