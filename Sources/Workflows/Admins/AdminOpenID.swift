package import Links
package import Model
import Storage

/// Signing in by an identity provider, which vouches for the admin's address.
package struct AdminOpenID: Sendable {
    let context: WorkflowContext
    let life: AdminLife

    package init(_ context: WorkflowContext, life: AdminLife = AdminLife()) {
        self.context = context
        self.life = life
    }

    /// Begins a session for the admin with an address, or proves one again that is there.
    ///
    /// - Parameters:
    ///   - provedAt: When the provider asked who it is; nil where it does not tell, and what needs that to be fresh asks
    ///     again.
    ///   - before: What the browser holds of a session that it has; of the same admin, the new one ends when that would.
    ///   - client: The network address, for the admin's own list of sessions.
    ///   - agent: The family of the browser.
    /// - Returns: nil where nobody with this address is an admin.
    package func enter(
        _ email: EmailAddress, provedAt: Timestamp?, before: BrowserToken?, client: String?, agent: String
    ) async throws -> BrowserToken? {
        let (context, life) = (context, life)
        let cause = context.cause()
        return try await context.database.write { transaction -> BrowserToken? in
            let now = context.clock()
            guard let admin = try transaction.admins.find(emailKey: Admin.key(of: email)) else { return nil }
            let found = try before.flatMap { try Halfway.load($0, transaction, life, now) }
            let old = found?.session
            let isSame = old?.admin == admin.id && old?.stage == .full
            let token = BrowserToken.make()
            let session = AdminSession(
                id: context.makeID(now), admin: admin.id, stage: .full,
                createdAt: isSame ? old?.createdAt ?? now : now, usedAt: now, provedAt: provedAt.map { min($0, now) },
                client: client, browser: agent)
            if let old {
                try transaction.adminSessions.remove(old.id, of: old.admin)
                // Of the same admin it goes on as the new one.
                if !isSame { try context.tell(end: old, by: admin, transaction, cause: cause) }
            }
            try transaction.adminSessions.add(session, hash: token.digest)
            try context.tell(
                .adminSignedIn, admin, via: (isSame ? "again: " : "") + "identity provider", transaction, cause: cause)
            return token
        }
    }
}
