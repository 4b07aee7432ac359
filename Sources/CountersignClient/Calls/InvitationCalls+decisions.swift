extension InvitationCalls {
    /// Takes a pending invitation back; the invitee hears of it where the mail has left.
    ///
    /// - Parameters:
    ///   - id: The invitation.
    ///   - actor: The owner who does, or the admin's name.
    ///   - admin: That an admin does.
    /// - Throws: `not-an-owner`, or `invitation-STATE` where it is decided.
    public func cancel(
        _ id: String, by actor: String, asAdmin admin: AdminAct? = nil, idempotencyKey: String? = nil
    ) async throws -> Invitation {
        try await call("cancel", id, DecisionBody(by: actor, admin: admin), idempotencyKey)
    }

    /// Sends a pending invitation anew: with a new link, and the old one is dead.
    ///
    /// - Throws: `rate-limited` where it is too early, `not-an-owner`, `invitation-STATE`.
    public func resend(
        _ id: String, by actor: String, asAdmin admin: AdminAct? = nil, idempotencyKey: String? = nil
    ) async throws -> Invitation {
        try await call("resend", id, DecisionBody(by: actor, admin: admin), idempotencyKey)
    }

    /// Accepts for an account that is signed in at the gallery.
    ///
    /// - Parameters:
    ///   - id: The invitation.
    ///   - username: The signed-in account.
    ///   - ticket: What the confirm page handed over, where the gallery accepts in a signed-in way only.
    /// - Throws: `not-the-invitee`, `invitation-STATE`.
    public func accept(
        _ id: String, by username: String, ticket: String? = nil, idempotencyKey: String? = nil
    ) async throws -> Invitation {
        try await call("accept", id, DecisionBody(by: username, ticket: ticket), idempotencyKey)
    }

    /// Declines for an account that is signed in at the gallery.
    ///
    /// - Parameters:
    ///   - id: The invitation.
    ///   - username: The signed-in account.
    ///   - reason: A few words to the inviter.
    /// - Throws: `not-the-invitee`, `invitation-STATE`.
    public func decline(
        _ id: String, by username: String, reason: String? = nil, idempotencyKey: String? = nil
    ) async throws -> Invitation {
        try await call("decline", id, DecisionBody(by: username, reason: reason), idempotencyKey)
    }

    private func call(_ action: String, _ id: String, _ body: DecisionBody, _ key: String?) async throws -> Invitation {
        try await transport.value(
            .post("invitations.\(action)", ["invitations", id, action], body: body, key: key))
    }

    private struct DecisionBody: Encodable {
        var by: String
        var reason: String?
        var ticket: String?
        var asAdmin: Bool?

        init(by: String, reason: String? = nil, ticket: String? = nil) {
            (self.by, self.reason, self.ticket) = (by, reason, ticket)
        }

        init(by: String, admin: AdminAct?) {
            self.by = by
            reason = admin?.reason
            asAdmin = admin.map { _ in true }
        }
    }
}
