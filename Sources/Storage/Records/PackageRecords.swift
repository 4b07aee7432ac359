package import Model

/// Packages and who owns them.
package struct PackageRecords {
    let transaction: any Transaction

    /// The package of this id that the gallery has told of.
    package func find(_ package: String, gallery: Identifier) throws -> KnownPackage? {
        try find(package, " AND told = 1", gallery: gallery)
    }

    /// The package of this id, though only strangers may have named it.
    package func named(_ package: String, gallery: Identifier) throws -> KnownPackage? {
        try find(package, "", gallery: gallery)
    }

    private func find(_ package: String, _ condition: String, gallery: Identifier) throws -> KnownPackage? {
        guard Name.canBeStored(package) else { return nil }
        var row = try transaction.row(
            "SELECT number, package, package_key FROM packages WHERE gallery_id = $1 AND package_key = $2\(condition)",
            [.id(gallery), .text(Name.fold(package))])
        guard let number = try row?.integer(), let text = try row?.text(), let key = try row?.text() else { return nil }
        return KnownPackage(number: number, id: Name(stored: text, key: key))
    }

    package func find(number: Int64, gallery: Identifier) throws -> KnownPackage? {
        var row = try transaction.row(
            "SELECT package, package_key FROM packages WHERE number = $1 AND gallery_id = $2",
            [.integer(number), .id(gallery)])
        guard let text = try row?.text(), let key = try row?.text() else { return nil }
        return KnownPackage(number: number, id: Name(stored: text, key: key))
    }

    /// A package and the gallery that it is of.
    package func find(number: Int64) throws -> (package: KnownPackage, gallery: Identifier)? {
        var row = try transaction.row(
            "SELECT package, package_key, gallery_id FROM packages WHERE number = $1", [.integer(number)])
        guard let text = try row?.text(), let key = try row?.text(), let gallery = try row?.id() else { return nil }
        return (KnownPackage(number: number, id: Name(stored: text, key: key)), gallery)
    }

    /// The package of this id, of which the gallery tells; made where there was none.
    ///
    /// Where only strangers have named it, it is spelled as the gallery does from now on.
    package func learn(_ id: Name, gallery: Identifier, at now: Timestamp) throws -> KnownPackage {
        try transaction.run(
            """
            INSERT INTO packages (gallery_id, package_key, package, created_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (gallery_id, package_key) DO UPDATE
            SET package = excluded.package, created_at = excluded.created_at, told = 1 WHERE packages.told = 0
            """,
            [.id(gallery), .text(id.key), .text(id.text), .time(now)])
        return try made(id, gallery: gallery)
    }

    /// The package of this id, which a claim or a report names; for everything else it is as unknown as before.
    package func name(_ id: Name, gallery: Identifier, at now: Timestamp) throws -> KnownPackage {
        try transaction.run(
            """
            INSERT INTO packages (gallery_id, package_key, package, created_at, told) VALUES ($1, $2, $3, $4, 0)
            ON CONFLICT (gallery_id, package_key) DO NOTHING
            """,
            [.id(gallery), .text(id.key), .text(id.text), .time(now)])
        return try made(id, gallery: gallery)
    }

    private func made(_ id: Name, gallery: Identifier) throws -> KnownPackage {
        guard let known = try named(id.text, gallery: gallery) else {
            throw StorageError.corrupt("a package vanished while it was made")
        }
        return known
    }

    private static let ownersOfPackage = """
        SELECT ownerships.since, ownerships.via, \(AccountRecords.columns(of: "accounts"))
        FROM ownerships JOIN accounts ON accounts.number = ownerships.account_number
        WHERE ownerships.package_number = $1 ORDER BY ownerships.since, ownerships.account_number
        """

    /// Oldest ownership first.
    package func owners(of package: KnownPackage) throws -> [Ownership] {
        try transaction.rows(Self.ownersOfPackage, [.integer(package.number)]).map { row in
            var row = row
            let since = try row.time()
            let via = try row.value(OwnershipOrigin.self)
            return Ownership(account: try AccountRecords.read(&row), since: since, via: via)
        }
    }

    /// Whether the account was not an owner before.
    ///
    /// What somebody owns is known, though nothing was published yet.
    package func addOwner(
        _ account: Account, to package: KnownPackage, via: OwnershipOrigin, at now: Timestamp
    ) throws -> Bool {
        try transaction.run("UPDATE packages SET told = 1 WHERE number = $1 AND told = 0", [.integer(package.number)])
        return try transaction.run(
            """
            INSERT INTO ownerships (package_number, account_number, since, via) VALUES ($1, $2, $3, $4)
            ON CONFLICT (package_number, account_number) DO NOTHING
            """,
            [.integer(package.number), .integer(account.number), .time(now), .text(via.rawValue)]) == 1
    }

    package func removeOwner(_ account: Account, from package: KnownPackage) throws {
        try transaction.run(
            "DELETE FROM ownerships WHERE package_number = $1 AND account_number = $2",
            [.integer(package.number), .integer(account.number)])
    }
}

extension Transaction {
    package var packages: PackageRecords { PackageRecords(transaction: self) }
}
