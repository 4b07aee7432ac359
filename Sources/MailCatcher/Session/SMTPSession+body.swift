extension SMTPSession {
    /// The final dot has come: keeps the mail or says why not.
    mutating func finishBody() {
        state = .commands
        let (size, tooLarge, eightBit) = (body.size, body.isTooLarge, body.hasEightBit)
        let (bareLineEnds, longLines) = (body.bareLineEnds, body.longLines)
        let raw = body.finish()
        guard let envelope else { return }
        self.envelope = nil
        tally.bareLineEnds += bareLineEnds
        tally.longLines += longLines
        if eightBit, !envelope.eightBit { tally.undeclaredEightBit += 1 }
        note("a mail of \(size) octets")
        if tooLarge { return say(Self.tooLarge) }
        if bareLineEnds > 0 { return say(SMTPReply(550, "5.5.2", "CR or LF on its own: \(bareLineEnds)")) }
        if longLines > 0 {
            return say(SMTPReply(554, "5.6.0", "Lines over \(rules.limits.textLine) octets: \(longLines)"))
        }
        let actions = faults.decide(.body, recipients: envelope.recipients)
        let stores = actions.allSatisfy { action in
            switch action {
            case .delay, .dropAfterStoring: true
            default: false
            }
        }
        if stores { keep(envelope, raw, size: size) }
        guard carryOut(actions, .body) else { return }
        say(SMTPReply(250, "2.0.0", "Queued as \(rules.connection)-\(delivered)"))
        betweenDue = true
        lastRecipients = envelope.recipients
        _ = passes(.after, recipients: lastRecipients)
    }

    private mutating func keep(_ envelope: Envelope, _ raw: [UInt8], size: Int) {
        delivered += 1
        tally.messages += 1
        tally.octets += size
        guard !rules.discards else { return }
        act(
            .store(
                Delivery(
                    sender: envelope.sender, recipients: envelope.recipients, raw: raw, user: user, tls: tls)))
    }
}
