import Crypto
public import Foundation

/// Tells whether a request is a webhook of the service, and reads the event in it (Standard Webhooks 1.0.0).
///
/// ```swift
/// let verifier = try WebhookVerifier(secrets: [secret])
/// let event = try verifier.verify(body: bytes, headers: request.headers)
/// ```
///
/// Verify the body's bytes as they came, before anything parses them. Answer with a 2xx once the event is stored;
/// the same event can come more than once, with the same ``Event/id``, and events can come in another order than that
/// of the feed. What has to be in order, or must not be missed, is better read from ``EventCalls/follow(after:wait:)``.
public struct WebhookVerifier: Sendable {
    private let keys: [SymmetricKey]
    private let tolerance: Duration
    private let now: @Sendable () -> Date

    /// Takes the secrets that are valid now.
    ///
    /// - Parameters:
    ///   - secrets: One, or while it is rotated two: a request is genuine where any of them signed it.
    ///   - tolerance: How far a request's timestamp may be from now, either way.
    ///   - now: The clock.
    /// - Throws: ``WebhookError/badSecret(_:)``.
    public init(
        secrets: [Secret], tolerance: Duration = .seconds(300), now: @escaping @Sendable () -> Date = { Date() }
    ) throws(WebhookError) {
        var keys: [SymmetricKey] = []
        for (index, secret) in secrets.enumerated() {
            guard secret.text.hasPrefix(Self.prefix),
                let bytes = Data(base64Encoded: String(secret.text.dropFirst(Self.prefix.count))),
                (24...64).contains(bytes.count)
            else { throw .badSecret(index) }
            keys.append(SymmetricKey(data: bytes))
        }
        self.keys = keys
        self.tolerance = tolerance
        self.now = now
    }

    /// Verifies a request and reads its event.
    ///
    /// - Parameters:
    ///   - body: The body as it came.
    ///   - headers: The request's headers as pairs of name and value, names in any case: those of NIO, Hummingbird and
    ///     Vapor can be given as they are, or mapped.
    /// - Throws: ``WebhookError``; answer such a request with 400 or 401.
    public func verify(
        body: some Collection<UInt8>, headers: some Sequence<(name: String, value: String)>
    ) throws(WebhookError) -> Event {
        var found: [String: String] = [:]
        for (name, value) in headers {
            let name = name.lowercased()
            guard Self.headers.contains(name) else { continue }
            // Which of two would hold is a matter of opinion, and so of attack.
            guard found.updateValue(value, forKey: name) == nil else { throw .badHeader(name) }
        }
        func header(_ name: String) throws(WebhookError) -> String {
            guard let value = found[name] else { throw .badHeader(name) }
            return value
        }
        return try verify(
            body: body, id: try header(Self.headers[0]), timestamp: try header(Self.headers[1]),
            signature: try header(Self.headers[2]))
    }

    /// Verifies a request by the values of its three headers and reads its event.
    ///
    /// - Parameters:
    ///   - body: The body as it came.
    ///   - id: The value of `webhook-id`.
    ///   - timestamp: The value of `webhook-timestamp`.
    ///   - signature: The value of `webhook-signature`.
    /// - Throws: ``WebhookError``.
    public func verify(
        body: some Collection<UInt8>, id: String, timestamp: String, signature: String
    ) throws(WebhookError) -> Event {
        try verifySignature(body: body, id: id, timestamp: timestamp, signature: signature)
        do {
            return try JSONCoding.decode(Payload.self, from: body).data
        } catch {
            throw .badBody
        }
    }

    private static let prefix = "whsec_"
    private static let headers = ["webhook-id", "webhook-timestamp", "webhook-signature"]

    /// What a body is: the event, with its type and time once more around it.
    private struct Payload: Decodable {
        var data: Event
    }
}

extension WebhookVerifier {
    /// Verifies a request without reading its body.
    ///
    /// - Throws: ``WebhookError``.
    public func verifySignature(
        body: some Collection<UInt8>, id: String, timestamp: String, signature: String
    ) throws(WebhookError) {
        guard (1...255).contains(id.utf8.count), !id.utf8.contains(UInt8(ascii: ".")) else {
            throw .badHeader(Self.headers[0])
        }
        guard (1...15).contains(timestamp.utf8.count), timestamp.utf8.allSatisfy({ (48...57).contains($0) }),
            let seconds = Int64(timestamp)
        else { throw .badHeader(Self.headers[1]) }
        // A list as long as an attacker likes would be work as long as they like.
        guard signature.utf8.count <= 4096 else { throw .badHeader(Self.headers[2]) }
        let age = Duration.milliseconds(Int64((now().timeIntervalSince1970 - Double(seconds)) * 1000))
        guard age <= tolerance, age >= .zero - tolerance else { throw .outOfTime }
        let content = Array("\(id).\(timestamp).".utf8) + body
        for candidate in signature.split(separator: " ") where candidate.hasPrefix("v1,") {
            guard let given = Data(base64Encoded: String(candidate.dropFirst(3))) else { continue }
            // Compares in constant time.
            let isRight = keys.contains {
                HMAC<SHA256>.isValidAuthenticationCode(given, authenticating: content, using: $0)
            }
            if isRight { return }
        }
        throw .badSignature
    }
}

extension WebhookVerifier: CustomStringConvertible, CustomReflectable {
    /// How many secrets there are; none of them.
    public var description: String { "WebhookVerifier with \(keys.count) secret\(keys.count == 1 ? "" : "s")" }

    /// Without children, so that `dump` shows no secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
