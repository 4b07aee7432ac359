/// A point of an SMTP conversation at which a scripted fault can happen.
///
/// The raw values are the names in JSON.
package enum FaultPhase: String, Codable, Sendable, CaseIterable {
    /// The TCP connection was accepted; nothing was written, and on the implicit TLS port no handshake has begun.
    case connect
    /// In place of the 220 greeting (on the implicit TLS port, inside TLS).
    case greeting
    /// EHLO or HELO.
    case ehlo
    case starttls
    /// The verdict on credentials, after the client has sent them.
    case auth
    case mail
    case rcpt
    /// The DATA command.
    case data
    /// The first bytes of the content have arrived, the last dot has not.
    case content
    /// The verdict on a message, after the last dot.
    case body
    /// Unasked, right behind the positive reply to a message.
    case betweenMessages = "between-messages"
    case rset
    case noop
    case quit
}
