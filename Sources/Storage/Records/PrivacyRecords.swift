package import Model

/// What is known of one address, wherever it stands.
///
/// Nothing but a few tables is indexed by address, for that is asked once in a long while and addresses are written all
/// the time: tables are gone through in steps, and what was found is looked up again before it is changed.
package struct PrivacyRecords {
    let transaction: any Transaction

    /// Has the engine write over what is deleted from now on, where it would otherwise stay in free space.
    package func overwriteFreedSpace() throws {
        guard transaction.dialect.engine == .sqlite else { return }
        _ = try transaction.rows("PRAGMA secure_delete = ON")
    }

    /// One step through a table, in the order of its key.
    ///
    /// - Parameters:
    ///   - key: Of the last row of the step before; nil for the first.
    ///   - gallery: Whose rows; nil for all.
    package func rows(
        of table: WordTable, after key: [SQLValue]?, gallery: Identifier? = nil, limit: Int
    ) throws -> [WordRow] {
        var (arguments, conditions): ([SQLValue], [String]) = (key ?? [], [])
        if !arguments.isEmpty {
            let places = arguments.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
            conditions.append("(\(table.keyNames)) > (\(places))")
        }
        if let gallery {
            arguments.append(.id(gallery))
            conditions.append(table.condition(ofGallery: arguments.count))
        }
        arguments.append(.integer(limit))
        let condition = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
        return try transaction.rows(
            """
            SELECT \(table.keyNames), \(table.wordNames) FROM \(table.name) \(condition)
            ORDER BY \(table.keyNames) LIMIT $\(arguments.count)
            """, arguments
        ).map { try WordRow($0, of: table) }
    }

    /// One row as it is now.
    package func row(of table: WordTable, at key: [SQLValue]) throws -> WordRow? {
        try transaction.row(
            "SELECT \(table.keyNames), \(table.wordNames) FROM \(table.name) WHERE \(table.condition(from: 1))", key
        ).map { try WordRow($0, of: table) }
    }

    /// Writes words anew.
    package func write(_ row: WordRow, to table: WordTable) throws {
        let places = table.words.enumerated().map { "\($1.name) = $\($0 + 1)" }.joined(separator: ", ")
        let sql = "UPDATE \(table.name) SET \(places) WHERE \(table.condition(from: row.words.count + 1))"
        guard table == .events else {
            try transaction.run(sql, row.words + row.key)
            return
        }
        try transaction.events.changing(.erasure) { _ = try transaction.run(sql, row.words + row.key) }
    }

    package func remove(_ row: WordRow, from table: WordTable) throws {
        try transaction.run("DELETE FROM \(table.name) WHERE \(table.condition(from: 1))", row.key)
    }
}

extension Transaction {
    package var privacy: PrivacyRecords { PrivacyRecords(transaction: self) }
}
