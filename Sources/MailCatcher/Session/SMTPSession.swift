import NIOCore

/// The server's side of one SMTP conversation (RFC 5321) as a state machine without I/O.
///
/// Whoever drives it calls `opened` once, then `next` until it answers nil, performs the actions in order, and calls
/// `secured` when the TLS handshake that an action asked for has ended.
struct SMTPSession {
    /// Answers which scripted fault happens now; asked once for each occasion.
    typealias Consult = (FaultPhase, [String]) -> FaultRule?

    enum State {
        /// Nothing has been said, or TLS is being set up.
        case waiting
        case commands
        case authenticating(AUTHExchange)
        case content(ContentReader)
        /// Nothing that comes is read any more.
        case over
    }

    var state = State.waiting
    var terms: SessionTerms
    /// The TLS version of the connection.
    var tls: String?
    /// The name in EHLO or HELO; nil before it.
    var clientName: String?
    var authenticatedUser: String?
    /// The transaction that MAIL began.
    var envelope: Envelope?
    var errors = 0
    private(set) var commands = 0
    private let isImplicitTLS: Bool

    init(terms: SessionTerms, isImplicitTLS: Bool) {
        self.terms = terms
        self.isImplicitTLS = isImplicitTLS
    }

    /// Whether nothing would be lost if the server said 421 now.
    var isBetweenMessages: Bool {
        guard case .commands = state else { return false }
        return envelope == nil
    }

    /// The connection was accepted.
    mutating func opened(_ consult: Consult) -> [SMTPAction] {
        perform(.connect, [], consult) { session in
            session.isImplicitTLS ? [.startTLS] : session.greeting(consult)
        }
    }

    /// The TLS handshake has ended; everything said before it is forgotten (RFC 3207, 4.2).
    mutating func secured(version: String, _ consult: Consult) -> [SMTPAction] {
        tls = version
        clientName = nil
        authenticatedUser = nil
        envelope = nil
        if isImplicitTLS { return greeting(consult) }
        state = .commands
        return []
    }

    private mutating func greeting(_ consult: Consult) -> [SMTPAction] {
        state = .commands
        return perform(.greeting, [], consult) { session in
            [.reply(SMTPReply(220, ["\(session.terms.serverName) ESMTP MailCatcher"]))]
        }
    }

    /// The answer to the next command or piece of content in `buffer`, which is taken out of it; nil: more is needed.
    mutating func next(_ buffer: inout ByteBuffer, _ consult: Consult) -> [SMTPAction]? {
        switch state {
        case .waiting: return nil
        case .over:
            buffer.clear()
            return nil
        case .content: return content(&buffer, consult)
        case .commands, .authenticating: break
        }
        switch takeLine(&buffer) {
        case .none: return nil
        case .line(let line):
            commands += 1
            if case .authenticating(let exchange) = state {
                return heard("(credentials)") + proceed(exchange, with: line, consult)
            }
            return command(line, followed: buffer.readableBytes > 0, consult)
        case .bareLineFeed:
            return end(
                [.count(.bareLineEnd)], SMTPReply(421, [coded("4.5.2", "a line must end with CRLF, and with nothing less")]))
        case .tooLong:
            return end([], SMTPReply(500, [coded("5.5.2", "the line is too long")]))
        }
    }

    private enum Line {
        case none
        case line(String)
        case bareLineFeed
        case tooLong
    }

    private func takeLine(_ buffer: inout ByteBuffer) -> Line {
        let isAUTH: Bool
        if case .authenticating = state {
            isAUTH = true
        } else {
            isAUTH = buffer.readableBytesView.prefix(5).elementsEqual("AUTH ".utf8) { $0 & 0xDF == $1 & 0xDF }
        }
        let limit = isAUTH ? terms.limits.authLine : terms.limits.commandLine
        guard let end = buffer.readableBytesView.prefix(limit).firstIndex(of: UInt8(ascii: "\n")) else {
            return buffer.readableBytes >= limit ? .tooLong : .none
        }
        let length = end - buffer.readerIndex
        guard length > 0, buffer.getInteger(at: end - 1, as: UInt8.self) == UInt8(ascii: "\r") else {
            return .bareLineFeed
        }
        let line = buffer.readString(length: length - 1) ?? ""
        buffer.moveReaderIndex(forwardBy: 2)
        return .line(line)
    }

    // MARK: - What the parts share

    /// A text with its enhanced status code, where those are offered (RFC 2034).
    func coded(_ enhanced: String, _ text: String) -> String {
        terms.plan.offerENHANCEDSTATUSCODES ? "\(enhanced) \(text)" : text
    }

    func reply(_ code: Int, _ enhanced: String, _ text: String) -> [SMTPAction] {
        [.reply(SMTPReply(code, [coded(enhanced, text)]))]
    }

    /// A refusal that counts against the client; too many end the connection.
    mutating func refuse(_ code: Int, _ enhanced: String, _ text: String) -> [SMTPAction] {
        errors += 1
        guard errors < terms.limits.errors else {
            return end([], SMTPReply(421, [coded("4.7.0", "too many errors")]))
        }
        return reply(code, enhanced, text)
    }

    mutating func end(_ first: [SMTPAction], _ reply: SMTPReply) -> [SMTPAction] {
        state = .over
        return first + [.reply(reply), .close]
    }

    func heard(_ text: String) -> [SMTPAction] {
        terms.keepsLog ? [.heard(text)] : []
    }
}
