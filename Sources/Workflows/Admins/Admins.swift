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
    ///   - override: Whether they may act over the owners' heads in these; nil for as it was, which is no at first.
    ///   - isOperator: Whether they may hold back the mail of all galleries; nil likewise.
    package func add(
        _ email: EmailAddress, name: Name, galleries: [Gallery], override: Bool?, isOperator: Bool?
    ) async throws -> Addition {
        let context = context
        let cause = context.cause()
        return try await context.database.write { transaction -> Addition in
            let now = context.clock()
            if let known = try transaction.admins.find(emailKey: Admin.key(of: email)) {
                guard known.name == name else { return .otherName(known.name) }
                let before = try transaction.admins.roles(of: known.id)
                for gallery in galleries {
                    let may = override ?? (before[gallery.id]?.contains(.override) == true)
                    try transaction.admins.setRole(of: known.id, in: gallery.id, Self.scopes(override: may))
                    guard let words = Self.change(from: before[gallery.id], override: may) else { continue }
                    try context.tell(
                        .adminChanged, known, actor: EventDraft.system, reason: words, in: [gallery], transaction,
                        cause: cause)
                }
                if let isOperator, isOperator != known.isOperator {
                    try transaction.admins.setOperator(known.id, isOperator)
                    // It concerns every gallery that they have, whichever was named.
                    try context.tell(
                        .adminChanged, known, actor: EventDraft.system,
                        reason: isOperator ? "is an operator from now on" : "is no operator any more", transaction,
                        cause: cause)
                }
                return .changed(try transaction.admins.find(known.id) ?? known)
            }
            guard try transaction.admins.find(nameKey: name.key) == nil else { return .nameTaken }
            let code = SetupCode.make()
            let admin = Admin(
                id: context.makeID(now), name: name, email: email, isOperator: isOperator == true, createdAt: now)
            try transaction.admins.add(admin, setupHash: SetupCode.hash(code), until: now + AdminLife.setup)
            for gallery in galleries {
                try transaction.admins.setRole(of: admin.id, in: gallery.id, Self.scopes(override: override == true))
            }
            try context.tell(.adminAdded, admin, actor: EventDraft.system, in: galleries, transaction, cause: cause)
            return .added(admin, setupCode: code)
        }
    }

    /// What becomes of somebody's rights in a gallery, in our words; nil where they stay as they were.
    ///
    /// - Parameter before: Nil where they had no part in it.
    private static func change(from before: Set<Scope>?, override: Bool) -> String? {
        guard let before else {
            return override ? "has this gallery from now on, and may override" : "has this gallery from now on"
        }
        guard before.contains(.override) != override else { return nil }
        return override ? "may override from now on" : "may not override any more"
    }

    private static func scopes(override: Bool) -> Set<Scope> { override ? [.admin, .override] : [.admin] }

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

    /// How taking galleries from an admin came out.
    package enum Withdrawal: Sendable, Equatable {
        case withdrawn(Admin)
        /// They had no others, and are an admin no more.
        case removed(Admin)
        /// They do not have this one.
        case notTheirs(Admin, Gallery)
        /// Nobody has the address.
        case unknown
    }

    /// Takes galleries from an admin, from the next request on; the cases that they had there wait for somebody else.
    ///
    /// Where they have no others, they are removed: who has none cannot sign in.
    package func remove(_ email: EmailAddress, from galleries: [Gallery]) async throws -> Withdrawal {
        let context = context
        let cause = context.cause()
        return try await context.database.write { transaction -> Withdrawal in
            guard let admin = try transaction.admins.find(emailKey: Admin.key(of: email)) else { return .unknown }
            let before = try transaction.admins.roles(of: admin.id)
            if let other = galleries.first(where: { before[$0.id] == nil }) { return .notTheirs(admin, other) }
            try context.tell(
                .adminRemoved, admin, actor: EventDraft.system, in: galleries, transaction, cause: cause)
            let isLast = Set(before.keys).isSubset(of: galleries.map(\.id))
            if isLast {
                try transaction.admins.remove(admin.id)
            } else {
                for gallery in galleries { try transaction.admins.removeRole(of: admin.id, in: gallery.id) }
            }
            for gallery in galleries {
                try context.work(in: transaction, for: gallery, cause: cause).releaseCases(of: admin)
            }
            return isLast ? .removed(admin) : .withdrawn(admin)
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
