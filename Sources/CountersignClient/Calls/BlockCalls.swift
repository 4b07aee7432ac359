/// Calls about who refuses invitations.
public struct BlockCalls: Sendable {
    let transport: Transport

    /// Refuses invitations for somebody.
    ///
    /// - Parameters:
    ///   - recipient: Whom it protects.
    ///   - inviter: Refuses those of this account.
    ///   - package: Refuses those to this package. With neither, all are refused.
    /// - Returns: the block; not new where it was there already.
    public func add(
        _ recipient: BlockedRecipient, inviter: String? = nil, package: String? = nil, idempotencyKey: String? = nil
    ) async throws -> Placed<Block> {
        var body = BlockBody(inviter: inviter, package: package)
        switch recipient {
        case .email(let email): body.email = email
        case .username(let username): body.username = username
        }
        let answer = try await transport.send(.post("blocks.add", ["blocks"], body: body, key: idempotencyKey))
        return Placed(try answer.decode(), isNew: answer.status == 201)
    }

    /// One block.
    public func find(_ id: String) async throws -> Block {
        try await transport.value(.get("blocks.find", ["blocks", id]))
    }

    /// Blocks, oldest first.
    ///
    /// - Parameters:
    ///   - email: Those that protect this address.
    ///   - username: Those that protect this account.
    public func list(email: String? = nil, username: String? = nil) -> PagedSequence<Block> {
        PagedSequence(transport, "blocks.list", ["blocks"], query: [("email", email), ("username", username)])
    }

    /// Takes a block back.
    public func remove(_ id: String) async throws {
        _ = try await transport.send(.delete("blocks.remove", ["blocks", id]))
    }

    private struct BlockBody: Encodable {
        var email: String?
        var username: String?
        var inviter: String?
        var package: String?
    }
}
