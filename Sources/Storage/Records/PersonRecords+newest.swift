package import Model

extension SuppressionRecords {
    /// In the order of ``ListPlace``; one more than asked for.
    package func newest(gallery: Identifier, at place: ListPlace, limit: Int) throws -> [Suppression] {
        var query = NewestFirst("id", at: place)
        query.add("gallery_id = ?", .id(gallery))
        let sql = query.sql("SELECT \(Self.columns) FROM suppressions", limit: limit)
        return try transaction.rows(sql, query.arguments).map(Self.read)
    }

    package func find(_ id: Identifier, gallery: Identifier) throws -> (suppression: Suppression, digest: [UInt8])? {
        try transaction.row(
            "SELECT digest, \(Self.columns) FROM suppressions WHERE id = $1 AND gallery_id = $2",
            [.id(id), .id(gallery)]
        ).map { row in
            var row = row
            let digest = try row.blob()
            return (try Self.read(row), digest)
        }
    }
}

extension BlockRecords {
    /// In the order of ``ListPlace``; one more than asked for.
    ///
    /// - Parameter digest: Of one address; nil for all.
    package func newest(
        gallery: Identifier, digest: [UInt8]?, at place: ListPlace, limit: Int
    ) throws -> [Block] {
        var query = NewestFirst("b.id", at: place)
        query.add("b.gallery_id = ?", .id(gallery))
        if let digest { query.add("b.digest = ?", .blob(digest)) }
        let sql = query.sql(Self.selection, limit: limit)
        return try transaction.rows(sql, query.arguments).map(Self.read)
    }
}
