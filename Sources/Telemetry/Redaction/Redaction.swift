/// The last line of defence against secrets in logs: whoever logs should not have them in the text at all.
///
/// Replaced are, wherever they stand in a text:
/// - confirmation tokens behind `/c/`, `/u/`, `/recovery/status/` and `/admin/in/` (also percent-encoded): `/c/***`;
/// - API keys and webhook secrets: `cs_***`, `whsec_***`;
/// - user and password of a URL: `smtp://***@relay.example:587`, and a `password` in its query;
/// - mail addresses: `a***@e***.org`, as `EmailAddress.masked` has it (also with `%40`).
///
/// One pass over the bytes, in time linear in their number; a text without any of these comes back as it was.
package enum Redaction {
    /// The text with every secret that could be recognised in it replaced.
    ///
    /// Redacting twice changes nothing more.
    package static func redact(_ text: String) -> String {
        var text = text
        let redacted: [UInt8]? = text.withUTF8 { bytes in
            guard bytes.contains(where: isTrigger) else { return nil }
            var scanner = RedactionScanner(bytes: bytes)
            return scanner.run()
        }
        return redacted.map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// The bytes that every pattern ends its lead with; the search looks back and ahead only from these.
    static func isTrigger(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "@"), UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "%"), UInt8(ascii: "="): true
        default: false
        }
    }
}
