import Crypto

/// A secret that one browser holds in a cookie: 264 random bits, of which the service keeps the digest alone.
package struct BrowserToken: Sendable {
    private static let length = 33

    /// The value of the cookie.
    package let text: String
    private let bytes: [UInt8]

    /// A fresh one.
    package static func make() -> BrowserToken {
        let bytes = SymmetricKey(size: .init(bitCount: length * 8)).withUnsafeBytes { Array($0) }
        return BrowserToken(bytes: bytes)
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
        text = Base64URL.encode(bytes)
    }

    /// Nil for what cannot be one of ours.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count == Self.length / 3 * 4, let bytes = Base64URL.decode(text) else { return nil }
        self.init(bytes: bytes)
    }

    /// What is kept of it: a plain digest is enough where there is nothing to guess.
    package var digest: [UInt8] { Array(SHA256.hash(data: Array("countersign browser\0".utf8) + bytes)) }

    /// What a form carries to show that it came from a page of this browser (OWASP: HMAC-based token pattern).
    package var nonce: String {
        let mac = HMAC<SHA256>.authenticationCode(
            for: Array("countersign form".utf8), using: SymmetricKey(data: bytes))
        return Base64URL.encode(Array(mac.prefix(24)))
    }

    /// What follows from the token for one use, and tells nothing of it or of what follows for another.
    package func derived(for use: String) -> String {
        let mac = HMAC<SHA384>.authenticationCode(
            for: Array("countersign \(use)".utf8), using: SymmetricKey(data: bytes))
        return Base64URL.encode(Array(mac))
    }

    /// Compares in a time that tells nothing.
    package func hasNonce(_ given: String) -> Bool {
        ConstantTime.isEqual(Array(nonce.utf8), Array(given.utf8))
    }
}
