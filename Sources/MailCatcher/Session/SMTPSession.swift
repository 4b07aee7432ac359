/// The server's side of one SMTP conversation (RFC 5321) as a state machine without I/O.
///
/// Whoever drives it calls `open` once, `receive` with what arrives, and does what `next` says until that is nil.
struct SMTPSession {
    enum State {
        case commands
        case auth(AuthExchange)
        case body
        /// The connection is closed, or about to be.
        case over
        /// Scripted silence: what comes is thrown away.
        case deaf
    }

    let rules: Rules
    let faults: FaultDesk
    var state = State.commands
    var tls: Bool
    /// Whether EHLO or HELO has been said.
    var greeted = false
    /// Who has authenticated.
    var user: String?
    var envelope: Envelope?
    var body: BodyReceiver
    /// Mails taken on this connection.
    var delivered = 0
    /// Whether the next command is the first after a mail.
    var betweenDue = false
    var lastRecipients: [String] = []
    /// Counters since whoever drives the session last took them away.
    var tally = Tally()
    /// What was said since whoever drives the session last took it away.
    var transcript: [LoggedConnection.Line] = []

    private var input = SMTPInput()
    private var skipsLine = false
    /// Whether the banner said no, after which only QUIT is answered (RFC 5321, 3.1).
    private(set) var isRefused = false
    private var actions: [Action] = []
    private var nextAction = 0

    init(rules: Rules, faults: FaultDesk, tls: Bool) {
        self.rules = rules
        self.faults = faults
        self.tls = tls
        body = BodyReceiver(limits: rules.limits, keeps: !rules.discards)
    }

    /// Octets that wait for their turn.
    var backlog: Int { input.count }

    /// Whether a fault made the server fall silent.
    var isDeaf: Bool {
        if case .deaf = state { return true }
        return false
    }

    var isOver: Bool {
        if case .over = state { return true }
        return false
    }

    /// The connection is there: says the banner.
    mutating func open() {
        guard !isOver else { return }
        let faults = faults.decide(.connect)
        guard !carryOut(faults, .connect) else {
            return say(SMTPReply(220, nil, "\(rules.hostName) ESMTP mailcatcher"))
        }
        isRefused = faults.contains { fault in
            if case .reply(let code, _) = fault { return code >= 400 }
            return false
        }
    }

    /// Says no and closes, whatever the state.
    mutating func turnAway(_ reply: SMTPReply) {
        guard !isOver else { return }
        say(reply)
        end(.close)
    }

    mutating func receive(_ bytes: some Collection<UInt8>) {
        guard !isOver, !isDeaf else { return }
        input.append(bytes)
    }

    /// What to do next; nil: nothing until more is received.
    mutating func next() -> Action? {
        while nextAction == actions.count {
            actions.removeAll(keepingCapacity: true)
            nextAction = 0
            guard advance() else { return nil }
        }
        defer { nextAction += 1 }
        // Octets that came in the clear, during a scripted delay even, are not the client's under TLS (CVE-2011-0411).
        if actions[nextAction] == .startTLS { forgetInput() }
        return actions[nextAction]
    }

    /// Deals with one line, or a piece of a mail; false: more is needed.
    private mutating func advance() -> Bool {
        switch state {
        case .over, .deaf:
            input.removeAll()
            return false
        case .body:
            guard input.count > 0 else { return false }
            let taken = takeBody()
            input.drop(taken)
            if body.isComplete { finishBody() }
            return true
        case .commands, .auth:
            guard let line = input.line() else {
                if input.count > rules.limits.commandLine {
                    skipsLine = true
                    input.removeAll()
                }
                return false
            }
            input.drop(line.count)
            take(line)
            return true
        }
    }

    /// The input is swapped out, so that neither it nor the mail is copied.
    private mutating func takeBody() -> Int {
        var waiting = SMTPInput()
        swap(&waiting, &input)
        defer { swap(&waiting, &input) }
        return waiting.withOctets { body.take($0) }
    }

    private mutating func take(_ line: ArraySlice<UInt8>) {
        tally.commands += 1
        let isLong = skipsLine || line.count > rules.limits.commandLine
        skipsLine = false
        if isLong {
            hear("(a line that is too long)")
            if case .auth = state { state = .commands }
            return say(SMTPReply(500, "5.5.6", "Line too long"))
        }
        guard line.count >= 2, line[line.endIndex - 2] == 13 else {
            tally.bareLineEnds += 1
            hear("(a line that ends without CR)")
            return say(SMTPReply(500, "5.5.2", "Lines end with CR LF"))
        }
        let text = line.dropLast(2)
        tally.bareLineEnds += text.count { $0 == 13 }
        guard !text.contains(where: { $0 < 32 && $0 != 9 || $0 == 127 }) else {
            hear("(a line with control characters)")
            return say(SMTPReply(500, "5.5.2", "Control characters in a command"))
        }
        if case .auth(let exchange) = state {
            state = .commands
            hear("(credentials)")
            return authenticate(exchange, text)
        }
        command(text)
    }
}

/// What the parts of the session share.
extension SMTPSession {
    mutating func act(_ action: Action) {
        actions.append(action)
    }

    mutating func say(_ reply: SMTPReply) {
        var bytes: [UInt8] = []
        for line in reply.wireLines(enhanced: rules.extensions.contains(.enhancedStatusCodes)) {
            if rules.logs { transcript.append(.init(side: .server, text: line)) }
            bytes.append(contentsOf: line.utf8)
            bytes.append(contentsOf: [13, 10])
        }
        act(.send(bytes))
    }

    /// Writes down what the client said.
    mutating func hear(_ text: @autoclosure () -> String) {
        if rules.logs { transcript.append(.init(side: .client, text: text())) }
    }

    /// Writes down what happened.
    mutating func note(_ text: @autoclosure () -> String) {
        if rules.logs { transcript.append(.init(side: .event, text: text())) }
    }

    mutating func forgetInput() {
        input.removeAll()
    }

    mutating func end(_ action: Action) {
        act(action)
        state = .over
    }
}
