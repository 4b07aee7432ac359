/// Calls about mails: what became of them, and what can be done about it.
public struct MessageCalls: Sendable {
    let transport: Transport

    /// One mail with all its attempts.
    ///
    /// - Throws: `unknown-message`.
    public func find(_ id: String) async throws -> Message {
        try await transport.value(.get("messages.find", ["messages", id]))
    }

    /// Mails, oldest first.
    ///
    /// - Parameters:
    ///   - about: The id of what they are about, such as an invitation's.
    ///   - state: Those in this state.
    public func list(about: String? = nil, state: MessageState? = nil) -> PagedSequence<Message> {
        PagedSequence(
            transport, "messages.list", ["messages"], query: [("about", about), ("state", state?.rawValue)])
    }

    /// Tries a mail again that has failed, or waits.
    ///
    /// - Throws: `message-STATE` where that cannot be.
    public func retry(_ id: String, idempotencyKey: String? = nil) async throws -> Message {
        try await call("retry", id, idempotencyKey)
    }

    /// Keeps a mail that has not left from leaving.
    ///
    /// - Throws: `message-STATE` where that cannot be.
    public func cancel(_ id: String, idempotencyKey: String? = nil) async throws -> Message {
        try await call("cancel", id, idempotencyKey)
    }

    private func call(_ action: String, _ id: String, _ key: String?) async throws -> Message {
        try await transport.value(
            .post("messages.\(action)", ["messages", id, action], body: NoFields(), key: key))
    }

    private struct NoFields: Encodable {}
}
