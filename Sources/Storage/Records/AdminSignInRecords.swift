package import Model

/// A link by which an admin signs in, as it is kept: which browser asked for it, and whether it was used.
package struct AdminSignInRow: Sendable, Equatable {
    package var id: Identifier
    package var admin: Identifier
    /// The digest of the asking browser's token.
    package var browser: [UInt8]
    package var expiresAt: Timestamp
    package var usedAt: Timestamp?
    package var next: String?

    package init(
        id: Identifier, admin: Identifier, browser: [UInt8], expiresAt: Timestamp, usedAt: Timestamp? = nil,
        next: String? = nil
    ) {
        self.id = id
        self.admin = admin
        self.browser = browser
        self.expiresAt = expiresAt
        self.usedAt = usedAt
        self.next = next
    }
}

/// Links by which admins sign in.
package struct AdminSignInRecords {
    let transaction: any Transaction

    package func add(_ signIn: AdminSignInRow) throws {
        try transaction.run(
            """
            INSERT INTO admin_sign_ins (id, admin_id, browser, expires_at, next) VALUES ($1, $2, $3, $4, $5)
            """,
            [.id(signIn.id), .id(signIn.admin), .blob(signIn.browser), .time(signIn.expiresAt), .text(signIn.next)])
    }

    package func find(_ id: Identifier) throws -> AdminSignInRow? {
        guard
            var row = try transaction.row(
                "SELECT id, admin_id, browser, expires_at, used_at, next FROM admin_sign_ins WHERE id = $1",
                [.id(id)])
        else { return nil }
        return AdminSignInRow(
            id: try row.id(), admin: try row.id(), browser: try row.blob(), expiresAt: try row.time(),
            usedAt: try row.optional { try $0.time() }, next: try row.optional { try $0.text() })
    }

    /// - Returns: false where it was used before.
    package func use(_ id: Identifier, at now: Timestamp) throws -> Bool {
        try transaction.run(
            "UPDATE admin_sign_ins SET used_at = $1 WHERE id = $2 AND used_at IS NULL", [.time(now), .id(id)]) == 1
    }

    /// All of them, used or not: the admin was reset.
    package func removeAll(of admin: Identifier) throws {
        try transaction.run("DELETE FROM admin_sign_ins WHERE admin_id = $1", [.id(admin)])
    }

    package func forget(before moment: Timestamp, most: Int) throws -> Int {
        try transaction.run(
            """
            DELETE FROM admin_sign_ins WHERE id IN (
                SELECT id FROM admin_sign_ins WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)
            """,
            [.time(moment), .integer(most)])
    }
}

extension Transaction {
    package var adminSignIns: AdminSignInRecords { AdminSignInRecords(transaction: self) }
}
