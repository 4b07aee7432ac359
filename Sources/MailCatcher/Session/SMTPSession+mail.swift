extension SMTPSession {
    mutating func mail(_ argument: ArraySlice<UInt8>) {
        guard greeted else { return say(SMTPReply(503, "5.5.1", "EHLO first")) }
        guard envelope == nil else { return say(SMTPReply(503, "5.5.1", "One mail at a time")) }
        guard user != nil || rules.user == nil || !faults.plan.offerAUTH else {
            return say(SMTPReply(530, "5.7.0", "AUTH first"))
        }
        guard let path = parse(argument, "FROM:", allowsEmpty: true) else { return }
        var new = Envelope(sender: path.address, utf8: false, eightBit: false)
        for parameter in path.parameters {
            if let refusal = take(parameter, into: &new) { return say(refusal) }
        }
        guard !path.needsUTF8 || new.utf8 else {
            return say(SMTPReply(553, "5.6.7", "This address needs SMTPUTF8"))
        }
        guard passes(.mail) else { return }
        envelope = new
        say(SMTPReply(250, "2.1.0", "Sender taken"))
    }

    /// Takes a parameter of MAIL; answers with a reply where it cannot.
    private func take(_ parameter: String, into envelope: inout Envelope) -> SMTPReply? {
        let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts[0].uppercased()
        let value = parts.count > 1 ? String(parts[1]) : nil
        switch (name, value) {
        case ("SIZE", let value?) where rules.extensions.contains(.size):
            guard let size = Int(value), size >= 0 else { return SMTPReply(501, "5.5.4", "SIZE is a number") }
            return size > rules.limits.messageSize ? Self.tooLarge : nil
        case ("BODY", let value?) where rules.extensions.contains(.eightBitMIME):
            guard ["7BIT", "8BITMIME"].contains(value.uppercased()) else {
                return SMTPReply(501, "5.5.4", "BODY is 7BIT or 8BITMIME")
            }
            envelope.eightBit = value.uppercased() == "8BITMIME"
            return nil
        case ("SMTPUTF8", nil) where offersSMTPUTF8:
            envelope.utf8 = true
            return nil
        case ("AUTH", .some) where rules.user != nil:
            return nil
        default:
            return SMTPReply(555, "5.5.4", "Unknown parameter")
        }
    }

    mutating func recipient(_ argument: ArraySlice<UInt8>) {
        guard let current = envelope else { return say(SMTPReply(503, "5.5.1", "MAIL first")) }
        guard let path = parse(argument, "TO:", allowsEmpty: false) else { return }
        guard path.parameters.isEmpty else { return say(SMTPReply(555, "5.5.4", "Unknown parameter")) }
        guard !path.needsUTF8 || current.utf8 else {
            return say(SMTPReply(553, "5.6.7", "This address needs SMTPUTF8"))
        }
        guard current.recipients.count < rules.limits.recipients else {
            return say(SMTPReply(452, "4.5.3", "Too many recipients"))
        }
        guard passes(.rcpt, recipients: [path.address]) else { return }
        envelope?.recipients.append(path.address)
        say(SMTPReply(250, "2.1.5", "Recipient taken"))
    }

    mutating func data(_ argument: ArraySlice<UInt8>) {
        guard argument.isEmpty else { return say(SMTPReply(501, "5.5.4", "DATA takes no parameter")) }
        guard let current = envelope else { return say(SMTPReply(503, "5.5.1", "MAIL first")) }
        guard !current.recipients.isEmpty else { return say(SMTPReply(554, "5.5.1", "No recipient")) }
        guard passes(.data, recipients: current.recipients) else { return }
        state = .body
        say(SMTPReply(354, nil, "End with a dot on a line of its own"))
    }

    /// Says no and answers nil where the argument is no path.
    private mutating func parse(_ argument: ArraySlice<UInt8>, _ keyword: String, allowsEmpty: Bool) -> SMTPPath? {
        do throws(SMTPPath.Failure) {
            return try SMTPPath(parsing: argument, keyword: keyword, allowsEmpty: allowsEmpty)
        } catch {
            let status = allowsEmpty ? "5.1.7" : "5.1.3"
            switch error {
            case .syntax: say(SMTPReply(501, "5.5.4", "\(keyword)<address> is wanted"))
            case .address: say(SMTPReply(553, status, "Not an address"))
            case .tooLong: say(SMTPReply(501, status, "Address too long"))
            }
            return nil
        }
    }

    static var tooLarge: SMTPReply { SMTPReply(552, "5.3.4", "Message too large") }
}
