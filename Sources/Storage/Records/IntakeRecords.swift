package import Model

/// What came by public forms and waits for its address to be confirmed.
package struct IntakeRecords {
    let transaction: any Transaction
    private static let columns = "id, package, package_key, email, reason, message, created_at"

    /// - Parameter fingerprint: What it is recognised by, should it be sent again.
    package func add(_ draft: ReportDraft, fingerprint: [UInt8], gallery: Identifier) throws {
        try transaction.run(
            """
            INSERT INTO report_intake
            (id, gallery_id, package, package_key, email, reason, message, created_at, fingerprint)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .id(draft.id), .id(gallery), .text(draft.package.text), .text(draft.package.key),
                .text(draft.email?.text), .text(draft.reason), .text(draft.message), .time(draft.createdAt),
                .blob(fingerprint),
            ])
    }

    /// Whether the same was sent since a moment.
    package func holds(_ fingerprint: [UInt8], since: Timestamp, gallery: Identifier) throws -> Bool {
        try transaction.row(
            """
            SELECT created_at FROM report_intake WHERE gallery_id = $1 AND fingerprint = $2 AND created_at > $3 LIMIT 1
            """,
            [.id(gallery), .blob(fingerprint), .time(since)]) != nil
    }

    package func find(_ id: Identifier) throws -> (draft: ReportDraft, gallery: Identifier)? {
        try transaction.row("SELECT \(Self.columns), gallery_id FROM report_intake WHERE id = $1", [.id(id)]).map {
            var row = $0
            let draft = try Self.read(&row)
            return (draft, try row.id())
        }
    }

    package func remove(_ id: Identifier) throws {
        try transaction.run("DELETE FROM report_intake WHERE id = $1", [.id(id)])
    }

    /// Drops what was never confirmed.
    ///
    /// - Returns: how many rows were dropped; as many as asked for where there may be more.
    package func forget(before moment: Timestamp, most: Int) throws -> Int {
        try transaction.run(
            """
            DELETE FROM report_intake WHERE id IN (
                SELECT id FROM report_intake WHERE created_at <= $1 ORDER BY created_at LIMIT $2)
            """,
            [.time(moment), .integer(most)])
    }

    private static func read(_ row: inout SQLRow) throws -> ReportDraft {
        let id = try row.id()
        let package = Name(stored: try row.text(), key: try row.text())
        return ReportDraft(
            id: id, package: package, email: try row.optional { try $0.address() }, reason: try row.text(),
            message: try row.optional { try $0.text() }, createdAt: try row.time())
    }
}

extension Transaction {
    package var intake: IntakeRecords { IntakeRecords(transaction: self) }
}
