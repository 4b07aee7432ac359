package import Model

extension RecoveryRecords {
    /// Cases as a page lists them, the newest first, one more than asked for.
    package func newest(
        _ filter: RecoveryFilter, gallery: Identifier, at place: ListPlace, limit: Int
    ) throws -> [RecoveryCase] {
        var query = NewestFirst("c.id", at: place)
        query.add("c.gallery_id = ?", .id(gallery))
        // A filter that an index is for comes first; what is left is looked at row by row.
        if let package = filter.package { query.add("c.package_key = ?", .text(Name.fold(package))) }
        if let email = filter.email { query.add("c.email = ?", .text(email.text)) }
        if let claimant = filter.claimant { query.add("c.username_key = ?", .text(Name.fold(claimant))) }
        switch filter.assignee {
        case .nobody: query.add("c.assignee_key IS NULL")
        case .admin(let name): query.add("c.assignee_key = ?", .text(Name.fold(name)))
        case nil: break
        }
        if let state = filter.state {
            query.add("c.state = ?", .text(state.rawValue))
        } else {
            query.add("c.state <> 'submitted'")
        }
        let sql = query.sql("SELECT \(Self.columns) FROM recovery_cases c", limit: limit)
        return try transaction.rows(sql, query.arguments).map { try Self.read($0).claim }
    }
}
