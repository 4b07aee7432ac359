/// Calls about invitations.
public struct InvitationCalls: Sendable {
    let transport: Transport

    /// Invites somebody to own a package, by mail.
    ///
    /// Where an invitation of that account to that package is pending, it is answered, and nothing is sent.
    ///
    /// - Parameters:
    ///   - invitee: The account with its address; an address alone for somebody without an account.
    ///   - package: The package.
    ///   - inviter: The owner who invites, or the admin's name.
    ///   - note: A few words to the invitee, at most 500 characters.
    ///   - manner: As a further owner, as a successor, or by an admin.
    ///   - idempotencyKey: A key of your own for repeating the call from elsewhere; nil makes one for this call.
    /// - Throws: `not-an-owner`, `unknown-package`, `already-owner`, `too-many-owners`, `rate-limited`, `invalid`.
    public func invite(
        _ invitee: Account, to package: String, by inviter: String, note: String? = nil,
        as manner: InvitationManner = .coOwner, idempotencyKey: String? = nil
    ) async throws -> Placed<Invitation> {
        var body = InviteBody(invitee: invitee, invitedBy: inviter, note: note)
        switch manner {
        case .coOwner: break
        case .transfer: body.transfer = true
        case .admin(let act): (body.asAdmin, body.reason) = (true, act.reason)
        }
        let answer = try await transport.send(
            .post("invitations.invite", ["packages", package, "invitations"], body: body, key: idempotencyKey))
        return Placed(try answer.decode(), isNew: answer.status == 201)
    }

    /// Invites many, with an answer for each.
    ///
    /// - Parameter entries: At most 1,000.
    /// - Returns: as many outcomes, in the same order.
    public func invite(
        _ entries: [InvitationRequest], idempotencyKey: String? = nil
    ) async throws -> [InvitationOutcome] {
        let call = try Call.post(
            "invitations.bulk", ["invitations", "bulk"], body: BulkBody(invitations: entries), key: idempotencyKey)
        return try await transport.value(call, as: BulkAnswer.self).results
    }

    /// One invitation.
    ///
    /// - Throws: `unknown-invitation`.
    public func find(_ id: String) async throws -> Invitation {
        try await transport.value(.get("invitations.find", ["invitations", id]))
    }

    /// Invitations, oldest first, that match everything that is given.
    public func list(
        package: String? = nil, invitee: String? = nil, invitedBy: String? = nil, state: InvitationState? = nil
    ) -> PagedSequence<Invitation> {
        PagedSequence(
            transport, "invitations.list", ["invitations"],
            query: [
                ("package", package), ("invitee", invitee), ("invitedBy", invitedBy), ("state", state?.rawValue),
            ])
    }

    private struct InviteBody: Encodable {
        var invitee: Account
        var invitedBy: String
        var note: String?
        var transfer: Bool?
        var asAdmin: Bool?
        var reason: String?
    }

    private struct BulkBody: Encodable {
        var invitations: [InvitationRequest]
    }

    private struct BulkAnswer: Decodable {
        var results: [InvitationOutcome]
    }
}
