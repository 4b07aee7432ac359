package import Links
package import Model
import Storage

/// The browsers in which admins are signed in.
package struct AdminSessions: Sendable {
    let context: WorkflowContext
    let life: AdminLife

    package init(_ context: WorkflowContext, life: AdminLife = AdminLife()) {
        self.context = context
        self.life = life
    }

    /// How far a browser has come.
    package enum Visit: Sendable {
        /// There is no session, or none any more.
        case none(AdminSession.Standing?)
        /// The admin reads the mail, and has yet to prove the second factor, or to get one.
        case halfway(Admin, AdminSession)
        case full(AdminVisitor)
    }

    /// Whom a request comes from.
    ///
    /// That a session was used is written once a minute at most.
    package func visit(_ token: BrowserToken?) async throws -> Visit {
        guard let token else { return .none(nil) }
        let (life, now) = (life, context.clock())
        let found = try await context.database.read { transaction -> (AdminSession, Admin, [AdminRole])? in
            guard let session = try transaction.adminSessions.find(hash: token.digest),
                let admin = try transaction.admins.find(session.admin)
            else { return nil }
            return (session, admin, session.stage == .full ? try transaction.roles(of: admin.id) : [])
        }
        guard let (session, admin, roles) = found else { return .none(nil) }
        let standing = session.standing(life, at: now)
        guard standing == .good else { return .none(standing) }
        guard session.stage == .full else { return .halfway(admin, session) }
        guard !roles.isEmpty else { return .none(nil) }
        if session.isWorthNoting(life, at: now) {
            try await context.database.write { try $0.adminSessions.noteUse(session.id, at: now) }
        }
        return .full(
            AdminVisitor(
                admin: admin, session: session.id, roles: roles, isFresh: session.isFresh(at: now),
                end: session.end(life), idle: life.idle))
    }

    /// Whether what was begun for a visitor may go on: they are an admin of the gallery still, and have not signed out.
    ///
    /// One that is idle goes on: it was asked for while it was not.
    package func stands(_ visitor: AdminVisitor, in gallery: Identifier) async throws -> Bool {
        let (life, now) = (life, context.clock())
        return try await context.database.read { transaction in
            guard let session = try transaction.adminSessions.find(visitor.session, of: visitor.admin.id),
                session.stage == .full, session.standing(life, at: now) != .over
            else { return false }
            return try transaction.admins.roles(of: visitor.admin.id)[gallery] != nil
        }
    }

    /// An admin's own, newest first, but for those that are over.
    package func list(of visitor: AdminVisitor) async throws -> [AdminSession] {
        let (life, now) = (life, context.clock())
        return try await context.database.read { transaction in
            try transaction.adminSessions.list(of: visitor.admin.id).filter {
                $0.stage == .full && $0.standing(life, at: now) == .good
            }
        }
    }

    /// How many backup codes an admin has left.
    package func countCodes(of visitor: AdminVisitor) async throws -> Int {
        try await context.database.read { try $0.admins.countCodes(of: visitor.admin.id) }
    }

    /// Ends the session of a browser, whatever its stage; without one, nothing happens.
    package func signOut(_ token: BrowserToken) async throws {
        let context = context
        let cause = context.cause()
        try await context.database.write { transaction in
            guard let session = try transaction.adminSessions.find(hash: token.digest) else { return }
            try transaction.adminSessions.remove(session.id, of: session.admin)
            guard session.stage == .full, let admin = try transaction.admins.find(session.admin) else { return }
            try context.tell(.adminSignedOut, admin, transaction, cause: cause)
        }
    }

    /// Ends one session of the visitor's own.
    ///
    /// - Returns: false where they have none such.
    package func end(_ session: Identifier, by visitor: AdminVisitor) async throws -> Bool {
        let context = context
        let cause = context.cause()
        return try await context.database.write { transaction -> Bool in
            guard try transaction.adminSessions.remove(session, of: visitor.admin.id) else { return false }
            try context.tell(
                .adminSignedOut, visitor.admin, via: session == visitor.session ? nil : "another session", transaction,
                cause: cause)
            return true
        }
    }

    /// Ends all sessions of the visitor's own, this one included.
    package func endAll(by visitor: AdminVisitor) async throws {
        let context = context
        let cause = context.cause()
        try await context.database.write { transaction in
            try transaction.adminSessions.removeAll(of: visitor.admin.id)
            try transaction.admins.forgetBrowsers(of: visitor.admin.id)
            try context.tell(.adminSignedOut, visitor.admin, via: "all sessions", transaction, cause: cause)
        }
    }
}
