package import Model
package import Storage

extension Recovery {
    /// A page of cases, newest first.
    package func newest(
        _ filter: RecoveryFilter, gallery: Identifier, at place: ListPlace, limit: Int
    ) async throws -> Listing<RecoveryCase> {
        try await context.database.read { transaction in
            let found = try transaction.recovery.newest(filter, gallery: gallery, at: place, limit: limit)
            return Listing(found, at: place, limit: limit, id: \.id)
        }
    }

    /// What happened to a case, the newest first, as far as it is kept.
    package func history(of id: Identifier, gallery: Identifier, limit: Int) async throws -> [Event] {
        let filter = AuditFilter(subject: id.description)
        return try await context.database.read { try $0.events.audit(filter, gallery: gallery, limit: limit).events }
    }
}
