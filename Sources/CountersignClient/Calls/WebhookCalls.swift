/// Calls about webhooks; they need the scope `admin`.
public struct WebhookCalls: Sendable {
    let transport: Transport

    /// Has events sent to an address.
    ///
    /// - Parameters:
    ///   - url: An https address that the service can reach.
    ///   - types: Types of events, or prefixes that end in `.*`; empty for all.
    ///   - description: What it is for.
    /// - Returns: the webhook with its secret, which is not shown again.
    public func add(
        _ url: String, types: [String] = [], description: String? = nil, idempotencyKey: String? = nil
    ) async throws -> WebhookWithSecret {
        let body = WebhookBody(url: url, types: types.isEmpty ? nil : types, description: description)
        return try await transport.value(.post("webhooks.add", ["webhooks"], body: body, key: idempotencyKey))
    }

    /// One webhook, with the tag that a change of it names.
    public func find(_ id: String) async throws -> Tagged<Webhook> {
        let answer = try await transport.send(.get("webhooks.find", ["webhooks", id]))
        return Tagged(try answer.decode(), etag: answer.etag)
    }

    /// All webhooks of the gallery.
    public func list() -> PagedSequence<Webhook> {
        PagedSequence(transport, "webhooks.list", ["webhooks"])
    }

    /// Changes what is given of a webhook.
    ///
    /// - Parameters:
    ///   - id: The webhook.
    ///   - etag: The tag of the state that the change was made from.
    ///   - state: ``WebhookState/active`` switches one on again that failed for too long.
    /// - Throws: with status 412 where it was changed since to something else.
    public func change(
        _ id: String, ifMatch etag: String?, url: String? = nil, types: [String]? = nil, description: String? = nil,
        state: WebhookState? = nil
    ) async throws -> Tagged<Webhook> {
        let body = WebhookBody(url: url, types: types, description: description, state: state)
        let answer = try await transport.send(
            .patch("webhooks.change", ["webhooks", id], body: body, ifMatch: etag) { answer in
                let now = try answer.decode(Webhook.self)
                return (url.map { now.url == $0 } ?? true) && (types.map { Set(now.types) == Set($0) } ?? true)
                    && (description.map { now.description == $0 } ?? true) && (state.map { now.state == $0 } ?? true)
            })
        return Tagged(try answer.decode(), etag: answer.etag)
    }

    /// Deletes a webhook; what waits for it is not sent any more.
    public func remove(_ id: String) async throws {
        _ = try await transport.send(.delete("webhooks.remove", ["webhooks", id]))
    }

    /// Gives a webhook a new secret; the old one signs beside it for a day.
    public func rotate(_ id: String, idempotencyKey: String? = nil) async throws -> WebhookWithSecret {
        try await transport.value(
            .post("webhooks.rotate", ["webhooks", id, "rotate"], body: NoFields(), key: idempotencyKey))
    }

    private struct WebhookBody: Encodable {
        var url: String?
        var types: [String]?
        var description: String?
        var state: WebhookState?
    }

    private struct NoFields: Encodable {}
}
