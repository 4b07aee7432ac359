package import Model

/// An API key as it is kept: its secret is not.
package struct APIKey: Sendable, Equatable {
    package var id: Identifier
    package var gallery: Identifier
    package var scopes: Set<Scope>
    package var createdAt: Timestamp
    package var revokedAt: Timestamp?
    /// The first moment at which it does not hold any more; nil for a key without end.
    package var expiresAt: Timestamp?
    /// To the hour; nil for a key that was never used.
    package var lastUsedAt: Timestamp?

    package init(
        id: Identifier, gallery: Identifier, scopes: Set<Scope>, createdAt: Timestamp, revokedAt: Timestamp? = nil,
        expiresAt: Timestamp? = nil, lastUsedAt: Timestamp? = nil
    ) {
        self.id = id
        self.gallery = gallery
        self.scopes = scopes
        self.createdAt = createdAt
        self.revokedAt = revokedAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
    }
}

/// API keys, found by the SHA-256 of their secret.
package struct KeyRecords {
    let transaction: any Transaction
    private static let columns = "id, gallery_id, scopes, created_at, revoked_at, expires_at, last_used_at"

    package func add(_ key: APIKey, hash: [UInt8]) throws {
        try transaction.run(
            """
            INSERT INTO api_keys (id, gallery_id, hash, scopes, created_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .id(key.id), .id(key.gallery), .blob(hash),
                .text(key.scopes.map(\.rawValue).sorted().joined(separator: " ")), .time(key.createdAt),
                .time(key.expiresAt),
            ])
    }

    /// The key with this hash, also one that was revoked or has expired.
    package func find(hash: [UInt8]) throws -> APIKey? {
        try transaction.row("SELECT \(Self.columns) FROM api_keys WHERE hash = $1", [.blob(hash)]).map(Self.read)
    }

    package func find(_ id: Identifier) throws -> APIKey? {
        try transaction.row("SELECT \(Self.columns) FROM api_keys WHERE id = $1", [.id(id)]).map(Self.read)
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

    /// Remembers a use, unless a later one is known.
    package func noteUse(_ id: Identifier, at now: Timestamp) throws {
        try transaction.run(
            "UPDATE api_keys SET last_used_at = $1 WHERE id = $2 AND (last_used_at IS NULL OR last_used_at < $1)",
            [.time(now), .id(id)])
    }

    /// Counts requests that came with a key that lets nobody in.
    ///
    /// - Parameter quiet: For how long after it was told of the last ones nobody is told of more.
    /// - Returns: how many came since it was told of the last ones, where it is to be told of them now.
    package func noteRefusals(
        _ count: Int, of id: Identifier, at now: Timestamp, quiet: Duration
    ) throws -> Int? {
        var row = try transaction.row(
            "UPDATE api_keys SET refused_count = refused_count + $1 WHERE id = $2 RETURNING refused_count, refused_at",
            [.integer(count), .id(id)])
        guard let all = try row?.int() else { return nil }
        let told = try row?.optional { try $0.time() }
        if let told, now < told + quiet { return nil }
        try transaction.run(
            "UPDATE api_keys SET refused_count = 0, refused_at = $1 WHERE id = $2", [.time(now), .id(id)])
        return all
    }

    private static func read(_ row: SQLRow) throws -> APIKey {
        var row = row
        return APIKey(
            id: try row.id(), gallery: try row.id(),
            scopes: Set(try row.text().split(separator: " ").compactMap { Scope(rawValue: String($0)) }),
            createdAt: try row.time(), revokedAt: try row.optional { try $0.time() },
            expiresAt: try row.optional { try $0.time() }, lastUsedAt: try row.optional { try $0.time() })
    }
}

extension Transaction {
    package var keys: KeyRecords { KeyRecords(transaction: self) }
}
