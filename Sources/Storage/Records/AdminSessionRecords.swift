package import Model

/// The browsers in which admins are signed in, found by the digest of what those hold.
package struct AdminSessionRecords {
    let transaction: any Transaction
    private static let columns =
        "id, admin_id, stage, created_at, used_at, proved_at, failures, client, browser, next"

    package func add(_ session: AdminSession, hash: [UInt8]) throws {
        try transaction.run(
            """
            INSERT INTO admin_sessions (
                id, hash, admin_id, stage, created_at, used_at, proved_at, failures, client, browser, next)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            [
                .id(session.id), .blob(hash), .id(session.admin), .text(session.stage.rawValue),
                .time(session.createdAt), .time(session.usedAt), .time(session.provedAt),
                .integer(session.failures), .text(session.client), .text(session.browser), .text(session.next),
            ])
    }

    package func find(hash: [UInt8]) throws -> AdminSession? {
        try transaction.row("SELECT \(Self.columns) FROM admin_sessions WHERE hash = $1", [.blob(hash)])
            .map(Self.read)
    }

    package func find(_ id: Identifier, of admin: Identifier) throws -> AdminSession? {
        try transaction.row(
            "SELECT \(Self.columns) FROM admin_sessions WHERE id = $1 AND admin_id = $2", [.id(id), .id(admin)]
        ).map(Self.read)
    }

    /// An admin's, newest first.
    package func list(of admin: Identifier) throws -> [AdminSession] {
        try transaction.rows(
            "SELECT \(Self.columns) FROM admin_sessions WHERE admin_id = $1 ORDER BY id DESC", [.id(admin)]
        ).map(Self.read)
    }

    /// The same session under a new id and a new secret: whoever knew the old one has nothing.
    ///
    /// When it began stays, where it was a full one already.
    package func replace(_ old: Identifier, with session: AdminSession, hash: [UInt8]) throws {
        try remove(old, of: session.admin)
        try add(session, hash: hash)
    }

    package func noteUse(_ id: Identifier, at now: Timestamp) throws {
        try transaction.run(
            "UPDATE admin_sessions SET used_at = $1 WHERE id = $2 AND used_at < $1", [.time(now), .id(id)])
    }

    package func setFailures(_ failures: Int, of id: Identifier) throws {
        try transaction.run(
            "UPDATE admin_sessions SET failures = $1 WHERE id = $2", [.integer(failures), .id(id)])
    }

    /// The sealed secret that is being enrolled in it; nil where none is.
    package func secret(of id: Identifier) throws -> [UInt8]? {
        var row = try transaction.row("SELECT secret FROM admin_sessions WHERE id = $1", [.id(id)])
        return try row?.optional { try $0.blob() }
    }

    package func setSecret(_ secret: [UInt8]?, of id: Identifier) throws {
        try transaction.run(
            "UPDATE admin_sessions SET secret = $1 WHERE id = $2", [secret.map { .blob($0) } ?? .null, .id(id)])
    }

    /// - Returns: whether there was such a session of this admin.
    @discardableResult
    package func remove(_ id: Identifier, of admin: Identifier) throws -> Bool {
        try transaction.run(
            "DELETE FROM admin_sessions WHERE id = $1 AND admin_id = $2", [.id(id), .id(admin)]) == 1
    }

    /// - Returns: how many there were.
    @discardableResult
    package func removeAll(of admin: Identifier) throws -> Int {
        try transaction.run("DELETE FROM admin_sessions WHERE admin_id = $1", [.id(admin)])
    }

    package func forget(before moment: Timestamp, most: Int) throws -> Int {
        try transaction.run(
            """
            DELETE FROM admin_sessions WHERE id IN (
                SELECT id FROM admin_sessions WHERE created_at < $1 ORDER BY created_at LIMIT $2)
            """,
            [.time(moment), .integer(most)])
    }

    private static func read(_ row: SQLRow) throws -> AdminSession {
        var row = row
        return AdminSession(
            id: try row.id(), admin: try row.id(), stage: try row.value(AdminSession.Stage.self),
            createdAt: try row.time(), usedAt: try row.time(), provedAt: try row.optional { try $0.time() },
            failures: try row.int(), client: try row.optional { try $0.text() }, browser: try row.text(),
            next: try row.optional { try $0.text() })
    }
}

extension Transaction {
    package var adminSessions: AdminSessionRecords { AdminSessionRecords(transaction: self) }
}
