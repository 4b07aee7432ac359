package import Model

/// What waits to be told in a digest.
package struct DigestRecords {
    let transaction: any Transaction

    package func add(_ entry: DigestEntry, of package: KnownPackage) throws {
        try transaction.run(
            """
            INSERT INTO digest_entries (package_number, publication_id, kind, version, publisher, at, due_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
            """,
            [
                .integer(package.number), .id(entry.publication), .text(entry.kind.rawValue),
                .text(entry.version.text), .text(entry.publisher), .time(entry.at), .time(entry.dueAt),
            ])
    }

    /// Packages of which a digest is due.
    ///
    /// Index `digest_entries_due`: written so that nothing has the order of packages, and all that waits would be read.
    package func due(at now: Timestamp, most: Int) throws -> [Int64] {
        try transaction.rows(
            """
            SELECT number FROM (
                SELECT package_number + 0 AS number, due_at FROM digest_entries WHERE due_at <= $1) AS due
            GROUP BY number ORDER BY MIN(due_at), number LIMIT $2
            """,
            [.time(now), .integer(most)]
        ).map { row in
            var row = row
            return try row.integer()
        }
    }

    /// Everything that waits of a package, oldest first.
    package func list(of package: Int64) throws -> [DigestEntry] {
        try transaction.rows(
            """
            SELECT publication_id, version, publisher, kind, at, due_at FROM digest_entries WHERE package_number = $1
            ORDER BY at, publication_id
            """,
            [.integer(package)]
        ).map { row in
            var row = row
            return DigestEntry(
                publication: try row.id(), version: VersionText(stored: try row.text()), publisher: try row.text(),
                kind: try row.value(MailKind.self), at: try row.time(), dueAt: try row.time())
        }
    }

    /// Drops what waits of a package, because it is told or nobody is there to tell.
    package func remove(of package: Int64) throws {
        try transaction.run("DELETE FROM digest_entries WHERE package_number = $1", [.integer(package)])
    }

    /// Lets what waits of a package wait longer.
    package func putOff(_ package: Int64, until moment: Timestamp) throws {
        try transaction.run(
            "UPDATE digest_entries SET due_at = $1 WHERE package_number = $2 AND due_at < $1",
            [.time(moment), .integer(package)])
    }
}

extension Transaction {
    package var digests: DigestRecords { DigestRecords(transaction: self) }
}
