/// A request to invite, checked for form.
package struct InviteCommand: Sendable, Equatable {
    package var package: String
    package var invitee: AccountDescription
    package var invitedBy: String
    package var note: PlainText?
    /// Whether the inviter leaves when it is accepted.
    package var transfer: Bool
    /// Why an admin invites over the owners' heads; nil where an owner invites.
    package var adminReason: PlainText?

    package init(
        package: String, invitee: AccountDescription, invitedBy: String, note: PlainText? = nil, transfer: Bool = false,
        adminReason: PlainText? = nil
    ) {
        self.package = package
        self.invitee = invitee
        self.invitedBy = invitedBy
        self.note = note
        self.transfer = transfer
        self.adminReason = adminReason
    }
}

/// All that a decision about an invitation depends on, as one transaction saw it.
package struct InvitationSituation: Sendable {
    package var policy: GalleryPolicy
    package var now: Timestamp
    /// The package's owners, oldest first.
    package var owners: [Ownership]
    /// Whether an admin has locked the package while a recovery case runs: what owners offer does not stand.
    package var isLocked: Bool

    package init(policy: GalleryPolicy, now: Timestamp, owners: [Ownership], isLocked: Bool = false) {
        self.policy = policy
        self.now = now
        self.owners = owners
        self.isLocked = isLocked
    }

    package func owner(_ username: String) -> Account? {
        let key = Name.fold(username)
        return owners.first { $0.account.username.key == key }?.account
    }

    /// Whether whoever invited may still offer what the invitation offers.
    func stands(behind invitation: Invitation) -> Bool {
        invitation.asAdmin || !isLocked && isOwner(invitation.inviter)
    }

    func isOwner(_ account: Account) -> Bool { owners.contains { $0.account.number == account.number } }
}

/// What a decision asks the storage to write, all of it in the transaction that it was made in.
package struct InvitationChange: Sendable, Equatable {
    /// The invitation as it is from now on.
    package var invitation: Invitation
    /// Who becomes an owner of its package.
    package var newOwner: Account?
    /// Who ceases to be one, because the package was handed over.
    package var formerOwner: Account?
    /// Whether messages about it that are still waiting are to be dropped.
    package var dropsWaitingMail = false
    package var messages: [MessageDraft] = []
    package var events: [EventDraft] = []

    package init(invitation: Invitation) {
        self.invitation = invitation
    }
}

/// How a decision about an invitation came out.
package enum InvitationDecision: Sendable, Equatable {
    case change(InvitationChange)
    /// Nothing to do: it is so already.
    case unchanged(Invitation)
    case refuse(Refusal)
}
