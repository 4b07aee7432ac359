import AsyncHTTPClient
import Crypto
import Foundation
package import Links
package import Logging
package import Model
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Synchronization

/// What an operator sets.
package struct OpenIDSettings: Sendable {
    package var issuer: String
    package var clientID: String
    /// Nil for a client without one, which PKCE alone protects.
    package var clientSecret: String?
    /// Where the provider sends people back to.
    package var redirectURI: String

    package init(issuer: String, clientID: String, clientSecret: String?, redirectURI: String) {
        self.issuer = issuer
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.redirectURI = redirectURI
    }
}

/// What a sign-in has to come back with; all of it follows from what the browser holds, and none of it is stored.
package struct OpenIDChallenge: Sendable {
    package let state: String
    package let nonce: String
    package let verifier: String

    /// - Parameter browser: What the browser holds in a cookie for this sign-in alone.
    package init(_ browser: BrowserToken) {
        state = browser.derived(for: "openid state")
        nonce = browser.derived(for: "openid nonce")
        verifier = browser.derived(for: "openid verifier")
    }

    /// RFC 7636, 4.2.
    var codeChallenge: String {
        Data(SHA256.hash(data: Data(verifier.utf8))).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

/// An identity provider: OpenID Connect with the authorization code flow, PKCE, state and nonce.
package final class OpenIDProvider: Service {
    private let settings: OpenIDSettings
    private let clock: @Sendable () -> Timestamp
    private let logger: Logger
    private let client: HTTPClient
    private let kept = Mutex(Kept())

    /// What was fetched of the provider, and when.
    private struct Kept {
        var metadata: (Metadata, Timestamp)?
        var keys: (JSONWebKeySet, Timestamp)?
    }

    /// How long what was fetched is believed.
    private static let keptFor: Duration = .seconds(3600)
    /// Keys are not fetched anew more often than this, however many tokens name unknown ones.
    private static let leastBetween: Duration = .seconds(30)
    private static let timeout: TimeAmount = .seconds(10)
    private static let longestAnswer = 512 * 1024

    package init(
        _ settings: OpenIDSettings, logger: Logger, clock: @escaping @Sendable () -> Timestamp = { .wallClock() }
    ) {
        self.settings = settings
        self.logger = logger
        self.clock = clock
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = .init(connect: .seconds(5), read: Self.timeout)
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Holds its connections until the service stops.
    package func run() async throws {
        try? await gracefulShutdown()
        try await client.shutdown()
    }

    /// Where a browser is to be sent.
    ///
    /// - Parameters:
    ///   - more: Comes back behind the state.
    ///   - again: Whether people have to prove who they are though they are signed in there.
    /// - Throws: ``OpenIDFlaw`` where the provider does not answer, or not as it should.
    package func authorizationURL(
        _ challenge: OpenIDChallenge, carrying more: String, again: Bool
    ) async throws(OpenIDFlaw) -> String {
        let metadata = try await metadata()
        var query = [
            ("response_type", "code"), ("client_id", settings.clientID), ("redirect_uri", settings.redirectURI),
            ("scope", "openid email"), ("state", challenge.state + more), ("nonce", challenge.nonce),
            ("code_challenge", challenge.codeChallenge), ("code_challenge_method", "S256"),
        ]
        if again { query += [("prompt", "login"), ("max_age", "0")] }
        let mark = metadata.authorization_endpoint.contains("?") ? "&" : "?"
        return metadata.authorization_endpoint + mark + Self.form(query)
    }

    /// Redeems what the provider sent a browser back with.
    ///
    /// - Throws: ``OpenIDFlaw`` for everything that is not right.
    package func identity(of code: String, _ challenge: OpenIDChallenge) async throws(OpenIDFlaw) -> OpenIDIdentity {
        let metadata = try await metadata()
        var request = HTTPClientRequest(url: metadata.token_endpoint)
        request.method = .POST
        request.headers = ["content-type": "application/x-www-form-urlencoded", "accept": "application/json"]
        var fields = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", settings.redirectURI),
            ("code_verifier", challenge.verifier),
        ]
        if let secret = settings.clientSecret {
            let pair = "\(Self.escaped(settings.clientID)):\(Self.escaped(secret))"
            request.headers.add(name: "authorization", value: "Basic \(Data(pair.utf8).base64EncodedString())")
        } else {
            fields.append(("client_id", settings.clientID))
        }
        request.body = .bytes(ByteBuffer(string: Self.form(fields)))
        let answer: TokenAnswer = try await fetch(request, "the token endpoint")
        let expectations = IDTokenExpectations(
            issuer: settings.issuer, clientID: settings.clientID, nonce: challenge.nonce, now: clock())
        do throws(OpenIDFlaw) {
            return try expectations.identity(in: answer.id_token, keys: try await keys(metadata, anew: false))
        } catch {
            // The provider may have new keys.
            guard let anew = try await freshKeys(metadata) else { throw error }
            return try expectations.identity(in: answer.id_token, keys: anew)
        }
    }

    // MARK: Fetching

    // Named as the standards name them.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    private struct Metadata: Decodable, Sendable {
        let issuer: String
        let authorization_endpoint: String
        let token_endpoint: String
        let jwks_uri: String
    }

    // swift-format-ignore: AlwaysUseLowerCamelCase
    private struct TokenAnswer: Decodable {
        let id_token: String
    }

    private func metadata() async throws(OpenIDFlaw) -> Metadata {
        let now = clock()
        if let (metadata, at) = kept.withLock({ $0.metadata }), now - at < Self.keptFor { return metadata }
        let issuer = settings.issuer.hasSuffix("/") ? String(settings.issuer.dropLast()) : settings.issuer
        let found: Metadata = try await fetch(
            HTTPClientRequest(url: issuer + "/.well-known/openid-configuration"), "the provider's configuration")
        guard found.issuer.utf8.elementsEqual(settings.issuer.utf8) else {
            throw OpenIDFlaw("the provider calls itself another issuer than admin.oidc.issuer")
        }
        for endpoint in [found.authorization_endpoint, found.token_endpoint, found.jwks_uri] {
            guard Self.isSafe(endpoint) else { throw OpenIDFlaw("an endpoint of the provider is not one of https") }
        }
        kept.withLock { $0.metadata = (found, now) }
        return found
    }

    private func keys(_ metadata: Metadata, anew: Bool) async throws(OpenIDFlaw) -> JSONWebKeySet {
        let now = clock()
        if !anew, let (keys, at) = kept.withLock({ $0.keys }), now - at < Self.keptFor { return keys }
        let found: JSONWebKeySet = try await fetch(HTTPClientRequest(url: metadata.jwks_uri), "the provider's keys")
        kept.withLock { $0.keys = (found, now) }
        return found
    }

    /// Nil where they were fetched just now.
    private func freshKeys(_ metadata: Metadata) async throws(OpenIDFlaw) -> JSONWebKeySet? {
        let now = clock()
        guard let at = kept.withLock({ $0.keys?.1 }), now - at >= Self.leastBetween else { return nil }
        return try await keys(metadata, anew: true)
    }

    private func fetch<Answer: Decodable>(
        _ request: HTTPClientRequest, _ what: String
    ) async throws(OpenIDFlaw) -> Answer {
        let body: ByteBuffer
        do {
            let response = try await client.execute(request, timeout: Self.timeout)
            guard response.status == .ok else {
                throw OpenIDFlaw("\(what) answered \(response.status.code)")
            }
            body = try await response.body.collect(upTo: Self.longestAnswer)
        } catch let flaw as OpenIDFlaw {
            throw flaw
        } catch {
            logger.debug("the identity provider does not answer", metadata: ["error": "\(error)"])
            throw OpenIDFlaw("\(what) could not be read")
        }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(body.readableBytesView)) else {
            throw OpenIDFlaw("\(what) is not what it should be")
        }
        return answer
    }

    /// Whether it is of https, or of this very machine.
    package static func isSafe(_ text: String) -> Bool {
        guard let url = URL(string: text), let host = url.host(), url.user == nil else { return false }
        if url.scheme == "https" { return true }
        return url.scheme == "http" && ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host)
    }

    private static func form(_ fields: [(String, String)]) -> String {
        fields.map { "\($0)=\(escaped($1))" }.joined(separator: "&")
    }

    private static func escaped(_ text: String) -> String {
        let plain = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}
