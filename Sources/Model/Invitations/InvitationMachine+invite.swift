/// The life of an invitation: every rule of it, and nothing else.
///
/// Pure: state, command and time in, change out.
package enum InvitationMachine {
    /// What a new invitation is made of that a decision cannot make by itself.
    package struct Fresh: Sendable {
        package var id: Identifier
        package var message: Identifier

        package init(id: Identifier, message: Identifier) {
            self.id = id
            self.message = message
        }
    }

    /// Whether somebody may invite somebody: the rules that need no look at limits.
    ///
    /// - Parameters:
    ///   - inviter: Who asks.
    ///   - admin: The account of an admin that asks.
    ///   - invitee: The account that the gallery knows, with what the request says of it put in; nil where somebody
    ///     without an account is invited by address.
    ///   - isBlocked: Whether a mailbox of the invitee refuses such invitations.
    ///   - pending: The package's pending invitations.
    /// - Returns: the inviter's account, the pending invitation that there already is, or why not.
    package static func admit(
        inviter: Inviter, invitee: Account?, email: EmailAddress?, transfer: Bool = false, isBlocked: Bool = false,
        pending: [Invitation], in situation: InvitationSituation
    ) -> Admission {
        let owner: Account
        switch inviter {
        case .admin(let admin): owner = admin
        case .owner(let name):
            guard let account = situation.owner(name) else { return .refuse(.notAnOwner(username: name)) }
            owner = account
        }
        if situation.isLocked, case .owner = inviter { return .refuse(.packageLocked) }
        if transfer, invitee == nil {
            return .refuse(
                .invalid([FieldFlaw("/invitee/username", "is needed: only an account can take a package over")]))
        }
        if let invitee, situation.isOwner(invitee) {
            return .refuse(.alreadyOwner(username: invitee.username.text))
        }
        if invitee == nil, let email, situation.owners.contains(where: { $0.account.email == email }) {
            return .refuse(.alreadyOwner(username: nil))
        }
        let open = pending.filter { $0.isOpen(at: situation.now) }
        if let same = open.first(where: { isSameInvitee($0, account: invitee, email: email) }) {
            return .pending(same)
        }
        guard !isBlocked else { return .refuse(.blocked) }
        if situation.policy.limited {
            // Whoever is invited may accept, and is not to be told then that there is no room.
            let room = situation.policy.mostOwners + (transfer ? 1 : 0)
            guard situation.owners.count + open.count < room else {
                return .refuse(.tooManyOwners(limit: situation.policy.mostOwners))
            }
            if open.count >= situation.policy.mostPending {
                // Who has accepted and is not named yet gives up the place at no time that is known.
                let firstEnd = open.filter { !$0.isUnnamed }.map(\.expiresAt).min()
                return .refuse(.limited(.pending, retryAfter: firstEnd.map { $0 - situation.now } ?? .seconds(3600)))
            }
        }
        return .admitted(inviter: owner)
    }

    /// Who invites.
    package enum Inviter: Sendable, Equatable {
        /// By the name that the request gives; must be an owner's.
        case owner(String)
        case admin(Account)
    }

    package enum Admission: Sendable, Equatable {
        case admitted(inviter: Account)
        case pending(Invitation)
        case refuse(Refusal)
    }

    /// A new invitation with its mails and events.
    package static func create(
        _ fresh: Fresh, package: KnownPackage, invitee: Account?, email: EmailAddress, inviter: Account,
        note: PlainText?, locale: String?, transfer: Bool = false, adminReason: PlainText? = nil,
        recovery: Identifier? = nil, keepsOwners: Bool = false, in situation: InvitationSituation
    ) -> InvitationChange {
        let now = situation.now
        let expires = now + situation.policy.invitationLife
        let reminder = situation.policy.invitationReminder.map { expires - $0 }
        let invitation = Invitation(
            id: fresh.id, package: package, invitee: invitee, email: email, inviter: inviter, note: note?.text,
            createdAt: now, expiresAt: expires, remindAt: reminder.flatMap { $0 > now ? $0 : nil }, sentAt: now,
            locale: locale ?? invitee?.locale, message: fresh.message, transfer: transfer, asAdmin: adminReason != nil,
            recovery: recovery, keepsOwners: keepsOwners)
        var change = InvitationChange(invitation: invitation)
        change.messages = letters(.invitation, of: invitation)
        // Of a recovery, the owners hear by the mails about the case.
        if recovery == nil { change.messages += Audience.invited(invitation, situation) }
        change.events = [
            event(
                .invitationCreated, of: invitation, actor: inviter.username.text, reason: adminReason?.text,
                asAdmin: adminReason != nil)
        ]
        return change
    }

    /// The mails that ask the invitee to decide: one, or one for each member of an organization.
    static func letters(_ kind: MailKind, of invitation: Invitation) -> [MessageDraft] {
        let kind = kind == .invitation && invitation.recovery != nil ? .recoveryInvitation : kind
        return (invitation.mailboxes + invitation.otherMailboxes).map { letter(kind, to: $0, of: invitation) }
    }

    private static func letter(_ kind: MailKind, to address: EmailAddress, of invitation: Invitation) -> MessageDraft {
        var facts = MailFacts(
            package: invitation.package.id.text, role: .invitee, inviter: invitation.inviter.username.text,
            invitee: invitation.invitee?.username.text, note: invitation.note, expires: invitation.expiresAt)
        facts.transfer = invitation.transfer ? true : nil
        facts.asAdmin = invitation.asAdmin ? true : nil
        facts.keepsOwners = invitation.keepsOwners ? true : nil
        return MessageDraft(
            kind: kind, recipient: address, account: invitation.recipientNumber, locale: invitation.locale,
            about: invitation.id, generation: invitation.generation, facts: facts, until: invitation.expiresAt)
    }

    static func event(
        _ type: EventType, of invitation: Invitation, actor: String, reason: String? = nil, asAdmin: Bool = false
    ) -> EventDraft {
        EventDraft(
            type, actor: actor, subject: invitation.id.description,
            data: EventData(
                package: invitation.package.id.text, invitation: invitation.id.description,
                username: invitation.invitee?.username.text, invitedBy: invitation.inviter.username.text,
                generation: invitation.generation, reason: reason,
                withoutAccount: invitation.invitee == nil ? true : nil, asAdmin: asAdmin ? true : nil))
    }

    private static func isSameInvitee(_ invitation: Invitation, account: Account?, email: EmailAddress?) -> Bool {
        if let account { return invitation.invitee?.number == account.number }
        return invitation.invitee == nil && invitation.email == email
    }
}
