import Links
import Model
import Storage

extension WorkflowContext {
    /// Tells each gallery of an admin what they did, or what was done with them.
    ///
    /// - Parameters:
    ///   - actor: Who did it; the admin's own name where it is nil.
    ///   - via: By what means, in our words.
    ///   - reason: Why, in our words. No address is in it, and nothing secret.
    func tell(
        _ type: EventType, _ admin: Admin, actor: String? = nil, via: String? = nil, reason: String? = nil,
        in galleries: [Gallery]? = nil, _ transaction: any Transaction, cause: Cause
    ) throws {
        var data = EventData(username: admin.name.text)
        (data.via, data.reason) = (via, reason)
        let draft = EventDraft(
            type, actor: actor ?? admin.name.text, subject: admin.id.description, data: data)
        // Signing in, nobody is signed in yet: but it is known who it is, and where they are.
        var cause = cause
        if actor == nil { cause.origin = .admin(admin.id, address: cause.client) }
        for gallery in try galleries ?? transaction.roles(of: admin.id).map(\.gallery) {
            try work(in: transaction, for: gallery, cause: cause).append([draft])
        }
    }

    /// Tells that a session has ended because somebody signs in anew in its browser; one that was only halfway is none.
    ///
    /// - Parameter admin: Who signs in: the session may be another's.
    func tell(
        end session: AdminSession, by admin: Admin, _ transaction: any Transaction, cause: Cause
    ) throws {
        guard session.stage == .full, let owner = try transaction.admins.find(session.admin) else { return }
        try tell(
            .adminSignedOut, owner, actor: owner.id == admin.id ? nil : admin.name.text,
            via: "a new sign-in in the same browser", transaction, cause: cause)
    }
}

extension Transaction {
    /// An admin's galleries that can be read, by slug, with what they may do there.
    func roles(of admin: Identifier) throws -> [AdminRole] {
        let scopes = try admins.roles(of: admin)
        guard !scopes.isEmpty else { return [] }
        return try galleries.all().compactMap { gallery in
            scopes[gallery.id].map { AdminRole(gallery: gallery, scopes: $0) }
        }
    }
}
