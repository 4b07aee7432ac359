package import Model

/// An API key as it is kept: its secret is not.
package struct APIKey: Sendable, Equatable {
    package var id: Identifier
    package var gallery: Identifier
    package var scopes: Set<Scope>
    package var createdAt: Timestamp
    package var revokedAt: Timestamp?

    package init(
        id: Identifier, gallery: Identifier, scopes: Set<Scope>, createdAt: Timestamp, revokedAt: Timestamp? = nil
    ) {
        self.id = id
        self.gallery = gallery
        self.scopes = scopes
        self.createdAt = createdAt
        self.revokedAt = revokedAt
    }
}

/// API keys, found by the SHA-256 of their secret.
package struct KeyRecords {
    let transaction: any Transaction
    private static let columns = "id, gallery_id, scopes, created_at, revoked_at"

    package func add(_ key: APIKey, hash: [UInt8]) throws {
        try transaction.run(
            "INSERT INTO api_keys (id, gallery_id, hash, scopes, created_at) VALUES ($1, $2, $3, $4, $5)",
            [
                .id(key.id), .id(key.gallery), .blob(hash),
                .text(key.scopes.map(\.rawValue).sorted().joined(separator: " ")), .time(key.createdAt),
            ])
    }

    /// The key with this hash, also a revoked one.
    package func find(hash: [UInt8]) throws -> APIKey? {
        try transaction.row("SELECT \(Self.columns) FROM api_keys WHERE hash = $1", [.blob(hash)]).map(Self.read)
    }

    package func list(gallery: Identifier?) throws -> [APIKey] {
        guard let gallery else {
            return try transaction.rows("SELECT \(Self.columns) FROM api_keys ORDER BY id").map(Self.read)
        }
        return try transaction.rows(
            "SELECT \(Self.columns) FROM api_keys WHERE gallery_id = $1 ORDER BY id", [.id(gallery)]
        ).map(Self.read)
    }

    /// Whether there is such a key; revoking one again changes nothing.
    package func revoke(_ id: Identifier, at now: Timestamp) throws -> Bool {
        try transaction.run(
            "UPDATE api_keys SET revoked_at = COALESCE(revoked_at, $1) WHERE id = $2", [.time(now), .id(id)]) == 1
    }

    private static func read(_ row: SQLRow) throws -> APIKey {
        var row = row
        return APIKey(
            id: try row.id(), gallery: try row.id(),
            scopes: Set(try row.text().split(separator: " ").compactMap { Scope(rawValue: String($0)) }),
            createdAt: try row.time(), revokedAt: try row.optional { try $0.time() })
    }
}

extension Transaction {
    package var keys: KeyRecords { KeyRecords(transaction: self) }
}
