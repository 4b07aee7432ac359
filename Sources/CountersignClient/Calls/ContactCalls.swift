/// Calls that let a person write to the owners of a package.
public struct ContactCalls: Sendable {
    let transport: Transport

    /// Mails a person's message to each owner, and a copy to the person.
    ///
    /// - Parameters:
    ///   - message: Plain text, at most 4,000 characters.
    ///   - package: Whose owners are written to.
    ///   - sender: Who writes; the address is needed.
    ///   - shareAddress: Whether the owners see the address and can answer to it.
    public func send(
        _ message: String, toOwnersOf package: String, from sender: Account, shareAddress: Bool = false,
        idempotencyKey: String? = nil
    ) async throws -> ContactReceipt {
        let body = ContactBody(from: sender, message: message, shareAddress: shareAddress ? true : nil)
        return try await transport.value(
            .post("contact.send", ["packages", package, "contact"], body: body, key: idempotencyKey))
    }

    private struct ContactBody: Encodable {
        var from: Account
        var message: String
        var shareAddress: Bool?
    }
}
