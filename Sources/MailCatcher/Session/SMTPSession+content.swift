import NIOCore

/// What follows 354: the content, and the verdict on it.
extension SMTPSession {
    mutating func content(_ buffer: inout ByteBuffer, _ consult: Consult) -> [SMTPAction]? {
        guard case .content(var reader) = state, buffer.readableBytes > 0 else { return nil }
        let recipients = envelope?.recipients.map(\.address) ?? []
        if reader.facts == ContentFacts(), let actions = interrupted(recipients, consult) { return actions }
        // Set aside so that the reader's array has one owner and grows in place.
        state = .waiting
        let (consumed, isEnd) = buffer.withUnsafeReadableBytes { reader.read($0) }
        buffer.moveReaderIndex(forwardBy: consumed)
        state = .content(reader)
        guard isEnd else {
            // Read on so that the refusal can be heard, but not without end.
            guard reader.facts.size < terms.maximumSize * 2 + 1_048_576 else { return tooLarge() }
            return nil
        }
        let noted = heard("(\(reader.facts.size) bytes of content)")
        let verdict = perform(.body, recipients, consult) { $0.verdict(on: reader) }
        guard verdict.contains(where: \.isStore), case .commands = state else { return noted + verdict }
        return noted + verdict + afterMessage(recipients, consult)
    }

    private mutating func interrupted(_ recipients: [String], _ consult: Consult) -> [SMTPAction]? {
        let actions = perform(.content, recipients, consult) { _ in [] }
        return actions.isEmpty ? nil : actions
    }

    private mutating func verdict(on reader: ContentReader) -> [SMTPAction] {
        state = .commands
        guard let envelope else { return [] }
        self.envelope = nil
        guard !reader.hasBareLineEnds else {
            return [.count(.bareLineEnd)] + refuse(550, "5.6.0", "a CR or LF stands alone in the message")
        }
        guard !reader.isTooLarge else { return refuse(552, "5.3.4", "the limit is \(terms.maximumSize) bytes") }
        let submission = Submission(
            envelope: envelope, raw: reader.content, facts: reader.facts, clientName: clientName ?? "", tls: tls,
            authenticatedUser: authenticatedUser)
        return [.store(submission)] + reply(250, "2.0.0", "caught")
    }

    private mutating func tooLarge() -> [SMTPAction] {
        end([], SMTPReply(552, [coded("5.3.4", "the limit is \(terms.maximumSize) bytes")]))
    }

    private mutating func afterMessage(_ recipients: [String], _ consult: Consult) -> [SMTPAction] {
        perform(.betweenMessages, recipients, consult) { _ in [] }
    }
}
