package import Model

extension PublicationRecords {
    /// Over all packages or of one, in the order of ``ListPlace``; one more than asked for.
    ///
    /// Index `publications_of_gallery`; with a state `publications_in_state`, with a package `publications_of_package`;
    /// with both the former, which has the package in it: but for what is live, few are in one state.
    package func newest(
        gallery: Identifier, package: KnownPackage?, state: PublicationState?, at place: ListPlace, limit: Int
    ) throws -> [Publication] {
        var query = NewestFirst("v.id", at: place)
        if let package {
            if let state, state != .live {
                query.add("v.gallery_id = ?", .id(gallery))
                query.add("v.state = ?", .text(state.rawValue))
                query.add("COALESCE(v.package_number, 0) = ?", .integer(package.number))
            } else {
                query.add("v.package_number = ?", .integer(package.number))
                if let state { query.add("COALESCE(v.state, '') = ?", .text(state.rawValue)) }
            }
        } else {
            query.add("v.gallery_id = ?", .id(gallery))
            if let state { query.add("v.state = ?", .text(state.rawValue)) }
        }
        let sql = query.sql(Self.selection, limit: limit)
        return try transaction.rows(sql, query.arguments).map { try Self.read($0).publication }
    }
}
