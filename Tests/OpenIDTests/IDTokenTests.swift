import Crypto
import CryptoExtras
import Foundation
import Links
import Model
import Testing

@testable import OpenID

/// What of an ID token is believed, and what is not.
@Suite struct IDTokenTests {
    private static let now = Timestamp(seconds: 1_800_000_000)
    private static let expectations = IDTokenExpectations(
        issuer: "https://id.example.org/", clientID: "countersign", nonce: "the-nonce", now: now)
    private static let rsa = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }
    private static let ec = P256.Signing.PrivateKey()

    private static func base64(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }

    private static func claims(_ change: (inout [String: Any]) -> Void = { _ in }) -> [String: Any] {
        var claims: [String: Any] = [
            "iss": "https://id.example.org/", "aud": "countersign", "sub": "1", "exp": now.seconds + 300,
            "iat": now.seconds, "nonce": "the-nonce", "email": "Root@Example.org", "email_verified": true,
        ]
        change(&claims)
        return claims
    }

    private static func signed(
        _ claims: [String: Any], header: [String: Any] = ["alg": "ES256", "kid": "ec"],
        sign: (Data) throws -> Data = { try ec.signature(for: SHA256.hash(data: $0)).rawRepresentation }
    ) throws -> String {
        let parts = try [header, claims].map { base64(try JSONSerialization.data(withJSONObject: $0)) }
        let text = parts.joined(separator: ".")
        return text + "." + base64(try sign(Data(text.utf8)))
    }

    private static func keys() throws -> JSONWebKeySet {
        let point = ec.publicKey.rawRepresentation
        let primitives = try rsa.get().publicKey.getKeyPrimitives()
        return JSONWebKeySet(keys: [
            JSONWebKey(kty: "EC", kid: "ec", crv: "P-256", x: base64(point.prefix(32)), y: base64(point.suffix(32))),
            JSONWebKey(
                kty: "RSA", kid: "rsa", use: "sig", n: base64(primitives.modulus),
                e: base64(primitives.publicExponent)),
        ])
    }

    @Test func bothAlgorithmsAreTaken() throws {
        let email = try EmailAddress("Root@Example.org")
        let one = try Self.expectations.identity(in: try Self.signed(Self.claims()), keys: try Self.keys())
        #expect(one == OpenIDIdentity(email: email, provedAt: nil))
        let token = try Self.signed(
            Self.claims { $0["auth_time"] = Self.now.seconds - 5 }, header: ["alg": "RS256", "kid": "rsa"]
        ) { try Self.rsa.get().signature(for: SHA256.hash(data: $0), padding: .insecurePKCS1v1_5).rawRepresentation }
        let other = try Self.expectations.identity(in: token, keys: try Self.keys())
        #expect(other == OpenIDIdentity(email: email, provedAt: Self.now - .seconds(5)))
    }

    private struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (inout [String: Any]) -> Void

        init(_ description: String, _ change: @escaping @Sendable (inout [String: Any]) -> Void) {
            testDescription = description
            self.change = change
        }
    }

    private static let wrong: [Change] = [
        Change("another issuer") { $0["iss"] = "https://id.example.org" },
        Change("no issuer") { $0["iss"] = nil },
        Change("another client") { $0["aud"] = "other" },
        Change("several clients without azp") { $0["aud"] = ["countersign", "other"] },
        Change("issued to another") { $0["azp"] = "other" },
        Change("several, issued to another") {
            $0["aud"] = ["countersign", "other"]
            $0["azp"] = "other"
        },
        Change("too old") { $0["exp"] = now.seconds - 60 },
        Change("without an end") { $0["exp"] = nil },
        Change("of the future") { $0["iat"] = now.seconds + 61 },
        Change("another nonce") { $0["nonce"] = "the-nonc3" },
        Change("no nonce") { $0["nonce"] = nil },
        Change("no address") { $0["email"] = nil },
        Change("no address that is one") { $0["email"] = "root" },
        Change("not verified") { $0["email_verified"] = false },
        Change("not verified, as text") { $0["email_verified"] = "false" },
        Change("nothing of verification") { $0["email_verified"] = nil },
    ]

    @Test(arguments: wrong)
    private func whatIsWrongIsNotBelieved(change: Change) throws {
        let token = try Self.signed(Self.claims(change.change))
        #expect(throws: OpenIDFlaw.self) { try Self.expectations.identity(in: token, keys: try Self.keys()) }
    }

    @Test func whatNoKeySignedIsNotBelieved() throws {
        let keys = try Self.keys()
        let good = try Self.signed(Self.claims())
        let parts = good.split(separator: ".")
        let foreign = P256.Signing.PrivateKey()
        let tokens = [
            try Self.signed(Self.claims(), header: ["alg": "none"]) { _ in Data() },
            try Self.signed(Self.claims(), header: ["alg": "HS256", "kid": "ec"]) {
                Data(
                    HMAC<SHA256>.authenticationCode(
                        for: $0, using: SymmetricKey(data: Self.ec.publicKey.rawRepresentation)))
            },
            try Self.signed(Self.claims()) { try foreign.signature(for: SHA256.hash(data: $0)).rawRepresentation },
            // The algorithm of one key with the id of another.
            try Self.signed(Self.claims(), header: ["alg": "ES256", "kid": "rsa"]),
            try Self.signed(Self.claims(), header: ["alg": "RS256", "kid": "ec"]),
            try Self.signed(Self.claims(), header: ["alg": "ES256", "kid": "unknown"]),
            try Self.signed(Self.claims(), header: ["alg": "ES256", "kid": "ec", "crit": ["x"]]),
            "\(parts[0]).\(Self.base64(try JSONSerialization.data(withJSONObject: Self.claims { $0["email"] = "eve@example.org" }))).\(parts[2])",
            "\(parts[0]).\(parts[1]).", "\(parts[0]).\(parts[1])", "", "..", good + ".x",
            String(repeating: "a", count: 20_000),
        ]
        for token in tokens {
            #expect(throws: OpenIDFlaw.self) { try Self.expectations.identity(in: token, keys: keys) }
        }
        _ = try Self.expectations.identity(in: good, keys: keys)
    }

    @Test func aShortKeyOfRSAIsNone() throws {
        let weak = try _RSA.Signing.PrivateKey(unsafeKeySize: .init(bitCount: 1024))
        let primitives = try weak.publicKey.getKeyPrimitives()
        let keys = JSONWebKeySet(keys: [
            JSONWebKey(
                kty: "RSA", kid: "rsa", n: Self.base64(primitives.modulus), e: Self.base64(primitives.publicExponent))
        ])
        let token = try Self.signed(Self.claims(), header: ["alg": "RS256", "kid": "rsa"]) {
            try weak.signature(for: SHA256.hash(data: $0), padding: .insecurePKCS1v1_5).rawRepresentation
        }
        #expect(throws: OpenIDFlaw.self) { try Self.expectations.identity(in: token, keys: keys) }
    }

    @Test func aChallengeFollowsFromTheBrowserAlone() {
        let browser = BrowserToken.make()
        let (one, again, other) = (
            OpenIDChallenge(browser), OpenIDChallenge(browser), OpenIDChallenge(BrowserToken.make())
        )
        #expect(one.state == again.state && one.verifier == again.verifier && one.codeChallenge == again.codeChallenge)
        #expect(Set([one.state, one.nonce, one.verifier, other.state, other.nonce, other.verifier]).count == 6)
        #expect((43...128).contains(one.verifier.utf8.count) && one.codeChallenge.utf8.count == 43)
    }

    @Test(arguments: [
        ("https://id.example.org/x", true), ("http://127.0.0.1:8080/x", true), ("http://localhost/x", true),
        ("http://id.example.org/x", false), ("http://localhost@evil.example/x", false), ("ftp://localhost/x", false),
        ("javascript:alert(1)", false), ("", false), ("https://", false),
    ])
    func anEndpointIsOfHTTPS(url: String, isSafe: Bool) { #expect(OpenIDProvider.isSafe(url) == isSafe) }
}
