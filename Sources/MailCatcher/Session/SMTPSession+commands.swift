/// The commands other than AUTH and DATA.
extension SMTPSession {
    /// Answers a command line; `followed` says that more had arrived behind it.
    mutating func command(_ text: String, followed: Bool, _ consult: Consult) -> [SMTPAction] {
        guard let line = CommandLine(text) else {
            return heard("(a line with control characters)")
                + refuse(500, "5.5.2", "control characters in a command")
        }
        if line.verb == "AUTH" { return heard(AUTHExchange.masked(line)) + authenticate(line.argument, consult) }
        return heard(text) + command(line, text, followed: followed, consult)
    }

    private mutating func command(
        _ line: CommandLine, _ text: String, followed: Bool, _ consult: Consult
    ) -> [SMTPAction] {
        switch line.verb {
        case "EHLO", "HELO": return hello(line, consult)
        case "MAIL": return mail(line.argument, text, consult)
        case "RCPT": return recipient(line.argument, text, consult)
        case "DATA": return data(line.argument, consult)
        case "STARTTLS": return startTLS(line.argument, followed: followed, consult)
        case "RSET":
            return perform(.rset, [], consult) { session in
                session.envelope = nil
                return session.reply(250, "2.0.0", "forgotten")
            }
        case "NOOP": return perform(.noop, [], consult) { $0.reply(250, "2.0.0", "still here") }
        case "QUIT":
            return perform(.quit, [], consult) { session in
                session.end([], SMTPReply(221, [session.coded("2.0.0", "goodbye")]))
            }
        case "VRFY":
            guard !line.argument.isEmpty else { return refuse(501, "5.5.4", "VRFY needs an address") }
            return reply(252, "2.1.5", "send some mail and see")
        case "HELP": return reply(214, "2.0.0", "see RFC 5321")
        case "EXPN", "TURN", "ETRN", "BDAT": return refuse(502, "5.5.1", "not implemented")
        default: return refuse(500, "5.5.1", "unknown command")
        }
    }

    private mutating func hello(_ line: CommandLine, _ consult: Consult) -> [SMTPAction] {
        guard !line.argument.isEmpty, !line.argument.utf8.contains(UInt8(ascii: " ")) else {
            return refuse(501, "5.5.4", "\(line.verb) needs one name")
        }
        return perform(.ehlo, [], consult) { session in
            session.clientName = line.argument
            session.envelope = nil
            let name = session.terms.serverName
            return [.reply(SMTPReply(250, line.verb == "HELO" ? [name] : [name] + session.keywords))]
        }
    }

    /// The lines of the reply to EHLO after the first.
    private var keywords: [String] {
        let plan = terms.plan
        var keywords: [String] = []
        if plan.offerPIPELINING { keywords.append("PIPELINING") }
        if plan.offerSIZE { keywords.append("SIZE \(terms.maximumSize)") }
        if plan.offer8BITMIME { keywords.append("8BITMIME") }
        if plan.offerSTARTTLS, tls == nil { keywords.append(plan.lowerCaseSTARTTLS ? "starttls" : "STARTTLS") }
        if plan.offerENHANCEDSTATUSCODES { keywords.append("ENHANCEDSTATUSCODES") }
        if offersAUTH { keywords.append("AUTH " + plan.authMechanisms.joined(separator: " ")) }
        if plan.offerSMTPUTF8 { keywords.append("SMTPUTF8") }
        return keywords + plan.extraKeywords
    }

    /// Refuses STARTTLS with anything behind it: bytes in clear must not be taken for bytes under TLS (CVE-2011-0411).
    private mutating func startTLS(_ argument: String, followed: Bool, _ consult: Consult) -> [SMTPAction] {
        guard terms.plan.offerSTARTTLS else { return refuse(502, "5.5.1", "STARTTLS is not offered") }
        guard tls == nil else { return refuse(503, "5.5.1", "TLS is already in use") }
        guard argument.isEmpty else { return refuse(501, "5.5.4", "STARTTLS takes no argument") }
        guard !followed else {
            return end(
                [.count(.injectionAfterSTARTTLS)],
                SMTPReply(503, [coded("5.5.1", "nothing may follow STARTTLS before TLS")]))
        }
        return perform(.starttls, [], consult) { session in
            session.state = .waiting
            return session.reply(220, "2.0.0", "begin the handshake") + [.startTLS]
        }
    }
}
