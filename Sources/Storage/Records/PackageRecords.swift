package import Model

/// Packages and who owns them.
package struct PackageRecords {
    let transaction: any Transaction

    package func find(_ package: String, gallery: Identifier) throws -> KnownPackage? {
        guard Name.canBeStored(package) else { return nil }
        var row = try transaction.row(
            "SELECT number, package, package_key FROM packages WHERE gallery_id = $1 AND package_key = $2",
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

    /// The package of this id, made where there was none.
    package func learn(_ id: Name, gallery: Identifier, at now: Timestamp) throws -> KnownPackage {
        try transaction.run(
            """
            INSERT INTO packages (gallery_id, package_key, package, created_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (gallery_id, package_key) DO NOTHING
            """,
            [.id(gallery), .text(id.key), .text(id.text), .time(now)])
        guard let known = try find(id.text, gallery: gallery) else {
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
    package func addOwner(
        _ account: Account, to package: KnownPackage, via: OwnershipOrigin, at now: Timestamp
    ) throws -> Bool {
        try transaction.run(
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
