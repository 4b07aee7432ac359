import Model

/// Follows an SMTP conversation by the server's lines: knows which command each reply answers, keeps the reply that
/// matters, and says when the conversation must not go on.
///
/// It does no I/O. libcurl speaks; this walks the same steps, fed from its header callback (each line arrives there
/// before the next command is sent), its socket callback and its pre-request callback (all is ready for MAIL FROM).
struct ConversationReader {
    enum Action: Equatable {
        case proceed
        /// Nothing more may be sent.
        case stop(TransportFault)
    }

    let encryption: Relay.Encryption
    let needsAuthentication: Bool

    /// What the next reply answers.
    private(set) var phase = SMTPPhase.connect
    /// Whether the reply that decides is here: nothing that comes later matters, such as the answer to QUIT.
    private(set) var isFinished = false
    private(set) var stopped: TransportFault?
    private(set) var extensions = ServerExtensions()
    private(set) var isEncrypted = false
    private(set) var isAuthenticated = false
    /// Whether this transfer opened a connection of its own.
    private(set) var isFresh = false
    /// Whether the session stands: greeted, encrypted and authenticated as it must be.
    private(set) var isReady = false
    private var replies = ReplyBuffer()
    private var needsSMTPUTF8 = false
    private var size = 0
    private var hasFallenBackToHELO = false
    private var isInHandshake = false

    init(encryption: Relay.Encryption, needsAuthentication: Bool) {
        self.encryption = encryption
        self.needsAuthentication = needsAuthentication
    }

    /// The complete reply to what was asked in this phase, when it did not lead on to the next.
    var reply: SMTPReply? { replies.reply }

    /// A transfer begins: what the session knows stays, because its connection may be used again.
    ///
    /// - Parameter size: The message's, in octets.
    mutating func begin(needsSMTPUTF8: Bool, size: Int = 0) {
        self.needsSMTPUTF8 = needsSMTPUTF8
        self.size = size
        phase = .connect
        isFinished = false
        isFresh = false
        isReady = false
        stopped = nil
        replies.clear()
    }

    /// libcurl opened a socket: nothing of an earlier session holds any more.
    mutating func socketOpened() {
        phase = .connect
        isFresh = true
        extensions = ServerExtensions()
        isEncrypted = encryption == .implicit
        isAuthenticated = false
        hasFallenBackToHELO = false
        isInHandshake = false
    }

    /// The connection stands, with TLS where that comes first.
    mutating func connected() {
        if phase == .connect { phase = .greeting }
    }

    /// The handshake after STARTTLS is done, so EHLO is the next to be answered.
    mutating func handshakeFinished() {
        guard isInHandshake else { return }
        isInHandshake = false
        phase = .ehlo
    }

    /// The last gate: libcurl is about to send MAIL FROM, on a new connection or on one that is used again.
    mutating func ready() -> Action {
        guard encryption == .none || isEncrypted else { return stop(.starttlsNotOffered, in: .starttls) }
        guard !needsAuthentication || isAuthenticated else { return stop(.authNotOffered, in: .auth) }
        isReady = true
        advance(to: .mail)
        guard !needsSMTPUTF8 || extensions.offersSMTPUTF8 else { return stop(.smtputf8NotOffered, in: .mail) }
        guard size <= extensions.sizeLimit ?? .max else { return stop(.tooLarge, in: .mail) }
        return .proceed
    }

    /// Takes one line of the server.
    mutating func received(_ raw: UnsafeRawBufferPointer) -> Action {
        if let stopped { return .stop(stopped) }
        guard !isFinished, let line = ReplyLine(raw) else { return .proceed }
        connected()
        handshakeFinished()
        if phase == .ehlo, line.code == 250 { extensions.note(line.text) }
        replies.append(line)
        return line.isLast ? completed(line.code) : .proceed
    }

    private mutating func completed(_ code: Int) -> Action {
        let isPositive = (200..<300).contains(code)
        switch phase {
        case .connect, .greeting:
            conclude(unless: isPositive, next: .ehlo)
        case .ehlo:
            if isPositive { return introduced() }
            // Where no STARTTLS is wanted, libcurl now tries HELO.
            if !hasFallenBackToHELO, encryption == .none || isEncrypted {
                hasFallenBackToHELO = true
                extensions = ServerExtensions()
            } else {
                isFinished = true
            }
        case .starttls:
            if code == 220 {
                replies.clear()
                isEncrypted = true
                isInHandshake = true
                extensions = ServerExtensions()
            } else {
                isFinished = true
            }
        case .auth where code == 334: replies.clear()
        case .auth:
            isAuthenticated = code == 235
            conclude(unless: isAuthenticated, next: .mail)
        case .mail: conclude(unless: isPositive, next: .rcpt)
        case .rcpt: conclude(unless: isPositive, next: .data)
        case .data: conclude(unless: code == 354, next: .body)
        case .body: isFinished = true
        }
        return .proceed
    }

    private mutating func conclude(unless isExpected: Bool, next: SMTPPhase) {
        if isExpected { advance(to: next) } else { isFinished = true }
    }

    /// EHLO or HELO was answered with 2xx.
    private mutating func introduced() -> Action {
        if encryption == .starttls, !isEncrypted {
            guard extensions.offersSTARTTLS else { return stop(.starttlsNotOffered, in: .starttls) }
            advance(to: .starttls)
        } else if needsAuthentication {
            guard extensions.offersUsableAUTH else { return stop(.authNotOffered, in: .auth) }
            advance(to: .auth)
        } else {
            advance(to: .mail)
        }
        return .proceed
    }

    private mutating func advance(to next: SMTPPhase) {
        phase = next
        replies.clear()
    }

    private mutating func stop(_ fault: TransportFault, in phase: SMTPPhase) -> Action {
        self.phase = phase
        stopped = fault
        replies.clear()
        return .stop(fault)
    }
}
