import Crypto
import FoundationEssentials

/// A key that deliveries to one endpoint are signed with: Standard Webhooks 1.0.0, symmetric signatures.
package struct WebhookSecret: Sendable {
    /// What the text form begins with.
    package static let prefix = "whsec_"
    /// How many bytes a secret of ours has; the standard asks for 24 to 64.
    package static let length = 32

    /// The key itself: what the text form holds in base 64.
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads the text form; nil for anything else.
    package init?(text: String) {
        guard text.hasPrefix(Self.prefix),
            let data = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))), (24...64).contains(data.count)
        else { return nil }
        bytes = Array(data)
    }

    /// A fresh one.
    package static func make() -> WebhookSecret {
        WebhookSecret(bytes: SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) })
    }

    /// What the endpoint's owner is given: `whsec_…`.
    package var text: String { Self.prefix + Data(bytes).base64EncodedString() }

    /// The signature of one delivery: `v1,` and the HMAC-SHA-256 (RFC 2104) of `id.timestamp.body` in base 64.
    ///
    /// - Parameters:
    ///   - id: The `webhook-id`; holds no full stop.
    ///   - timestamp: The `webhook-timestamp`, in seconds since the epoch.
    ///   - body: The bytes as they are sent.
    package func signature(id: String, timestamp: Int64, body: [UInt8]) -> String {
        var authentication = HMAC<SHA256>(key: SymmetricKey(data: bytes))
        authentication.update(data: Array("\(id).\(timestamp).".utf8))
        authentication.update(data: body)
        return "v1," + Data(authentication.finalize()).base64EncodedString()
    }
}
