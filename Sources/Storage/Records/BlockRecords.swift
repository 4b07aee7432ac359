package import Model

/// Who refuses invitations and messages.
package struct BlockRecords {
    let transaction: any Transaction

    static let selection = """
        SELECT b.id, b.masked, b.created_at, p.number, p.package, p.package_key,
            \(AccountRecords.columns(of: "inviter")), \(AccountRecords.columns(of: "account"))
        FROM blocks b LEFT JOIN packages p ON p.number = b.package_number
        LEFT JOIN accounts inviter ON inviter.number = b.inviter_number
        LEFT JOIN accounts account ON account.number = b.account_number
        """

    /// Stores a block.
    ///
    /// - Returns: the one that there was already, where there was.
    package func add(_ block: Block, digest: [UInt8], gallery: Identifier) throws -> Block? {
        let added = try transaction.run(
            """
            INSERT INTO blocks (id, gallery_id, digest, masked, account_number, inviter_number, package_number,
                created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING
            """,
            [
                .id(block.id), .id(gallery), .blob(digest), .text(block.masked),
                .integer(block.account?.number ?? 0), .integer(block.inviter?.number ?? 0),
                .integer(block.package?.number ?? 0), .time(block.createdAt),
            ])
        guard added == 0 else { return nil }
        return try transaction.row(
            """
            \(Self.selection) WHERE b.gallery_id = $1 AND b.digest = $2 AND b.inviter_number = $3
            AND b.package_number = $4
            """,
            [
                .id(gallery), .blob(digest), .integer(block.inviter?.number ?? 0),
                .integer(block.package?.number ?? 0),
            ]
        ).map(Self.read)
    }

    /// Whether an address refuses what comes from this account, about this package.
    ///
    /// - Parameter account: Who invites or writes; nil where it is no account's.
    package func isBlocked(
        _ digest: [UInt8], of account: Account?, package: KnownPackage, gallery: Identifier
    ) throws -> Bool {
        try transaction.row(
            """
            SELECT id FROM blocks WHERE gallery_id = $1 AND digest = $2 AND inviter_number IN (0, $3)
            AND package_number IN (0, $4) LIMIT 1
            """,
            [.id(gallery), .blob(digest), .integer(account?.number ?? 0), .integer(package.number)]) != nil
    }

    package func find(_ id: Identifier, gallery: Identifier) throws -> Block? {
        try transaction.row("\(Self.selection) WHERE b.id = $1 AND b.gallery_id = $2", [.id(id), .id(gallery)])
            .map(Self.read)
    }

    /// After a cursor, oldest first, one more than asked for.
    ///
    /// - Parameter digest: Of one address; nil for all.
    package func list(
        gallery: Identifier, digest: [UInt8]?, after: Identifier?, limit: Int
    ) throws -> [Block] {
        var arguments: [SQLValue] = [.id(gallery), .id(after ?? Identifier(high: 0, low: 0))]
        var condition = "b.gallery_id = $1 AND b.id > $2"
        if let digest {
            arguments.append(.blob(digest))
            condition += " AND b.digest = $3"
        }
        arguments.append(.integer(limit + 1))
        return try transaction.rows(
            "\(Self.selection) WHERE \(condition) ORDER BY b.id LIMIT $\(arguments.count)", arguments
        ).map(Self.read)
    }

    /// Whether there was one.
    package func remove(_ id: Identifier, gallery: Identifier) throws -> Bool {
        try transaction.run("DELETE FROM blocks WHERE id = $1 AND gallery_id = $2", [.id(id), .id(gallery)]) == 1
    }

    static func read(_ row: SQLRow) throws -> Block {
        var row = row
        let id = try row.id()
        let masked = try row.text()
        let created = try row.time()
        let package = try row.optionalPackage()
        let inviter = try row.optionalAccount()
        return Block(
            id: id, masked: masked, account: try row.optionalAccount(), inviter: inviter, package: package,
            createdAt: created)
    }
}

extension Transaction {
    package var blocks: BlockRecords { BlockRecords(transaction: self) }
}

extension SQLRow {
    /// Number, id and key of a package that may be missing.
    mutating func optionalPackage() throws -> KnownPackage? {
        guard let number = try optional({ try $0.integer() }) else {
            skip(2)
            return nil
        }
        return KnownPackage(number: number, id: Name(stored: try text(), key: try text()))
    }

    /// The columns of an account that may be missing.
    mutating func optionalAccount() throws -> Account? {
        var ahead = self
        guard try ahead.optional({ try $0.integer() }) != nil else {
            skip(AccountRecords.columnCount)
            return nil
        }
        return try AccountRecords.read(&self)
    }
}
