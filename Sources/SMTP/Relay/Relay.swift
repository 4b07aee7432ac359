/// One SMTP server that takes our mail, as an entry of `smtp.url` names it.
///
/// `smtp://user:pass@host:port/ehlo.name?tls=required|none&plaintext=allowed` or `smtps://…`. Nothing that describes
/// a relay shows its credentials.
package struct Relay: Sendable, Hashable {
    package enum Encryption: String, Sendable, CaseIterable {
        /// The conversation is readable on the way.
        case none
        /// STARTTLS (RFC 3207), and nothing is said beyond it unless it succeeds.
        case starttls
        /// TLS from the first byte (RFC 8314, 3.3).
        case implicit
    }

    /// A name, or an address without brackets; lower case.
    package let host: String
    package let port: Int
    package let encryption: Encryption
    package let credentials: Credentials?
    /// How we introduce ourselves: a domain name or an address literal (RFC 5321, 4.1.4).
    package let ehloName: String

    /// Whether mail to it passes a network unencrypted: worth a warning that stays.
    package var isReadableOnTheWay: Bool { encryption == .none && !HostName.isLoopback(host) }

    /// What libcurl is told: the path becomes the EHLO name.
    var url: String {
        let name = ehloName.replacing("[", with: "%5B").replacing("]", with: "%5D")
        return "\(address)/\(name)"
    }

    private var address: String {
        let host = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return "\(encryption == .implicit ? "smtps" : "smtp")://\(host):\(port)"
    }
}

extension Relay: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { address }
    package var debugDescription: String { address }
    package var customMirror: Mirror { Mirror(self, children: ["address": address]) }
}
