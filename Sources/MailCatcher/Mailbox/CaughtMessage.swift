package import Foundation

/// One mail that the catcher accepted.
package struct CaughtMessage: Sendable, Equatable {
    /// Position in the order of arrival, from 1; never used again, also after a clearing.
    package var number: Int
    /// The address of MAIL FROM, without angle brackets; empty for the null sender.
    package var sender: String
    /// The addresses of RCPT TO, in order.
    package var recipients: [String]
    /// The message as it was before dot-stuffing; every line ends with CRLF.
    package var raw: [UInt8]
    /// When the final dot came.
    package var receivedAt: Date
    /// Whether it came through TLS.
    package var tls: Bool
    /// Who had authenticated, if anybody.
    package var user: String?
    /// The number of the connection, as in the command log.
    package var connection: Int

    /// The message taken apart; every call parses anew.
    package var content: MessageContent { MessageContent(parsing: raw) }
    /// The decoded subject.
    package var subject: String { MessageContent.subject(of: raw) }
    /// The first text/plain part, decoded; empty where there is none.
    package var text: String { content.text ?? "" }
    /// The first text/html part, decoded.
    package var html: String? { content.html }
    /// The header fields in order, unfolded and decoded.
    package var headers: [HeaderField] { content.headers }

    /// Whether one of the recipients is this address, letter case aside.
    package func isAddressed(to address: String) -> Bool {
        let wanted = address.lowercased()
        return recipients.contains { $0.lowercased() == wanted }
    }
}
