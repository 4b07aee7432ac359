/// The service extensions that an EHLO reply may offer (RFC 5321, 2.2).
package struct SMTPExtensions: OptionSet, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Commands may be sent ahead of replies (RFC 2920).
    package static let pipelining = SMTPExtensions(rawValue: 1)
    /// Replies carry codes such as 5.1.1 (RFC 2034).
    package static let enhancedStatusCodes = SMTPExtensions(rawValue: 2)
    /// MAIL may declare the size (RFC 1870).
    package static let size = SMTPExtensions(rawValue: 4)
    /// Bodies may have the eighth bit set (RFC 6152).
    package static let eightBitMIME = SMTPExtensions(rawValue: 8)
    /// Addresses and headers may be UTF-8 (RFC 6531).
    package static let smtpUTF8 = SMTPExtensions(rawValue: 16)
    /// TLS on request (RFC 3207).
    package static let startTLS = SMTPExtensions(rawValue: 32)
    /// PLAIN and LOGIN, where a user is configured (RFC 4954).
    package static let auth = SMTPExtensions(rawValue: 64)
    /// Everything that the catcher can do.
    package static let all: SMTPExtensions = [
        .pipelining, .enhancedStatusCodes, .size, .eightBitMIME, .smtpUTF8, .startTLS, .auth,
    ]
}
