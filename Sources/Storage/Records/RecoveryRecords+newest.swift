package import Model

extension RecoveryRecords {
    /// Cases as a page lists them, the newest first, one more than asked for.
    ///
    /// One index serves each filter, the narrowest there is; what is left of the filter is looked at row by row.
    package func newest(
        _ filter: RecoveryFilter, gallery: Identifier, at place: ListPlace, limit: Int
    ) throws -> [RecoveryCase] {
        var query = NewestFirst("c.id", at: place)
        query.add("c.gallery_id = ?", .id(gallery))
        if let package = filter.package { query.add("c.package_key = ?", .text(Name.fold(package))) }
        if let email = filter.email { query.add("c.email = ?", .text(email.text)) }
        if let claimant = filter.claimant { query.add("c.username_key = ?", .text(Name.fold(claimant))) }
        switch filter.assignee {
        case .nobody: query.add("c.assignee_key IS NULL")
        case .admin(let name): query.add("c.assignee_key = ?", .text(Name.fold(name)))
        case nil: break
        }
        query.add("c.state <> 'submitted'")
        query.add("c.confirmed_at IS NOT NULL")
        if let state = filter.state { query.add("c.state = ?", .text(state.rawValue)) }
        let along = transaction.dialect.along(Self.index(filter))
        let sql = query.sql("SELECT \(Self.columns) FROM recovery_cases c \(along)", limit: limit)
        return try transaction.rows(sql, query.arguments).map { try Self.read($0).claim }
    }

    /// None holds an unconfirmed case that a list would have to pass over.
    private static func index(_ filter: RecoveryFilter) -> String {
        if filter.email != nil { return "recovery_cases_of_claimant" }
        if filter.claimant != nil { return "recovery_cases_of_account" }
        if filter.package != nil { return "recovery_cases_of_package" }
        switch (filter.assignee, filter.state) {
        case (.admin, _), (.nobody, nil): return "recovery_cases_of_assignee"
        case (_, _?): return "recovery_cases_in_state"
        case (nil, nil): return "recovery_cases_of_gallery"
        }
    }
}
