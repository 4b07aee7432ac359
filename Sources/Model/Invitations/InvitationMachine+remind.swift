extension InvitationMachine {
    /// Sends the link anew: a new generation, which kills the old link, and a new full life.
    ///
    /// The first resend is free; after the n-th the next waits 2^n minutes.
    ///
    /// - Parameter isBlocked: Whether a mailbox of the invitee has come to refuse such invitations.
    package static func resend(
        _ invitation: Invitation, by requester: Requester, message: Identifier, isBlocked: Bool = false,
        in situation: InvitationSituation
    ) -> InvitationDecision {
        let actor: String
        switch requester.actor(in: situation) {
        case .failure(let refusal): return .refuse(refusal)
        case .success(let name): actor = name
        }
        switch invitation.state(at: situation.now) {
        case .pending: break
        case .expired where invitation.state == .pending: return expire(invitation, in: situation)
        case let state: return .refuse(.decided(state))
        }
        guard situation.stands(behind: invitation) else { return .change(void(invitation, at: situation.now)) }
        guard !isBlocked else { return .refuse(.blocked) }
        if let wait = resendWait(invitation, in: situation) { return .refuse(.limited(.resend, retryAfter: wait)) }
        var change = InvitationChange(invitation: invitation)
        change.dropsWaitingMail = true
        change.invitation.generation += 1
        change.invitation.sentAt = situation.now
        change.invitation.message = message
        change.invitation.undeliverable = false
        change.invitation.expiresAt = situation.now + situation.policy.invitationLife
        change.invitation.remindAt = situation.policy.invitationReminder
            .map { change.invitation.expiresAt - $0 }
            .flatMap { $0 > situation.now ? $0 : nil }
        change.messages = letters(.invitation, of: change.invitation)
        change.events = [
            event(
                .invitationResent, of: change.invitation, actor: actor, reason: requester.reason,
                asAdmin: requester.isAdmin)
        ]
        return .change(change)
    }

    /// How long a resend has to wait still; nil where it need not.
    ///
    /// Generations are 16 bits in a link, and the doubling keeps anyone from coming near that but a gallery without
    /// limits, which stops at the last one.
    private static func resendWait(_ invitation: Invitation, in situation: InvitationSituation) -> Duration? {
        guard invitation.generation < Int(UInt16.max) else { return .seconds(86_400) }
        guard situation.policy.limited, invitation.generation > 1 else { return nil }
        let minutes = 1 << min(invitation.generation - 1, 20)
        let wait = (invitation.sentAt + .seconds(60 * minutes)) - situation.now
        return wait > .zero ? wait : nil
    }

    /// The one reminder, when it is due.
    ///
    /// It carries the same link as the first mail. Who refuses such invitations by now gets none.
    package static func remind(
        _ invitation: Invitation, isBlocked: Bool = false, in situation: InvitationSituation
    ) -> InvitationDecision {
        guard invitation.state(at: situation.now) == .pending, let due = invitation.remindAt, due <= situation.now
        else {
            return .unchanged(invitation)
        }
        guard situation.stands(behind: invitation) else { return .change(void(invitation, at: situation.now)) }
        var change = InvitationChange(invitation: invitation)
        change.invitation.remindAt = nil
        if !isBlocked { change.messages = letters(.invitationReminder, of: invitation) }
        return .change(change)
    }

    /// A reminder that would be one mail too many for its address: later, or not at all where its invitation ends before.
    package static func putOffReminder(
        _ invitation: Invitation, by wait: Duration, at now: Timestamp
    ) -> InvitationDecision {
        var change = InvitationChange(invitation: invitation)
        let next = now + wait
        change.invitation.remindAt = next < invitation.expiresAt ? next : nil
        return .change(change)
    }

    /// A mail that asks the invitee to decide could not be delivered: the inviter hears of it, once a generation.
    ///
    /// - Parameters:
    ///   - generation: The generation of the link in the mail that failed; an older one no longer matters.
    ///   - reason: What the relay said; nil where none was asked, because the address is suppressed. Why it is, is
    ///     between its owner and the gallery.
    package static func undeliverable(
        _ invitation: Invitation, generation: Int, reason: String?, at now: Timestamp
    ) -> InvitationDecision {
        guard invitation.state(at: now) == .pending, !invitation.undeliverable, generation == invitation.generation
        else {
            return .unchanged(invitation)
        }
        let words = reason?.withoutLinks.withoutAddresses
        var change = InvitationChange(invitation: invitation)
        change.invitation.undeliverable = true
        change.invitation.remindAt = nil
        change.events = [
            event(
                .invitationUndeliverable, of: invitation, actor: EventDraft.system,
                reason: words ?? "the address is suppressed")
        ]
        change.messages = Audience.toInviter(.invitationUndeliverable, of: invitation, at: now, reason: words)
        return .change(change)
    }
}
