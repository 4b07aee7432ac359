package import Model
import Storage

/// Addresses that must not be mailed.
package struct Suppressions: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// Puts an address under suppression, or gives another reason for it.
    ///
    /// - Parameter admission: Whether what there is may be changed; nil where nobody asks.
    /// - Returns: the suppression, and whether it is new.
    package func put(
        _ address: EmailAddress, reason: String, gallery: Identifier, admission: Admission<Suppression>? = nil
    ) async throws -> Result<(suppression: Suppression, isNew: Bool), Refusal> {
        try await context.work(for: gallery) { work in
            let digest = try work.digest(address, for: .suppression)
            let before = try work.transaction.suppressions.find(digest, gallery: gallery)
            if let refusal = admission?(before) { return .failure(refusal) }
            let fresh = Suppression(id: work.newID(), email: address, reason: reason, at: work.now)
            let isNew = try work.transaction.suppressions.put(fresh, digest: digest, gallery: gallery)
            if before?.reason != reason { try work.append([work.event(.addressSuppressed, address, reason: reason)]) }
            return .success((try work.transaction.suppressions.find(digest, gallery: gallery) ?? fresh, isNew))
        }
    }

    package func find(_ address: EmailAddress, gallery: Identifier) async throws -> Suppression? {
        let digest = try context.secrets.digest(address, for: .suppression)
        return try await context.database.read { try $0.suppressions.find(digest, gallery: gallery) }
    }

    /// A page of them, oldest first.
    package func list(
        gallery: Identifier, after: Identifier?, limit: Int
    ) async throws -> (items: [Suppression], next: Identifier?) {
        try await context.database.read { transaction in
            let found = try transaction.suppressions.list(gallery: gallery, after: after, limit: limit)
            let items = Array(found.prefix(limit))
            return (items, found.count > limit ? items.last?.id : nil)
        }
    }

    /// Lets an address be mailed again.
    ///
    /// - Parameter admission: Whether the suppression as it is may be lifted; nil where nobody asks.
    /// - Returns: nil where it is done.
    package func remove(
        _ address: EmailAddress, gallery: Identifier, admission: Admission<Suppression>? = nil
    ) async throws -> Refusal? {
        try await context.work(for: gallery) { work in
            let digest = try work.digest(address, for: .suppression)
            guard let found = try work.transaction.suppressions.find(digest, gallery: gallery) else {
                return .unknownSuppression
            }
            if let refusal = admission?(found) { return refusal }
            guard try work.transaction.suppressions.remove(digest, gallery: gallery) else { return .unknownSuppression }
            try work.append([work.event(.suppressionRemoved, address, reason: nil)])
            return nil
        }
    }
}

extension Work {
    /// The address is told masked: events are kept long.
    fileprivate func event(_ type: EventType, _ address: EmailAddress, reason: String?) -> EventDraft {
        EventDraft(type, actor: EventDraft.system, subject: address.masked, data: EventData(reason: reason))
    }
}
