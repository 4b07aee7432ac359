/// A point of an SMTP conversation at which a scripted fault can happen; the raw values are the names in JSON.
package enum FaultPhase: String, Codable, Sendable, CaseIterable {
    /// In place of the banner.
    case connect
    /// EHLO or HELO.
    case ehlo
    /// STARTTLS, before the handshake.
    case starttls
    /// The verdict on credentials, when all of them have come.
    case auth
    /// MAIL.
    case mail
    /// RCPT; of several recipients, each is an occasion.
    case rcpt
    /// The DATA command.
    case data
    /// The verdict on a mail, after its final dot.
    case body
    /// The first command after a mail was taken; QUIT is let through.
    case between
    /// Unasked, right behind the positive reply to a mail.
    case after

    /// Whether a rule of this phase may name a recipient.
    var knowsRecipient: Bool {
        switch self {
        case .rcpt, .data, .body, .between, .after: true
        case .connect, .ehlo, .starttls, .auth, .mail: false
        }
    }
}
