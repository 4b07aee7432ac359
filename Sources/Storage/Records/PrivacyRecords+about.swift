package import Model

/// What is known of an account, for whoever has its address.
extension PrivacyRecords {
    /// A package and how an account came to own it.
    package struct OwnedPackage: Sendable, Equatable {
        package var package: String
        package var since: Timestamp
        package var via: OwnershipOrigin
    }

    /// Oldest first.
    package func ownerships(of account: Int64) throws -> [OwnedPackage] {
        try transaction.rows(
            """
            SELECT p.package, o.since, o.via FROM ownerships o JOIN packages p ON p.number = o.package_number
            WHERE o.account_number = $1 ORDER BY o.since, o.package_number
            """,
            [.integer(account)]
        ).map { row in
            var row = row
            return OwnedPackage(
                package: try row.text(), since: try row.time(), via: try row.value(OwnershipOrigin.self))
        }
    }

    /// Ids of invitations to an account, or of its own, oldest first.
    package func invitations(of account: Int64, asInviter: Bool, after: Identifier?, limit: Int) throws -> [Identifier]
    {
        let column = asInviter ? "inviter_number" : "invitee_number"
        return try ids(
            "SELECT id FROM invitations WHERE \(column) = $1 AND id > $2 ORDER BY id LIMIT $3",
            [.integer(account), .id(after ?? Identifier(high: 0, low: 0)), .integer(limit)])
    }

    /// Ids of versions that an account published, oldest first.
    ///
    /// Walks through all publications, once for all pages.
    package func publications(of account: Int64, after: Identifier?, limit: Int) throws -> [Identifier] {
        try ids(
            "SELECT id FROM publications WHERE id > $1 AND publisher_number = $2 ORDER BY id LIMIT $3",
            [.id(after ?? Identifier(high: 0, low: 0)), .integer(account), .integer(limit)])
    }

    /// What was written to the owners of a package, while it is remembered, and in which gallery.
    package func contact(_ id: Identifier) throws -> (contact: Contact, gallery: Identifier)? {
        try transaction.row(
            """
            SELECT p.number, p.package, p.package_key, c.recipients, c.created_at, c.gallery_id
            FROM contacts c JOIN packages p ON p.number = c.package_number WHERE c.id = $1
            """,
            [.id(id)]
        ).map { row in
            var row = row
            let package = KnownPackage(
                number: try row.integer(), id: Name(stored: try row.text(), key: try row.text()))
            let contact = Contact(id: id, package: package, recipients: try row.int(), createdAt: try row.time())
            return (contact, try row.id())
        }
    }

    private func ids(_ sql: String, _ arguments: [SQLValue]) throws -> [Identifier] {
        try transaction.rows(sql, arguments).map { row in
            var row = row
            return try row.id()
        }
    }
}
