extension SMTPSession {
    /// Answers one command line, given without its end.
    mutating func command(_ line: ArraySlice<UInt8>) {
        let (verb, argument) = SMTPVerb.split(line)
        hear(Self.shown(line, verb, argument))
        guard let verb else { return say(SMTPReply(500, "5.5.1", "Unknown command")) }
        if isRefused, verb != .quit { return say(SMTPReply(503, "5.5.1", "No service here")) }
        if betweenDue {
            betweenDue = false
            guard verb == .quit || passes(.between, recipients: lastRecipients) else { return }
        }
        switch verb {
        case .ehlo: hello(argument, extended: true)
        case .helo: hello(argument, extended: false)
        case .mail: mail(argument)
        case .rcpt: recipient(argument)
        case .data: data(argument)
        case .startTLS: startTLSOnOffer(argument)
        case .auth: authenticate(argument)
        case .rset:
            envelope = nil
            say(SMTPReply(250, "2.0.0", "Forgotten"))
        case .noop: say(SMTPReply(250, "2.0.0", "Nothing done"))
        case .vrfy: say(SMTPReply(252, "2.1.5", "Send a mail and see"))
        case .expn: say(SMTPReply(502, "5.5.1", "Not implemented"))
        case .help: say(SMTPReply(214, "2.0.0", "See RFC 5321"))
        case .quit:
            say(SMTPReply(221, "2.0.0", "Bye"))
            end(.close)
        }
    }

    private mutating func startTLSOnOffer(_ argument: ArraySlice<UInt8>) {
        guard tls || offersSTARTTLS else { return say(SMTPReply(502, "5.5.1", "STARTTLS is not on offer")) }
        startTLS(argument)
    }

    /// The line for the log: without credentials, and without what may be some, sent where no command was expected.
    private static func shown(_ line: ArraySlice<UInt8>, _ verb: SMTPVerb?, _ argument: ArraySlice<UInt8>) -> String {
        switch verb {
        case nil: return "(unknown command of \(line.count) octets)"
        case .auth:
            let words = argument.split(separator: UInt8(ascii: " "), maxSplits: 1)
            let mechanism = words.first.map { " " + String(decoding: $0, as: UTF8.self) } ?? ""
            return "AUTH" + mechanism + (words.count > 1 ? " (credentials)" : "")
        default: return String(decoding: line, as: UTF8.self)
        }
    }
}
