extension SMTPSession {
    mutating func hello(_ argument: ArraySlice<UInt8>, extended: Bool) {
        guard !argument.isEmpty else { return say(SMTPReply(501, "5.5.4", "Say who you are")) }
        guard passes(.ehlo) else { return }
        greeted = true
        envelope = nil
        guard extended else { return say(SMTPReply(250, nil, rules.hostName)) }
        say(SMTPReply(250, nil, lines: [rules.hostName] + keywords))
    }

    /// What is on offer now (RFC 5321, 4.1.1.1).
    private var keywords: [String] {
        var keywords: [String] = []
        let plan = faults.plan
        if rules.extensions.contains(.pipelining) { keywords.append("PIPELINING") }
        if rules.extensions.contains(.size) { keywords.append("SIZE \(rules.limits.messageSize)") }
        if rules.extensions.contains(.eightBitMIME) { keywords.append("8BITMIME") }
        if offersSMTPUTF8 { keywords.append("SMTPUTF8") }
        if rules.extensions.contains(.enhancedStatusCodes) { keywords.append("ENHANCEDSTATUSCODES") }
        if offersSTARTTLS { keywords.append(plan.lowercaseSTARTTLS ? "starttls" : "STARTTLS") }
        if offersAUTH { keywords.append("AUTH PLAIN LOGIN") }
        return keywords
    }

    mutating func startTLS(_ argument: ArraySlice<UInt8>) {
        guard argument.isEmpty else { return say(SMTPReply(501, "5.5.4", "STARTTLS takes no parameter")) }
        guard !tls else { return say(SMTPReply(503, "5.5.1", "TLS is on already")) }
        guard passes(.starttls) else { return }
        say(SMTPReply(220, "2.0.0", "Go ahead"))
        let ahead = backlog
        if ahead > 0 { note("\(ahead) octets that were sent ahead of TLS are thrown away") }
        forgetInput()
        tally.tlsStarts += 1
        note("TLS")
        act(.startTLS)
        tls = true
        // RFC 3207, 4.2: what was said in the clear does not count.
        greeted = false
        user = nil
        envelope = nil
    }
}
