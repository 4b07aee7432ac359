import Model

extension Problem {
    /// How the API says what the product refuses.
    init(_ refusal: Refusal) {
        switch refusal {
        case .unknownPackage: self.init(.unknownPackage, "This gallery has no package of this id.")
        case .unknownInvitation: self.init(.unknownInvitation, "This gallery has no invitation of this id.")
        case .unknownMessage: self.init(.unknownMessage, "This gallery has no message of this id.")
        case .unknownOwner: self.init(.unknownOwner, "The account neither owns the package nor is invited to.")
        case .unknownPublication: self.init(.unknownPublication, "This gallery has no publication of this id.")
        case .unknownAccount: self.init(.unknownAccount, "This gallery has told of no account of this name.")
        case .unknownBlock: self.init(.unknownBlock, "This gallery has no block of this id.")
        case .unknownSuppression: self.init(.unknownSuppression, "This gallery does not suppress that address.")
        case .unknownWebhook: self.init(.unknownWebhook, "This gallery has no webhook of this id.")
        case .unknownCase: self.init(.unknownCase, "This gallery has no recovery case of this id.")
        case .unknownReport: self.init(.unknownReport, "This gallery has no report of this id.")
        case .caseState(let state): self.init(state.problem, "The recovery case is \(state.rawValue).")
        case .contactedAlready(let moment):
            self.init(
                .contactedAlready,
                "The owners were mailed already at \(moment); nothing was sent, and the note was not kept.")
        case .invitedByRecovery:
            self.init(
                .recoveryGranted,
                "The invitation is the outcome of a recovery case. An owner can object by the link in the mail about it."
            )
        case .tooEarly(let clock): self = .tooEarly(clock)
        case .packageLocked:
            self.init(.packageLocked, "An admin has locked the package while a recovery case of it runs.")
        case .noClaimant: self.init(.noClaimant, "The case names nobody to whom the package could go.")
        case .notAnOwner(let username): self.init(.notAnOwner, "'\(username.printable)' does not own the package.")
        case .notTheInvitee(let username):
            self.init(.notTheInvitee, "'\(username.printable)' is not the account that was invited.")
        case .alreadyOwner(let username):
            let who = username.map { "'\($0.printable)'" } ?? "Whoever has this address"
            self.init(.alreadyOwner, "\(who) owns the package already.")
        case .noOwners: self.init(.noOwners, "No address of an owner of this package is known.")
        case .blocked: self.init(.blocked, "A mailbox of the invitee refuses invitations like this one.")
        case .publicationState(let state): self.init(state.problem, "The version is \(state.rawValue).")
        case .badTicket: self.init(.badTicket, "The ticket is not one of this invitation's, or is too old.")
        case .preconditionRequired:
            self.init(
                .preconditionRequired, "The request needs an If-Match header with the ETag that a GET answers with.")
        case .preconditionFailed:
            self.init(
                .preconditionFailed,
                "It is not in a state that the request names; read it again, and send the change anew.")
        case .lastOwner: self.init(.lastOwner, "The package would be left without an owner.")
        case .tooManyOwners(let limit):
            self.init(
                .tooManyOwners,
                """
                A package of this gallery has at most \(limit) owners, those who are invited counted.
                """)
        case .tooManyWebhooks(let limit): self.init(.tooManyWebhooks, "A gallery has at most \(limit) webhooks.")
        case .decided(let state): self.init(state.problem, "The invitation is \(state.rawValue).")
        case .limited(let limit, let retryAfter): self = .limited(limit, retryAfter: retryAfter)
        case .messageState(let state): self.init(state.problem, "The message is \(state.rawValue).")
        case .unknown(let referent, let flaws):
            self.init(referent.problem, "A field names what this gallery does not have.")
            fields = flaws
        case .invalid(let flaws): self = .fields(flaws)
        }
    }
}

extension Referent {
    fileprivate var problem: ProblemKind {
        switch self {
        case .account: .unknownAccount
        case .package: .unknownPackage
        case .delivery: .unknownDelivery
        }
    }
}

extension InvitationState {
    var problem: ProblemKind {
        switch self {
        case .pending: .invitationPending
        case .accepted: .invitationAccepted
        case .declined: .invitationDeclined
        case .cancelled: .invitationCancelled
        case .expired: .invitationExpired
        case .void: .invitationVoid
        }
    }
}

extension RecoveryState {
    var problem: ProblemKind {
        switch self {
        // Nobody who asks hears that there is one.
        case .submitted: .unknownCase
        case .open: .recoveryOpen
        case .contacting: .recoveryContacting
        case .waiting: .recoveryWaiting
        case .granted: .recoveryGranted
        case .denied: .recoveryDenied
        case .objected: .recoveryObjected
        case .withdrawn: .recoveryWithdrawn
        }
    }
}

extension MessageState {
    var problem: ProblemKind {
        switch self {
        case .queued: .messageQueued
        case .sending: .messageSending
        case .sent: .messageSent
        case .deferred: .messageDeferred
        case .failed: .messageFailed
        case .unknown: .messageUnknown
        case .suppressed: .messageSuppressed
        case .cancelled: .messageCancelled
        }
    }
}

extension PublicationState {
    var problem: ProblemKind {
        switch self {
        case .received: .publicationReceived
        case .held: .publicationHeld
        case .validating: .publicationValidating
        case .live: .publicationLive
        case .failed: .publicationFailed
        case .rejected: .publicationRejected
        case .withdrawn: .publicationWithdrawn
        }
    }
}
