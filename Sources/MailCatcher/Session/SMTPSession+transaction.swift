/// MAIL, RCPT and DATA: one transaction (RFC 5321, 3.3).
extension SMTPSession {
    mutating func mail(_ argument: String, _ text: String, _ consult: Consult) -> [SMTPAction] {
        guard clientName != nil else { return refuse(503, "5.5.1", "EHLO first") }
        guard envelope == nil else { return refuse(503, "5.5.1", "a transaction is open") }
        if terms.requiresTLS, tls == nil { return refuse(530, "5.7.0", "STARTTLS first") }
        if terms.requiresAUTH, authenticatedUser == nil { return refuse(530, "5.7.0", "AUTH first") }
        guard let path = MailPath(argument, keyword: "FROM:") else {
            return refuse(501, "5.5.4", "MAIL FROM:<address> is the syntax")
        }
        var isSMTPUTF8 = false
        var is8BitMIME = false
        for (key, value) in path.parameters {
            switch (key, value?.uppercased()) {
            case ("SIZE", .some(let size)) where terms.plan.offerSIZE:
                guard let bytes = Int(size), bytes >= 0 else { return refuse(501, "5.5.4", "SIZE takes a number") }
                guard bytes <= terms.maximumSize else {
                    return refuse(552, "5.3.4", "the limit is \(terms.maximumSize) bytes")
                }
            case ("BODY", "7BIT") where terms.plan.offer8BITMIME: is8BitMIME = false
            case ("BODY", "8BITMIME") where terms.plan.offer8BITMIME: is8BitMIME = true
            case ("SMTPUTF8", nil) where terms.plan.offerSMTPUTF8: isSMTPUTF8 = true
            case ("AUTH", .some) where offersAUTH: break
            default: return refuse(555, "5.5.4", "the parameter \(key) is not supported")
            }
        }
        guard !path.isInternational || isSMTPUTF8 else {
            return refuse(553, "5.6.7", "an address beyond ASCII needs SMTPUTF8")
        }
        return perform(.mail, [], consult) { session in
            session.envelope = Envelope(
                sender: path.address, mailLine: text, is8BitMIME: is8BitMIME, isSMTPUTF8: isSMTPUTF8)
            return session.reply(250, "2.1.0", "sender ok")
        }
    }

    mutating func recipient(_ argument: String, _ text: String, _ consult: Consult) -> [SMTPAction] {
        guard let envelope else { return refuse(503, "5.5.1", "MAIL first") }
        guard let path = MailPath(argument, keyword: "TO:"), !path.address.isEmpty else {
            return refuse(501, "5.5.4", "RCPT TO:<address> is the syntax")
        }
        if let first = path.parameters.first {
            return refuse(555, "5.5.4", "the parameter \(first.key) is not supported")
        }
        guard !path.isInternational || envelope.isSMTPUTF8 else {
            return refuse(553, "5.6.7", "an address beyond ASCII needs SMTPUTF8")
        }
        guard envelope.recipients.count < terms.limits.recipients else {
            return reply(452, "4.5.3", "too many recipients")
        }
        return perform(.rcpt, [path.address], consult) { session in
            session.envelope?.recipients.append(.init(address: path.address, line: text))
            return session.reply(250, "2.1.5", "recipient ok")
        }
    }

    mutating func data(_ argument: String, _ consult: Consult) -> [SMTPAction] {
        guard let envelope else { return refuse(503, "5.5.1", "MAIL first") }
        guard argument.isEmpty else { return refuse(501, "5.5.4", "DATA takes no argument") }
        guard !envelope.recipients.isEmpty else { return reply(554, "5.5.1", "no valid recipients") }
        return perform(.data, envelope.recipients.map(\.address), consult) { session in
            let reader = ContentReader(limit: session.terms.maximumSize, keeps: session.terms.keepsContent)
            session.state = .content(reader)
            return [.reply(SMTPReply(354, ["end with a dot on a line of its own"]))]
        }
    }
}
