/// Where an invitation stands.
///
/// Every state but `pending` is final.
package enum InvitationState: String, Sendable, CaseIterable {
    case pending, accepted, declined, cancelled, expired, void
}

/// An owner's request that somebody become a co-owner.
package struct Invitation: Sendable, Equatable {
    package var id: Identifier
    package var package: KnownPackage
    /// The invitee's account; nil where somebody without one was invited by address.
    package var invitee: Account?
    /// The address that it was sent to.
    package var email: EmailAddress
    /// Who invites; of a recovery case, an admin who has no account (``Account/admin(called:)``).
    package var inviter: Account
    package var note: String?
    package var state: InvitationState
    /// Raised by each resend: only links of this generation act.
    package var generation: Int
    package var createdAt: Timestamp
    package var expiresAt: Timestamp
    /// When the one reminder is due; nil once it went out, or where there is none.
    package var remindAt: Timestamp?
    /// When the newest mail with its link was queued.
    package var sentAt: Timestamp
    package var decidedAt: Timestamp?
    /// The decliner's words.
    package var reason: String?
    /// The language that the invitee's mail was asked for in.
    package var locale: String?
    /// The newest message that carries its link.
    package var message: Identifier
    /// Whether the inviter was told that it cannot be delivered.
    package var undeliverable: Bool
    /// Whether the inviter leaves when it is accepted.
    package var transfer: Bool
    /// Whether an admin of the gallery invites, who need not own the package.
    package var asAdmin: Bool
    /// The recovery case whose outcome it is.
    package var recovery: Identifier?
    /// Of such a one: whether the owners stay when it is accepted.
    package var keepsOwners: Bool

    package init(
        id: Identifier, package: KnownPackage, invitee: Account?, email: EmailAddress, inviter: Account, note: String?,
        state: InvitationState = .pending, generation: Int = 1, createdAt: Timestamp, expiresAt: Timestamp,
        remindAt: Timestamp? = nil, sentAt: Timestamp, decidedAt: Timestamp? = nil, reason: String? = nil,
        locale: String? = nil, message: Identifier, undeliverable: Bool = false,
        transfer: Bool = false, asAdmin: Bool = false, recovery: Identifier? = nil, keepsOwners: Bool = false
    ) {
        self.id = id
        self.package = package
        self.invitee = invitee
        self.email = email
        self.inviter = inviter
        self.note = note
        self.state = state
        self.generation = generation
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.remindAt = remindAt
        self.sentAt = sentAt
        self.decidedAt = decidedAt
        self.reason = reason
        self.locale = locale
        self.message = message
        self.undeliverable = undeliverable
        self.transfer = transfer
        self.asAdmin = asAdmin
        self.recovery = recovery
        self.keepsOwners = keepsOwners
    }

    /// The number that a link to the invitee names: the account's, or 0 for somebody without one.
    package var recipientNumber: Int64 { invitee?.number ?? 0 }

    /// Whom its mails to the invitee go to: the address that was invited, or every mailbox of an organization.
    package var mailboxes: [EmailAddress] {
        guard let invitee, invitee.kind == .organization, !invitee.mailboxes.isEmpty else { return [email] }
        return invitee.mailboxes
    }

    /// The invited account's own mailboxes where a claimant of it gave another address.
    ///
    /// Anybody can name an account in a claim: whose it is hears of it, and can decline.
    package var otherMailboxes: [EmailAddress] {
        guard recovery != nil, let invitee, invitee.kind == .person else { return [] }
        return invitee.mailboxes.filter { $0 != email && $0 != .erased }
    }

    /// The state at a moment: a pending invitation whose time is over counts as expired before the clock's own
    /// service has come by to write it down.
    package func state(at now: Timestamp) -> InvitationState {
        state == .pending && now >= expiresAt ? .expired : state
    }

    /// Whether somebody without an account accepted it, and the gallery has not said which account is theirs: nobody owns
    /// anything by it yet.
    package var isUnnamed: Bool { state == .accepted && invitee == nil && email != .erased }

    /// Whether an owner may still come of it.
    package func isOpen(at now: Timestamp) -> Bool { state(at: now) == .pending || isUnnamed }
}
