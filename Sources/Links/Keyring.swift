import Crypto

/// The keys that links are signed with: the newest signs, all that are in it verify.
///
/// A token is 60 characters of base 64: format, key id, claims, and the first 128 bits of an HMAC-SHA-256 (RFC 2104)
/// over all that stands before it. Sixty is what survives the wrapping of plain-text mail.
package struct Keyring: Sendable {
    /// One signing key.
    ///
    /// The id stands in each token that it signs.
    package struct Key: Sendable {
        package let id: UInt8
        let secret: SymmetricKey

        /// - Parameter secret: 32 bytes.
        package init(id: UInt8, secret: [UInt8]) {
            self.id = id
            self.secret = SymmetricKey(data: secret)
        }
    }

    /// The number of characters of every token.
    package static let tokenLength = 60

    private static let format: UInt8 = 1
    private static let macLength = 16
    private static let signedLength = 2 + LinkClaims.encodedLength
    /// Keeps these MACs apart from any other use that a key might ever be put to.
    private static let context = Array("countersign link\0".utf8)

    private let keys: [UInt8: SymmetricKey]
    private let newest: Key
    /// Verifies nothing: an unknown key id costs as much time as a known one.
    private let decoy = SymmetricKey(size: .bits256)

    /// - Parameters:
    ///   - newest: The key that signs.
    ///   - older: Keys that only verify.
    package init(newest: Key, older: [Key] = []) {
        self.newest = newest
        keys = Dictionary((older + [newest]).map { ($0.id, $0.secret) }) { _, last in last }
    }

    /// The token for these claims: the same claims and key always give the same token.
    package func sign(_ claims: LinkClaims) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.signedLength + Self.macLength)
        bytes.append(Self.format)
        bytes.append(newest.id)
        claims.append(to: &bytes)
        bytes.append(contentsOf: Self.mac(of: bytes[...], with: newest.secret))
        return Base64URL.encode(bytes)
    }

    /// The claims of a token that one of the keys signed; nil for everything else, whatever is wrong with it.
    ///
    /// Says nothing of whether it has expired: that is a decision, and this is arithmetic.
    package func verify(_ token: some StringProtocol) -> LinkClaims? {
        guard token.utf8.count == Self.tokenLength, let bytes = Base64URL.decode(token) else { return nil }
        let signed = bytes[..<Self.signedLength]
        let key = keys[bytes[1]]
        let mac = Self.mac(of: signed, with: key ?? decoy)
        let authentic = ConstantTime.isEqual(mac, bytes[Self.signedLength...])
        guard authentic, key != nil, bytes[0] == Self.format else { return nil }
        return LinkClaims(signed.dropFirst(2))
    }

    private static func mac(of bytes: ArraySlice<UInt8>, with key: SymmetricKey) -> [UInt8] {
        var authentication = HMAC<SHA256>(key: key)
        authentication.update(data: context)
        authentication.update(data: bytes)
        return Array(authentication.finalize().prefix(macLength))
    }
}
