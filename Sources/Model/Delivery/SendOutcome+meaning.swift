extension SendOutcome {
    package var reply: SMTPReply? {
        switch self {
        case .accepted(let reply), .refused(_, let reply): reply
        case .failed, .unknown: nil
        }
    }

    package var phase: SMTPPhase? {
        switch self {
        case .accepted: .body
        case .refused(let phase, _), .failed(let phase, _, _): phase
        case .unknown: .body
        }
    }

    var kind: DeliveryAttempt.Outcome {
        switch self {
        case .accepted: .accepted
        case .refused: .refused
        case .failed: .failed
        case .unknown: .unknown
        }
    }

    /// One line for people, printable.
    package var summary: String {
        switch self {
        case .accepted(let reply): reply.text
        case .refused(_, let reply):
            ["\(reply.code)", reply.status?.description, reply.text].compactMap { $0 }.joined(separator: " ")
        case .failed(_, _, let detail), .unknown(let detail): detail
        }
    }

    /// Whether trying again cannot help: a 5xx about this mail, or something of it that the relay cannot take.
    var isPermanent: Bool {
        switch self {
        case .refused(_, let reply): reply.code >= 500
        case .failed(_, let fault, _): [.smtputf8NotOffered, .tooLarge, .unsendable].contains(fault)
        case .accepted, .unknown: false
        }
    }

    /// Whether the relay wants us to log in, or to do it otherwise: it speaks of our credentials, whatever the phase
    /// (RFC 4954, 6).
    var asksForLogin: Bool { [530, 534, 535, 538].contains(reply?.code) }
}

extension MessageMachine.RelayVerdict {
    /// Whose fault an outcome is.
    ///
    /// Until MAIL FROM nothing of the conversation depends on the message, so whatever goes wrong there is the relay's
    /// (a greeting of 554 means that it offers no service at all: RFC 5321, 3.1). 530, 534, 535 and 538 speak of our
    /// credentials; after MAIL FROM they may be about its sender alone, and are where the relay takes mail of others.
    /// A 421 after MAIL FROM closes the connection (RFC 5321, 3.8), but some relays answer one message so: it alone
    /// pays, lest it stop the queue.
    ///
    /// - Parameter takesOthers: Whether the relay is known to take mail of other senders.
    package init(_ outcome: SendOutcome, takesOthers: Bool = false) {
        switch outcome {
        case .accepted: self = .healthy
        case .refused(.auth, _): self = .unauthorised
        case .refused(let phase, _) where phase.isBeforeMail: self = outcome.asksForLogin ? .unauthorised : .down
        case .refused: self = outcome.asksForLogin && !takesOthers ? .unauthorised : .answered
        // What it offers was heard, and the message does not fit.
        case .failed(_, .smtputf8NotOffered, _), .failed(_, .tooLarge, _): self = .answered
        case .failed(_, .aborted, _), .failed(_, .unsendable, _): self = .unaffected
        case .failed(_, .authNotOffered, _): self = .unauthorised
        case .failed(let phase, _, _): self = phase.isBeforeMail ? .down : .unaffected
        case .unknown: self = .unaffected
        }
    }
}

extension SMTPPhase {
    var isBeforeMail: Bool {
        switch self {
        case .connect, .greeting, .ehlo, .starttls, .auth: true
        case .mail, .rcpt, .data, .body: false
        }
    }
}
