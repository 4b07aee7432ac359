/// Who hears of what: the table of the product, one message for each person, and no address shown to anybody.
enum Audience {
    /// The other owners hear that somebody was invited, with a link to cancel what was not agreed on.
    static func invited(_ invitation: Invitation, _ situation: InvitationSituation) -> [MessageDraft] {
        let notices = others(than: [invitation.inviter.number], situation).flatMap {
            message(.invitationNotice, to: $0, as: .owner, of: invitation, until: invitation.expiresAt)
        }
        return oneEach(notices, except: invitation.inviter.mailboxes + invitation.mailboxes)
    }

    /// Everybody hears of an acceptance: the new owner, the inviter, and the other owners.
    ///
    /// Who accepted by address alone is not an owner yet, and hears that it is up to the gallery.
    static func accepted(_ invitation: Invitation, _ situation: InvitationSituation) -> [MessageDraft] {
        let until = situation.now + MailLife.longest
        let kind: MailKind = invitation.invitee == nil ? .invitationAccepted : .ownerAdded
        var messages = (invitation.mailboxes + invitation.otherMailboxes).map {
            draft(kind, to: $0, as: .invitee, of: invitation, until: until)
        }
        messages += message(.invitationAccepted, to: invitation.inviter, as: .inviter, of: invitation, until: until)
        for owner in others(than: [invitation.inviter.number, invitation.invitee?.number], situation) {
            messages += message(kind, to: owner, as: .owner, of: invitation, until: until)
        }
        return oneEach(messages)
    }

    /// Who accepted by address alone, which everybody heard of, hears that they are an owner now.
    static func bound(_ invitation: Invitation, at now: Timestamp) -> [MessageDraft] {
        let until = now + MailLife.longest
        return oneEach(
            invitation.mailboxes.map { draft(.ownerAdded, to: $0, as: .invitee, of: invitation, until: until) })
    }

    /// Everybody hears, once, that the package was handed over: the new owner, the former one, and the others.
    static func transferred(_ invitation: Invitation, _ situation: InvitationSituation) -> [MessageDraft] {
        let until = situation.now + MailLife.longest
        var messages = invitation.mailboxes.map {
            draft(.transferCompleted, to: $0, as: .invitee, of: invitation, until: until)
        }
        messages += message(.transferCompleted, to: invitation.inviter, as: .inviter, of: invitation, until: until)
        for owner in others(than: [invitation.inviter.number, invitation.invitee?.number], situation) {
            messages += message(.transferCompleted, to: owner, as: .owner, of: invitation, until: until)
        }
        return oneEach(messages)
    }

    /// The inviter alone hears of what did not come to be.
    static func toInviter(
        _ kind: MailKind, of invitation: Invitation, at now: Timestamp, reason: String? = nil
    ) -> [MessageDraft] {
        message(
            kind, to: invitation.inviter, as: .inviter, of: invitation, until: now + MailLife.longest,
            reason: reason ?? invitation.reason)
    }

    /// The invitee hears that an invitation which reached them is no more.
    static func cancelled(_ invitation: Invitation, by actor: String, at now: Timestamp) -> [MessageDraft] {
        (invitation.mailboxes + invitation.otherMailboxes).map { address in
            var message = draft(
                .invitationCancelled, to: address, as: .invitee, of: invitation,
                until: now + MailLife.longest)
            message.facts.actor = actor
            return message
        }
    }

    /// One message for each person: the first to an address, none to those who are not to hear.
    ///
    /// People own packages both by themselves and as members of organizations.
    static func oneEach(_ messages: [MessageDraft], except silent: [EmailAddress] = []) -> [MessageDraft] {
        var heard = Set(silent)
        return messages.filter { heard.insert($0.recipient).inserted }
    }

    /// How long beyond its mail's own life that link works.
    private static let ownershipLinkLife: Duration = .seconds(25 * 86_400)

    private static func others(than numbers: Set<Int64?>, _ situation: InvitationSituation) -> [Account] {
        situation.owners.map(\.account).filter { !numbers.contains($0.number) }
    }

    private static func message(
        _ kind: MailKind, to account: Account, as role: MailRole, of invitation: Invitation, until: Timestamp,
        reason: String? = nil
    ) -> [MessageDraft] {
        account.mailboxes.map { address in
            var message = draft(kind, to: address, as: role, of: invitation, until: until)
            message.account = account.number
            message.locale = account.locale
            message.facts.reason = reason
            return message
        }
    }

    private static func draft(
        _ kind: MailKind, to address: EmailAddress, as role: MailRole, of invitation: Invitation, until: Timestamp
    ) -> MessageDraft {
        var facts = MailFacts(
            package: invitation.package.id.text, role: role, inviter: invitation.inviter.username.text,
            invitee: invitation.invitee?.username.text,
            expires: kind.needsPendingInvitation ? invitation.expiresAt : nil)
        facts.transfer = invitation.transfer ? true : nil
        facts.asAdmin = invitation.asAdmin ? true : nil
        // The link by which a new owner says that they never agreed.
        if kind == .ownerAdded || kind == .transferCompleted, role == .invitee {
            facts.expires = (until + ownershipLinkLife).milliseconds
        }
        return MessageDraft(
            kind: kind, recipient: address, account: invitation.recipientNumber, locale: invitation.locale,
            about: invitation.id, generation: invitation.generation, facts: facts, until: until)
    }
}
