package import Model
import Storage

/// Who may work at the admin site: what the command line does.
package struct Admins: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// How adding somebody came out.
    package enum Addition: Sendable {
        /// The code is nowhere to be had again; it enrols once, for ``AdminLife/setup``.
        case added(Admin, setupCode: String)
        /// They were there already, and have these galleries, too, from now on.
        case changed(Admin)
        /// Another admin is called so.
        case nameTaken
        /// Somebody with this address is called otherwise.
        case otherName(Name)
    }

    /// Adds an admin, or gives one that there is further galleries.
    ///
    /// - Parameters:
    ///   - galleries: At least one.
    ///   - override: Whether they may act over the owners' heads in these.
    package func add(
        _ email: EmailAddress, name: Name, galleries: [Gallery], override: Bool, isOperator: Bool
    ) async throws -> Addition {
        let context = context
        let cause = context.cause()
        let scopes: Set<Scope> = override ? [.admin, .override] : [.admin]
        return try await context.database.write { transaction -> Addition in
            let now = context.clock()
            if let known = try transaction.admins.find(emailKey: Admin.key(of: email)) {
                guard known.name == name else { return .otherName(known.name) }
                if isOperator { try transaction.admins.setOperator(known.id, true) }
                for gallery in galleries {
                    let before = try transaction.admins.roles(of: known.id)[gallery.id] ?? []
                    try transaction.admins.setRole(of: known.id, in: gallery.id, scopes.union(before))
                }
                try context.tell(
                    .adminChanged, known, actor: EventDraft.system, in: galleries, transaction, cause: cause)
                return .changed(try transaction.admins.find(known.id) ?? known)
            }
            guard try transaction.admins.find(nameKey: name.key) == nil else { return .nameTaken }
            let code = SetupCode.make()
            let admin = Admin(
                id: context.makeID(now), name: name, email: email, isOperator: isOperator, createdAt: now)
            try transaction.admins.add(admin, setupHash: SetupCode.hash(code), until: now + AdminLife.setup)
            for gallery in galleries { try transaction.admins.setRole(of: admin.id, in: gallery.id, scopes) }
            try context.tell(.adminAdded, admin, actor: EventDraft.system, in: galleries, transaction, cause: cause)
            return .added(admin, setupCode: code)
        }
    }

    /// An admin as a listing shows them.
    package struct Entry: Sendable {
        package var admin: Admin
        package var roles: [AdminRole]
        /// Browsers in which they are signed in, or were lately.
        package var sessions: Int
        package var lastUsedAt: Timestamp?
    }

    /// All of them, by name.
    package func list() async throws -> [Entry] {
        try await context.database.read { transaction in
            try transaction.admins.list().map { admin in
                let sessions = try transaction.adminSessions.list(of: admin.id).filter { $0.stage == .full }
                return Entry(
                    admin: admin, roles: try transaction.roles(of: admin.id), sessions: sessions.count,
                    lastUsedAt: sessions.map(\.usedAt).max())
            }
        }
    }

    /// Those of one gallery, by name.
    package func list(gallery: Identifier) async throws -> [Admin] {
        try await context.database.read { try $0.admins.list(gallery: gallery) }
    }

    /// Removes an admin; their sessions end at once, and the cases that they had wait for somebody else.
    ///
    /// - Returns: who it was; nil where nobody has the address.
    package func remove(_ email: EmailAddress) async throws -> Admin? {
        let context = context
        let cause = context.cause()
        return try await context.database.write { transaction -> Admin? in
            guard let admin = try transaction.admins.find(emailKey: Admin.key(of: email)) else { return nil }
            try context.tell(.adminRemoved, admin, actor: EventDraft.system, transaction, cause: cause)
            let galleries = try transaction.roles(of: admin.id).map(\.gallery)
            try transaction.admins.remove(admin.id)
            for gallery in galleries {
                try context.work(in: transaction, for: gallery, cause: cause).releaseCases(of: admin)
            }
            return admin
        }
    }

    /// Back to before enrolment, as for somebody who has lost their phone: all that they signed in with is void, and
    /// their sessions end.
    ///
    /// - Returns: the admin and the code that enrols anew; nil where nobody has the address.
    package func reset(_ email: EmailAddress) async throws -> (admin: Admin, setupCode: String)? {
        let context = context
        let cause = context.cause()
        return try await context.database.write { transaction -> (admin: Admin, setupCode: String)? in
            guard let admin = try transaction.admins.find(emailKey: Admin.key(of: email)) else { return nil }
            let code = SetupCode.make()
            try transaction.admins.reset(
                admin.id, setupHash: SetupCode.hash(code), until: context.clock() + AdminLife.setup)
            try transaction.adminSessions.removeAll(of: admin.id)
            try transaction.adminSignIns.removeAll(of: admin.id)
            try transaction.admins.forgetBrowsers(of: admin.id)
            try context.tell(
                .adminChanged, admin, actor: EventDraft.system, reason: "the second factor was reset", transaction,
                cause: cause)
            return (admin, code)
        }
    }
}
