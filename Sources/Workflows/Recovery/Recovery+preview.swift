package import Model
import Storage

extension Recovery {
    /// The mails that an act would send now, but for the invitation that a grant issues; nothing is done.
    package func preview(
        _ act: RecoveryAct, on id: Identifier, _ call: Call
    ) async throws -> Result<[MessageDraft], Refusal> {
        let context = context
        return try await context.database.read { transaction in
            guard let gallery = try transaction.galleries.find(call.gallery),
                let claim = try transaction.recovery.find(id, gallery: call.gallery), claim.isListed
            else { return .failure(.unknownCase) }
            let situation = try context.work(in: transaction, for: gallery).situation(of: claim)
            switch RecoveryMachine.decide(act, on: claim, by: call.by, in: situation) {
            case .refuse(let refusal): return .failure(refusal)
            case .unchanged: return .success([])
            case .change(let change): return .success(change.contacts + change.messages)
            }
        }
    }
}
