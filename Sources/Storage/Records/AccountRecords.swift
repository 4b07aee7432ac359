package import Model

/// The galleries' accounts, as far as they were told to us.
package struct AccountRecords {
    let transaction: any Transaction
    /// In the order that ``read(_:)`` takes them.
    static let columns = "number, username, username_key, email, locale, kind, members"

    /// How many those are.
    static let columnCount = 7

    /// The same columns of a joined table.
    static func columns(of table: String) -> String {
        columns.split(separator: ", ").map { "\(table).\($0)" }.joined(separator: ", ")
    }

    package func find(_ username: String, gallery: Identifier) throws -> Account? {
        guard Name.canBeStored(username) else { return nil }
        return try transaction.row(
            "SELECT \(Self.columns) FROM accounts WHERE gallery_id = $1 AND username_key = $2",
            [.id(gallery), .text(Name.fold(username))]
        ).map { try Self.read($0) }
    }

    /// An account and the gallery that it is of.
    package func find(number: Int64) throws -> (account: Account, gallery: Identifier)? {
        try transaction.row("SELECT gallery_id, \(Self.columns) FROM accounts WHERE number = $1", [.integer(number)])
            .map { row in
                var row = row
                let gallery = try row.id()
                return (try Self.read(&row), gallery)
            }
    }

    /// The account of this name as it is after what was said of it; made where there was none.
    package func learn(_ username: Name, _ description: AccountDescription, gallery: Identifier) throws -> Account {
        try learn(username, description, knowing: find(username.text, gallery: gallery), gallery: gallery)
    }

    /// The same for who has looked the account up in this transaction.
    ///
    /// - Parameter known: What was found; nil where there was none.
    package func learn(
        _ username: Name, _ description: AccountDescription, knowing known: Account?, gallery: Identifier
    ) throws -> Account {
        if let known {
            guard let changed = description.changing(known) else { return known }
            try update(changed)
            return changed
        }
        let blank = Account(number: 0, username: username, email: nil)
        var account = description.changing(blank) ?? blank
        var row = try transaction.row(
            """
            INSERT INTO accounts (gallery_id, username_key, username, email, locale, kind, members)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (gallery_id, username_key) DO UPDATE SET email = COALESCE(excluded.email, accounts.email)
            RETURNING number
            """,
            [
                .id(gallery), .text(username.key), .text(username.text), .text(account.email?.text),
                .text(account.locale), .text(account.kind.rawValue), try .json(account.members.map(\.text)),
            ])
        account.number = try row?.integer() ?? 0
        return account
    }

    private func update(_ account: Account) throws {
        try transaction.run(
            "UPDATE accounts SET email = $1, locale = $2, kind = $3, members = $4 WHERE number = $5",
            [
                .text(account.email?.text), .text(account.locale), .text(account.kind.rawValue),
                try .json(account.members.map(\.text)), .integer(account.number),
            ])
    }

    static func read(_ row: SQLRow) throws -> Account {
        var row = row
        return try read(&row)
    }

    static func read(_ row: inout SQLRow) throws -> Account {
        let number = try row.integer()
        let (text, key) = (try row.text(), try row.text())
        let email = try row.optional { try $0.address() }
        let locale = try row.optional { try $0.text() }
        let kind = try row.value(Account.Kind.self)
        let members = try row.text()
        return Account(
            number: number, username: Name(stored: text, key: key), email: email, locale: locale, kind: kind,
            members: members == "[]" ? [] : try Self.members(members, of: row))
    }

    private static func members(_ text: String, of row: SQLRow) throws -> [EmailAddress] {
        var inner = SQLRow([.text(text)])
        return try inner.json([String].self).map { member in
            guard let address = try? EmailAddress(member) else { throw row.mismatch("an address") }
            return address
        }
    }
}

extension Transaction {
    package var accounts: AccountRecords { AccountRecords(transaction: self) }
}
