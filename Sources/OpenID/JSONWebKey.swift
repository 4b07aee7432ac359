import Crypto
import CryptoExtras
import Foundation

/// The keys that a provider signs with (RFC 7517), as far as they are for the two algorithms that are taken.
struct JSONWebKeySet: Sendable, Decodable {
    let keys: [JSONWebKey]

    /// The keys that a signature can be of.
    func candidates(_ algorithm: SigningAlgorithm, id: String?) -> [JSONWebKey] {
        keys.filter { key in
            key.kty == algorithm.keyType && key.use ?? "sig" == "sig"
                && key.alg ?? algorithm.rawValue == algorithm.rawValue
                && (id == nil || key.kid == id)
        }
    }
}

struct JSONWebKey: Sendable, Decodable {
    let kty: String
    var kid: String?
    var use: String?
    var alg: String?
    var n: String?
    var e: String?
    var crv: String?
    var x: String?
    var y: String?

    /// Whether a signature over these bytes is of this key.
    ///
    /// RSA keys have at least 2048 bits, or are none.
    func verifies(_ signature: Data, of signed: Data, _ algorithm: SigningAlgorithm) -> Bool {
        switch algorithm {
        case .rs256:
            guard let modulus = n.flatMap(Base64Text.decode), let exponent = e.flatMap(Base64Text.decode),
                let key = try? _RSA.Signing.PublicKey(n: modulus, e: exponent)
            else { return false }
            return key.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature), for: SHA256.hash(data: signed),
                padding: .insecurePKCS1v1_5)
        case .es256:
            guard crv == "P-256", let x = x.flatMap(Base64Text.decode), let y = y.flatMap(Base64Text.decode),
                x.count == 32, y.count == 32,
                let key = try? P256.Signing.PublicKey(rawRepresentation: x + y),
                let parsed = try? P256.Signing.ECDSASignature(rawRepresentation: signature)
            else { return false }
            return key.isValidSignature(parsed, for: SHA256.hash(data: signed))
        }
    }
}

/// The only algorithms that are taken (RFC 7518, 3): `none`, and those with a shared secret, are not among them.
enum SigningAlgorithm: String, Sendable, CaseIterable {
    case rs256 = "RS256"
    case es256 = "ES256"

    var keyType: String {
        switch self {
        case .rs256: "RSA"
        case .es256: "EC"
        }
    }
}

/// Base 64 with the URL-safe alphabet and without padding (RFC 7515, 2).
enum Base64Text {
    static func decode(_ text: some StringProtocol) -> Data? {
        guard text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "=") })
        else { return nil }
        var plain = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        plain += String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        return Data(base64Encoded: plain)
    }
}
