import Foundation
import Links
package import Model

/// Who signed in, as the provider vouches for it.
package struct OpenIDIdentity: Sendable, Equatable {
    package let email: EmailAddress
    /// When they proved to the provider who they are, where it tells.
    package let provedAt: Timestamp?
}

/// What is asked of an ID token (OpenID Connect Core 1.0, 3.1.3.7).
struct IDTokenExpectations: Sendable {
    let issuer: String
    let clientID: String
    let nonce: String
    let now: Timestamp

    /// How far the provider's clock may be off.
    private static let leeway: Duration = .seconds(60)
    private static let longest = 16 * 1024

    /// The identity in a token, where everything about it is right.
    ///
    /// The signature is looked at before anything that it says.
    func identity(in token: String, keys: JSONWebKeySet) throws(OpenIDFlaw) -> OpenIDIdentity {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard token.utf8.count <= Self.longest, parts.count == 3,
            let header = Base64Text.decode(parts[0]).flatMap({ try? JSONDecoder().decode(Header.self, from: $0) }),
            let payload = Base64Text.decode(parts[1]), let signature = Base64Text.decode(parts[2])
        else { throw OpenIDFlaw("the ID token cannot be read") }
        guard let algorithm = SigningAlgorithm(rawValue: header.alg), header.crit == nil else {
            throw OpenIDFlaw("the ID token is signed in a way that is not taken; RS256 and ES256 are")
        }
        let signed = Data("\(parts[0]).\(parts[1])".utf8)
        let candidates = keys.candidates(algorithm, id: header.kid)
        guard candidates.contains(where: { $0.verifies(signature, of: signed, algorithm) }) else {
            throw OpenIDFlaw("no key of the provider has signed the ID token")
        }
        guard let claims = try? JSONDecoder().decode(Claims.self, from: payload) else {
            throw OpenIDFlaw("the ID token's claims cannot be read")
        }
        try check(claims)
        return try identity(claims)
    }

    private func check(_ claims: Claims) throws(OpenIDFlaw) {
        guard claims.iss.utf8.elementsEqual(issuer.utf8) else {
            throw OpenIDFlaw("the ID token is of another issuer")
        }
        guard claims.aud.all.contains(clientID) else { throw OpenIDFlaw("the ID token is for another client") }
        guard claims.aud.all.count == 1 || claims.azp != nil, claims.azp ?? clientID == clientID else {
            throw OpenIDFlaw("the ID token was issued to another client")
        }
        guard Self.moment(claims.exp) + Self.leeway > now else { throw OpenIDFlaw("the ID token is too old") }
        guard Self.moment(claims.iat) <= now + Self.leeway else {
            throw OpenIDFlaw("the ID token is of the future: one of the two clocks is wrong")
        }
        guard let given = claims.nonce, ConstantTime.isEqual(Array(given.utf8), Array(nonce.utf8)) else {
            throw OpenIDFlaw("the ID token is of another sign-in")
        }
    }

    private func identity(_ claims: Claims) throws(OpenIDFlaw) -> OpenIDIdentity {
        guard let text = claims.email, let email = try? EmailAddress(text) else {
            throw OpenIDFlaw("the ID token names no address; the scope 'email' gives one")
        }
        guard claims.email_verified?.isTrue == true else {
            throw OpenIDFlaw("the provider has not verified the address")
        }
        return OpenIDIdentity(email: email, provedAt: claims.auth_time.map(Self.moment))
    }

    /// Seconds since the epoch; what is out of all bounds is far away.
    private static func moment(_ seconds: Double) -> Timestamp {
        Timestamp(milliseconds: Int64(max(-1e15, min(1e15, seconds.isNaN ? 0 : seconds)) * 1000))
    }

    private struct Header: Decodable {
        let alg: String
        let kid: String?
        let crit: [String]?
    }

    // Named as the standard names them.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    private struct Claims: Decodable {
        let iss: String
        let aud: Audience
        let azp: String?
        let exp: Double
        let iat: Double
        let nonce: String?
        let email: String?
        let email_verified: Truth?
        let auth_time: Double?
    }

    /// One audience or several.
    private struct Audience: Decodable {
        let all: [String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let one = try? container.decode(String.self) {
                all = [one]
            } else {
                all = try container.decode([String].self)
            }
        }
    }

    /// Some providers write it as text.
    private struct Truth: Decodable {
        let isTrue: Bool

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let flag = try? container.decode(Bool.self) {
                isTrue = flag
            } else {
                isTrue = try container.decode(String.self) == "true"
            }
        }
    }
}
