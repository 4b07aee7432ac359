/// Where in the SMTP conversation something happened.
package enum SMTPPhase: String, Sendable, Codable, CaseIterable {
    /// Resolving the host and opening the connection, and the TLS handshake of `smtps://`.
    case connect
    case greeting, ehlo, starttls, auth, mail, rcpt, data
    /// From the first byte of the message to the answer to the final dot.
    case body
}

/// An enhanced mail system status code (RFC 3463, 2): `class.subject.detail`.
package struct EnhancedStatusCode: Sendable, Hashable, CustomStringConvertible {
    package let `class`: Int
    package let subject: Int
    package let detail: Int

    package init(_ class: Int, _ subject: Int, _ detail: Int) {
        self.class = `class`
        self.subject = subject
        self.detail = detail
    }

    package var description: String { "\(self.class).\(subject).\(detail)" }

    /// Reads `5.1.1`; nil unless the class is 2, 4 or 5 and each other part is one to three digits.
    package init?(_ text: some StringProtocol) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3,
            parts.allSatisfy({ (1...3).contains($0.count) && $0.allSatisfy { (48...57).contains($0) } })
        else { return nil }
        let numbers = parts.map { $0.reduce(0) { $0 * 10 + Int($1 - 48) } }
        guard [2, 4, 5].contains(numbers[0]) else { return nil }
        self.init(numbers[0], numbers[1], numbers[2])
    }
}

/// One reply of a relay (RFC 5321, 4.2).
package struct SMTPReply: Sendable, Equatable {
    /// Three digits.
    package let code: Int
    /// The enhanced code that its text began with (RFC 2034), if any.
    package let status: EnhancedStatusCode?
    /// The rest of its lines in one, printable, without links, at most 500 characters.
    ///
    /// What a stranger's server says: untrusted.
    package let text: String

    package init(code: Int, status: EnhancedStatusCode? = nil, text: String) {
        self.code = code
        self.status = status
        self.text = text
    }
}

/// Why a conversation ended without a reply that decided it.
package enum TransportFault: String, Sendable, Codable, CaseIterable {
    /// The relay's name has no address, or none could be had now.
    case resolve
    case connect
    /// No TLS could be agreed on, or the certificate is not to be trusted.
    case tls
    case timeout
    /// The connection closed or broke.
    case dropped
    /// Credentials are configured and the relay offers no AUTH that we may use.
    case authNotOffered = "auth-not-offered"
    case starttlsNotOffered = "starttls-not-offered"
    /// The address needs SMTPUTF8 (RFC 6531) and the relay does not offer it.
    case smtputf8NotOffered = "smtputf8-not-offered"
    /// The message is larger than the relay says that it takes (RFC 1870).
    case tooLarge = "too-large"
    /// The message itself cannot be put on the wire: it has bytes or lines that SMTP does not carry.
    case unsendable
    /// Something that is not SMTP came back.
    case garbled
    /// We ended it ourselves, because the process is going down.
    case aborted
}

/// What is known after an attempt to hand one message to a relay.
///
/// There are three kinds of knowledge: it was taken, it was not taken, and nobody can tell (RFC 1047).
package enum SendOutcome: Sendable, Equatable {
    /// The final dot was answered with 2xx.
    case accepted(SMTPReply)
    /// A reply of 4xx or 5xx: the relay does not have the message.
    case refused(SMTPPhase, SMTPReply)
    /// No verdict, and the relay provably does not have the message. `detail` is for the operator and holds no secret.
    case failed(SMTPPhase, TransportFault, detail: String)
    /// The dot was sent and no answer came: the relay may or may not have it.
    case unknown(detail: String)
}
