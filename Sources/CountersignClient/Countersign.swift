public import AsyncHTTPClient
public import Logging

/// A client of Countersign for one gallery's backend.
///
/// Make one and keep it: it holds connections open, and may be used from any number of tasks.
///
/// ```swift
/// let countersign = try Countersign(baseURL: "https://confirm.example.org", key: Secret(keyFromTheVault))
/// let invitation = try await countersign.invitations.invite(
///     Account("bob", email: "bob@example.org"), to: "Contoso.Utils", by: "ann")
/// await countersign.close()
/// ```
///
/// Every call throws ``CountersignError`` or, in a cancelled task, `CancellationError`. Calls are tried again as
/// ``RetryPolicy`` says; a POST carries one `Idempotency-Key` over all its attempts and so takes effect once. Where a
/// call may be repeated by another process, after a restart for instance, give it a key of your own (`idempotencyKey`)
/// that is kept with the job.
public struct Countersign: Sendable {
    let transport: Transport

    /// Sets a client up; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - baseURL: Where the service is, such as `https://confirm.example.org`.
    ///   - key: The gallery's API key (`cs_…`).
    ///   - http: An HTTP client to use and not to close; nil makes one, which ``close()`` closes. One of your own should
    ///     follow no redirects.
    ///   - retry: How often and how long a call is tried.
    ///   - logger: Where retries are told of at the level `debug`; no key, name or address is logged.
    /// - Throws: ``CountersignError/configuration(_:)`` for a base URL or a key that cannot be one.
    public init(
        baseURL: String, key: Secret, http: HTTPClient? = nil, retry: RetryPolicy = .standard, logger: Logger? = nil
    ) throws(CountersignError) {
        let base = try BaseURL(baseURL)
        guard !key.text.isEmpty, key.text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .configuration("the key is empty, or holds a space or a line's end")
        }
        transport = Transport(
            base: base, key: key, connections: http.map(Connections.init) ?? Connections(), policy: retry,
            logger: logger)
    }

    init(_ transport: Transport) { self.transport = transport }

    /// The same client, with the same connections, that tries in another way.
    public func retrying(_ policy: RetryPolicy) -> Countersign {
        var transport = transport
        transport.policy = policy
        return Countersign(transport)
    }

    /// Closes the connections that the client made for itself.
    ///
    /// An HTTP client that it was given stays open. Calls that are under way fail.
    public func close() async {
        await transport.connections.close()
    }
}
