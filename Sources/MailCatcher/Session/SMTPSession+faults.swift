/// Scripted faults, applied the same way to every phase.
extension SMTPSession {
    /// The usual actions of a phase, or what the plan wants in their place.
    mutating func perform(
        _ phase: FaultPhase, _ recipients: [String], _ consult: Consult,
        usual: (inout SMTPSession) -> [SMTPAction]
    ) -> [SMTPAction] {
        guard let rule = consult(phase, recipients) else { return usual(&self) }
        var actions: [SMTPAction]
        switch rule.action {
        case .proceed: actions = usual(&self)
        case .inject(let text):
            actions = usual(&self)
            let behind = actions.firstIndex { $0.isReply }.map { $0 + 1 } ?? 0
            actions.insert(.raw(text.latin1), at: behind)
        case .reply(let code, let text):
            actions = replaced(phase, SMTPReply(code, text: text), usual)
        case .replyAndClose(let code, let text):
            actions = replaced(phase, SMTPReply(code, text: text), usual) + [.close]
            state = .over
        case .garbage(let text):
            leave(phase)
            actions = [.raw(text.latin1)]
        case .drop: actions = over([.drop])
        case .reset: actions = over([.reset])
        case .silence: actions = over([.silence])
        case .dropAfterStoring: actions = stored(usual) + over([.drop])
        case .silenceAfterStoring: actions = stored(usual) + over([.silence])
        }
        if rule.delay > 0 {
            // A real server has the message safe before it is slow to say so (RFC 1047).
            let behind = (actions.lastIndex { $0.isStore }).map { $0 + 1 } ?? 0
            actions.insert(.wait(seconds: rule.delay), at: behind)
        }
        return [.count(.fault)] + actions
    }

    private mutating func over(_ actions: [SMTPAction]) -> [SMTPAction] {
        state = .over
        return actions
    }

    private mutating func stored(_ usual: (inout SMTPSession) -> [SMTPAction]) -> [SMTPAction] {
        usual(&self).filter { $0.isStore }
    }

    /// A positive reply takes the place of the usual one; any other leaves the command undone.
    private mutating func replaced(
        _ phase: FaultPhase, _ reply: SMTPReply, _ usual: (inout SMTPSession) -> [SMTPAction]
    ) -> [SMTPAction] {
        guard reply.isPositive else {
            leave(phase)
            return [.reply(reply)]
        }
        var actions = usual(&self)
        if let index = actions.firstIndex(where: \.isReply) {
            actions[index] = .reply(reply)
        } else {
            actions.append(.reply(reply))
        }
        return actions
    }

    /// Where the conversation stands when a phase ended without its usual effect.
    private mutating func leave(_ phase: FaultPhase) {
        switch phase {
        case .connect, .greeting, .auth: state = .commands
        case .content, .body:
            state = .commands
            envelope = nil
        case .ehlo, .starttls, .mail, .rcpt, .data, .betweenMessages, .rset, .noop, .quit: break
        }
    }
}

extension SMTPAction {
    var isReply: Bool {
        if case .reply = self { return true }
        return false
    }

    var isStore: Bool {
        if case .store = self { return true }
        return false
    }
}

extension String {
    /// The characters as bytes of ISO 8859-1; others become `?`.
    fileprivate var latin1: [UInt8] {
        unicodeScalars.map { $0.value < 256 ? UInt8($0.value) : UInt8(ascii: "?") }
    }
}
