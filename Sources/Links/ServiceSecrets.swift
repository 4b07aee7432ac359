import Crypto
package import FoundationEssentials

/// What the service keeps secret besides the keys of links, all of it derived from one root that stays the same when
/// those are rotated.
///
/// It lives with the keyring, outside the database, so that a stolen database neither tells whose addresses are
/// suppressed nor signs a webhook.
package struct ServiceSecrets: Sendable {
    private let addresses: SymmetricKey
    private let box: SymmetricKey

    /// - Parameter root: 32 bytes.
    package init(root: some ContiguousBytes) {
        let root = SymmetricKey(data: root)
        func derived(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: root, info: Array("countersign \(purpose)".utf8), outputByteCount: 32)
        }
        addresses = derived("addresses")
        box = derived("box")
    }

    /// What stands for a mail address where it is to be recognised and not to be read: its HMAC-SHA-256 (RFC 2104).
    ///
    /// A plain digest of an address is found by trying addresses.
    ///
    /// - Parameters:
    ///   - address: Already folded to the spelling that is to be compared.
    ///   - purpose: Digests for one purpose tell nothing of those for another.
    package func digest(of address: String, for purpose: String) -> [UInt8] {
        var authentication = HMAC<SHA256>(key: addresses)
        authentication.update(data: Array("\(purpose)\0".utf8))
        authentication.update(data: Array(address.utf8))
        return Array(authentication.finalize())
    }

    /// Encrypts what the database is to hold (ChaCha20-Poly1305, RFC 8439).
    ///
    /// - Parameter owner: What it belongs to; it opens for nothing else.
    package func seal(_ secret: [UInt8], for owner: [UInt8]) throws -> [UInt8] {
        Array(try ChaChaPoly.seal(secret, using: box, authenticating: owner).combined)
    }

    /// - Throws: where it was sealed for something else, with another root, or was changed.
    package func open(_ sealed: [UInt8], for owner: [UInt8]) throws -> [UInt8] {
        Array(try ChaChaPoly.open(try ChaChaPoly.SealedBox(combined: sealed), using: box, authenticating: owner))
    }
}
