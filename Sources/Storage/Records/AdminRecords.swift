package import Model

/// What an admin signs in with beside the mailbox, as it is kept.
package struct AdminCredentials: Sendable, Equatable {
    /// The SHA-256 of the code that enrols; nil once it was used.
    package var setupHash: [UInt8]?
    package var setupUntil: Timestamp?
    /// Of the one-time codes, sealed; nil before enrolment.
    package var secret: [UInt8]?
    /// The step whose code was used last.
    package var lastStep: Int64?
    package var backOff: BackOff

    package init(
        setupHash: [UInt8]? = nil, setupUntil: Timestamp? = nil, secret: [UInt8]? = nil, lastStep: Int64? = nil,
        backOff: BackOff = BackOff()
    ) {
        self.setupHash = setupHash
        self.setupUntil = setupUntil
        self.secret = secret
        self.lastStep = lastStep
        self.backOff = backOff
    }
}

/// Admins, their galleries, and what they sign in with.
package struct AdminRecords {
    let transaction: any Transaction
    private static let columns = "id, name, name_key, email, is_operator, created_at, enrolled_at"

    package func add(_ admin: Admin, setupHash: [UInt8], until: Timestamp) throws {
        try transaction.run(
            """
            INSERT INTO admins (id, email, email_key, name, name_key, is_operator, created_at, setup_hash, setup_until)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .id(admin.id), .text(admin.email.text), .text(Admin.key(of: admin.email)), .text(admin.name.text),
                .text(admin.name.key), .flag(admin.isOperator), .time(admin.createdAt), .blob(setupHash),
                .time(until),
            ])
    }

    package func find(_ id: Identifier) throws -> Admin? {
        try transaction.row("SELECT \(Self.columns) FROM admins WHERE id = $1", [.id(id)]).map(Self.read)
    }

    /// - Parameter key: `Admin.key(of:)`.
    package func find(emailKey key: String) throws -> Admin? {
        try transaction.row("SELECT \(Self.columns) FROM admins WHERE email_key = $1", [.text(key)]).map(Self.read)
    }

    package func find(nameKey key: String) throws -> Admin? {
        try transaction.row("SELECT \(Self.columns) FROM admins WHERE name_key = $1", [.text(key)]).map(Self.read)
    }

    /// All of them, by name; there are few.
    package func list() throws -> [Admin] {
        try transaction.rows("SELECT \(Self.columns) FROM admins ORDER BY name_key").map(Self.read)
    }

    /// Those of one gallery, by name.
    package func list(gallery: Identifier) throws -> [Admin] {
        let columns = Self.columns.split(separator: ", ").map { "a.\($0)" }.joined(separator: ", ")
        return try transaction.rows(
            """
            SELECT \(columns) FROM admin_roles r JOIN admins a ON a.id = r.admin_id WHERE r.gallery_id = $1
            ORDER BY a.name_key
            """, [.id(gallery)]
        ).map(Self.read)
    }

    /// With everything that is theirs: roles, codes, sessions.
    package func remove(_ id: Identifier) throws {
        try transaction.run("DELETE FROM admins WHERE id = $1", [.id(id)])
    }

    package func setOperator(_ id: Identifier, _ isOperator: Bool) throws {
        try transaction.run(
            "UPDATE admins SET is_operator = $1 WHERE id = $2", [.flag(isOperator), .id(id)])
    }

    private static func read(_ row: SQLRow) throws -> Admin {
        var row = row
        return Admin(
            id: try row.id(), name: Name(stored: try row.text(), key: try row.text()), email: try row.address(),
            isOperator: try row.bool(), createdAt: try row.time(), enrolledAt: try row.optional { try $0.time() })
    }
}

extension AdminRecords {
    // MARK: Roles

    /// What an admin may do in each gallery, by its id.
    package func roles(of admin: Identifier) throws -> [Identifier: Set<Scope>] {
        let rows = try transaction.rows(
            "SELECT gallery_id, scopes FROM admin_roles WHERE admin_id = $1", [.id(admin)])
        var roles: [Identifier: Set<Scope>] = [:]
        for var row in rows {
            let gallery = try row.id()
            roles[gallery] = Set(try row.text().split(separator: " ").compactMap { Scope(rawValue: String($0)) })
        }
        return roles
    }

    package func setRole(of admin: Identifier, in gallery: Identifier, _ scopes: Set<Scope>) throws {
        try transaction.run(
            """
            INSERT INTO admin_roles (admin_id, gallery_id, scopes) VALUES ($1, $2, $3)
            ON CONFLICT (admin_id, gallery_id) DO UPDATE SET scopes = excluded.scopes
            """,
            [.id(admin), .id(gallery), .text(scopes.map(\.rawValue).sorted().joined(separator: " "))])
    }

    package func removeRole(of admin: Identifier, in gallery: Identifier) throws {
        try transaction.run(
            "DELETE FROM admin_roles WHERE admin_id = $1 AND gallery_id = $2", [.id(admin), .id(gallery)])
    }

    // MARK: Credentials

    package func credentials(of admin: Identifier) throws -> AdminCredentials? {
        guard
            var row = try transaction.row(
                """
                SELECT setup_hash, setup_until, secret, last_step, failures, failed_at FROM admins WHERE id = $1
                """, [.id(admin)])
        else { return nil }
        return AdminCredentials(
            setupHash: try row.optional { try $0.blob() }, setupUntil: try row.optional { try $0.time() },
            secret: try row.optional { try $0.blob() }, lastStep: try row.optional { try $0.integer() },
            backOff: BackOff(failures: try row.int(), last: try row.optional { try $0.time() }))
    }

    /// Back to the beginning: without a second factor, and with a new code that enrols.
    package func reset(_ admin: Identifier, setupHash: [UInt8], until: Timestamp) throws {
        try transaction.run(
            """
            UPDATE admins SET setup_hash = $1, setup_until = $2, secret = NULL, last_step = NULL, enrolled_at = NULL,
            failures = 0, failed_at = NULL WHERE id = $3
            """,
            [.blob(setupHash), .time(until), .id(admin)])
        try transaction.run("DELETE FROM admin_codes WHERE admin_id = $1", [.id(admin)])
    }

    /// From now on these are what the admin signs in with; the code that enrols is used up.
    package func enrol(
        _ admin: Identifier, secret: [UInt8], step: Int64, codes: [[UInt8]], at now: Timestamp
    ) throws {
        try transaction.run(
            """
            UPDATE admins SET setup_hash = NULL, setup_until = NULL, secret = $1, last_step = $2, enrolled_at = $3,
            failures = 0, failed_at = NULL WHERE id = $4
            """,
            [.blob(secret), .integer(step), .time(now), .id(admin)])
        try replaceCodes(of: admin, with: codes)
    }

    package func replaceCodes(of admin: Identifier, with codes: [[UInt8]]) throws {
        try transaction.run("DELETE FROM admin_codes WHERE admin_id = $1", [.id(admin)])
        for code in codes {
            try transaction.run(
                "INSERT INTO admin_codes (admin_id, hash) VALUES ($1, $2)", [.id(admin), .blob(code)])
        }
    }

    /// Uses a step up.
    ///
    /// - Parameter plausible: The last step that can have been used by now: one beyond it was while the clock was ahead.
    /// - Returns: false where it, or a later one, was used meanwhile.
    package func use(step: Int64, plausible: Int64, of admin: Identifier) throws -> Bool {
        try transaction.run(
            """
            UPDATE admins SET last_step = $1, failures = 0, failed_at = NULL
            WHERE id = $2 AND secret IS NOT NULL AND (last_step IS NULL OR last_step < $1 OR last_step > $3)
            """,
            [.integer(step), .id(admin), .integer(plausible)]) == 1
    }

    /// Uses a backup code up; false where there is none such.
    package func use(code hash: [UInt8], of admin: Identifier) throws -> Bool {
        guard
            try transaction.run(
                "DELETE FROM admin_codes WHERE admin_id = $1 AND hash = $2", [.id(admin), .blob(hash)]) == 1
        else { return false }
        try keep(BackOff(), of: admin)
        return true
    }

    /// How many backup codes are left.
    package func countCodes(of admin: Identifier) throws -> Int {
        var row = try transaction.row("SELECT COUNT(*) FROM admin_codes WHERE admin_id = $1", [.id(admin)])
        return try row?.int() ?? 0
    }

    package func keep(_ backOff: BackOff, of admin: Identifier) throws {
        try transaction.run(
            "UPDATE admins SET failures = $1, failed_at = $2 WHERE id = $3",
            [.integer(backOff.failures), .time(backOff.last), .id(admin)])
    }
}

extension AdminRecords {
    // MARK: Browsers that were signed in with before

    package func remember(browser hash: [UInt8], of admin: Identifier, until: Timestamp) throws {
        try transaction.run(
            "INSERT INTO admin_browsers (hash, admin_id, until) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING",
            [.blob(hash), .id(admin), .time(until)])
    }

    /// - Returns: false for one that is known no longer, whether or not it was forgotten by then.
    package func knows(browser hash: [UInt8], of admin: Identifier, at now: Timestamp) throws -> Bool {
        try transaction.row(
            "SELECT 1 FROM admin_browsers WHERE hash = $1 AND admin_id = $2 AND until > $3",
            [.blob(hash), .id(admin), .time(now)]) != nil
    }

    package func forgetBrowsers(of admin: Identifier) throws {
        try transaction.run("DELETE FROM admin_browsers WHERE admin_id = $1", [.id(admin)])
    }

    package func forgetBrowsers(before moment: Timestamp, most: Int) throws -> Int {
        try transaction.run(
            """
            DELETE FROM admin_browsers WHERE hash IN (
                SELECT hash FROM admin_browsers WHERE until < $1 ORDER BY until LIMIT $2)
            """,
            [.time(moment), .integer(most)])
    }
}

extension Transaction {
    package var admins: AdminRecords { AdminRecords(transaction: self) }
}
