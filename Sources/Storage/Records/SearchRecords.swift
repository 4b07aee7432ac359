package import Model

/// What an admin looks for by a name, the beginning of one, or an address: each by an index.
package struct SearchRecords {
    let transaction: any Transaction

    /// Packages whose id begins so, in the order of their ids; the one that is called so comes first.
    package func packages(_ text: String, gallery: Identifier, limit: Int) throws -> [KnownPackage] {
        guard Name.canBeStored(text) else { return [] }
        let key = Name.fold(text)
        return try transaction.rows(
            """
            SELECT number, package, package_key FROM packages
            WHERE gallery_id = $1 AND package_key >= $2 AND package_key < $3 AND told = 1 ORDER BY package_key LIMIT $4
            """,
            [.id(gallery), .text(key), .text(Self.end(of: key)), .integer(limit)]
        ).map { row in
            var row = row
            let number = try row.integer()
            return KnownPackage(number: number, id: Name(stored: try row.text(), key: try row.text()))
        }
    }

    /// Accounts whose name begins so, in the order of their names; the one that is called so comes first.
    package func accounts(_ text: String, gallery: Identifier, limit: Int) throws -> [Account] {
        guard Name.canBeStored(text) else { return [] }
        let key = Name.fold(text)
        return try transaction.rows(
            """
            SELECT \(AccountRecords.columns) FROM accounts
            WHERE gallery_id = $1 AND username_key >= $2 AND username_key < $3 ORDER BY username_key LIMIT $4
            """,
            [.id(gallery), .text(key), .text(Self.end(of: key)), .integer(limit)]
        ).map { try AccountRecords.read($0) }
    }

    /// Accounts with this address of their own; the members of organizations are not looked through.
    package func accounts(_ address: EmailAddress, gallery: Identifier, limit: Int) throws -> [Account] {
        try transaction.rows(
            """
            SELECT \(AccountRecords.columns) FROM accounts WHERE gallery_id = $1 AND email = $2 LIMIT $3
            """,
            [.id(gallery), .text(address.text), .integer(limit)]
        ).map { try AccountRecords.read($0) }
    }

    /// Invitations that were sent to this address, newest first.
    ///
    /// They are found three ways, for intake would pay for an index over all of them: those of no account by the address
    /// itself, those of the accounts that have it by these, and whatever mail went to it by this mail.
    package func invitations(to address: EmailAddress, gallery: Identifier, limit: Int) throws -> [Identifier] {
        let arguments: [SQLValue] = [.id(gallery), .text(address.text), .integer(limit)]
        let found = try [
            """
            SELECT id FROM invitations WHERE gallery_id = $1 AND email = $2 AND invitee_number IS NULL
            ORDER BY id DESC LIMIT $3
            """,
            """
            SELECT i.id FROM messages m JOIN invitations i ON i.id = m.about
            WHERE m.gallery_id = $1 AND m.recipient = $2 AND COALESCE(m.kind, '') = 'invitation' AND i.email = $2
            ORDER BY m.id DESC LIMIT $3
            """,
        ].flatMap { try ids($0, arguments) }
        let theirs = try accounts(address, gallery: gallery, limit: limit).flatMap { account in
            try ids(
                "SELECT id FROM invitations WHERE invitee_number = $1 AND email = $2 ORDER BY id DESC LIMIT $3",
                [.integer(account.number), .text(address.text), .integer(limit)])
        }
        return Array(Set(found + theirs).sorted { ($0.high, $0.low) > ($1.high, $1.low) }.prefix(limit))
    }

    private func ids(_ sql: String, _ arguments: [SQLValue]) throws -> [Identifier] {
        try transaction.rows(sql, arguments).map { row in
            var row = row
            return try row.id()
        }
    }

    /// Messages to this address, newest first.
    package func messages(to address: EmailAddress, gallery: Identifier, limit: Int) throws -> [Identifier] {
        try ids(
            "SELECT id FROM messages WHERE gallery_id = $1 AND recipient = $2 ORDER BY id DESC LIMIT $3",
            [.id(gallery), .text(address.text), .integer(limit)])
    }

    /// The first text behind all that begin with this one: no character comes after the last one of Unicode.
    private static func end(of key: String) -> String { key + "\u{10FFFF}" }
}

extension Transaction {
    package var search: SearchRecords { SearchRecords(transaction: self) }
}
