package import Model

/// Addresses that must not be mailed, found by their HMAC.
package struct SuppressionRecords {
    let transaction: any Transaction
    static let columns = "id, email, reason, at"

    /// Puts an address under suppression, or gives another reason for it.
    ///
    /// - Returns: whether it is new.
    package func put(_ suppression: Suppression, digest: [UInt8], gallery: Identifier) throws -> Bool {
        let added = try transaction.run(
            """
            INSERT INTO suppressions (id, gallery_id, digest, email, reason, at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (gallery_id, digest) DO NOTHING
            """,
            [
                .id(suppression.id), .id(gallery), .blob(digest), .text(suppression.email?.text),
                .text(suppression.reason), .time(suppression.at),
            ])
        guard added == 0 else { return true }
        try transaction.run(
            "UPDATE suppressions SET email = $1, reason = $2 WHERE gallery_id = $3 AND digest = $4",
            [.text(suppression.email?.text), .text(suppression.reason), .id(gallery), .blob(digest)])
        return false
    }

    package func find(_ digest: [UInt8], gallery: Identifier) throws -> Suppression? {
        try transaction.row(
            "SELECT \(Self.columns) FROM suppressions WHERE gallery_id = $1 AND digest = $2",
            [.id(gallery), .blob(digest)]
        ).map(Self.read)
    }

    /// After a cursor, oldest first, one more than asked for.
    package func list(gallery: Identifier, after: Identifier?, limit: Int) throws -> [Suppression] {
        try transaction.rows(
            "SELECT \(Self.columns) FROM suppressions WHERE gallery_id = $1 AND id > $2 ORDER BY id LIMIT $3",
            [.id(gallery), .id(after ?? Identifier(high: 0, low: 0)), .integer(limit + 1)]
        ).map(Self.read)
    }

    /// Whether there was one.
    package func remove(_ digest: [UInt8], gallery: Identifier) throws -> Bool {
        try transaction.run(
            "DELETE FROM suppressions WHERE gallery_id = $1 AND digest = $2", [.id(gallery), .blob(digest)]) == 1
    }

    /// Forgets the text of an address, in all galleries; the suppressions go on.
    package func forgetText(_ digest: [UInt8], gallery: Identifier) throws {
        try transaction.run(
            "UPDATE suppressions SET email = NULL WHERE gallery_id = $1 AND digest = $2",
            [.id(gallery), .blob(digest)])
    }

    static func read(_ row: SQLRow) throws -> Suppression {
        var row = row
        return Suppression(
            id: try row.id(), email: try row.optional { try $0.address() }, reason: try row.text(),
            at: try row.time())
    }
}

extension Transaction {
    package var suppressions: SuppressionRecords { SuppressionRecords(transaction: self) }
}
