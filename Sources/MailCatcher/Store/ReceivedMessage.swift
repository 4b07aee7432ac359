package import Foundation

/// One message that the catcher accepted.
package struct ReceivedMessage: Sendable, Identifiable {
    /// Counts from 1 in the order of arrival; never reused, not even after the mailbox was cleared.
    package let id: Int
    /// The number of the connection that brought it, counted from 1.
    package let connection: Int
    package let receivedAt: Date
    package let envelope: Envelope
    /// The content byte by byte, dot-stuffing undone, with its last CRLF.
    package let raw: [UInt8]
    package let facts: ContentFacts
    /// The name in EHLO or HELO.
    package let clientName: String
    /// The protocol version such as `TLSv1.3`; nil for a connection in clear.
    package let tls: String?
    /// The user that AUTH proved; nil without AUTH.
    package let authenticatedUser: String?

    /// The content read as MIME; worked out anew at each call.
    package var content: MailContent { MailContent(raw) }

    /// Whether one of the envelope's recipients is this address, compared without case.
    package func isFor(_ address: String) -> Bool {
        envelope.recipients.contains { $0.address.lowercased() == address.lowercased() }
    }
}

/// A message before the mailbox has numbered it.
struct Submission: Sendable, Equatable {
    var envelope: Envelope
    var raw: [UInt8]
    var facts: ContentFacts
    var clientName: String
    var tls: String?
    var authenticatedUser: String?
}
