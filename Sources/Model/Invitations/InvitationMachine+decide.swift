extension InvitationMachine {
    /// The invitee accepts: becomes an owner, unless the inviter may no longer offer that.
    ///
    /// Who is invited by address alone, and presses the button, becomes one when the gallery says which account is theirs.
    ///
    /// - Parameters:
    ///   - account: Who accepts an invitation by address, where the gallery says so; nil for a press of the button.
    ///   - reason: The acceptor's words.
    package static func accept(
        _ invitation: Invitation, as account: Account? = nil, reason: PlainText? = nil,
        in situation: InvitationSituation
    ) -> InvitationDecision {
        switch invitation.state(at: situation.now) {
        case .pending: break
        case .accepted:
            guard invitation.invitee == nil, let account else { return .unchanged(invitation) }
            guard situation.stands(behind: invitation) else { return .change(void(invitation, at: situation.now)) }
            return .change(bind(invitation, to: account, in: situation))
        case .expired where invitation.state == .pending: return expire(invitation, in: situation)
        case let state: return .refuse(.decided(state))
        }
        guard situation.stands(behind: invitation) else { return .change(void(invitation, at: situation.now)) }
        var invitation = invitation
        invitation.invitee = invitation.invitee ?? account
        var change = settle(invitation, as: .accepted, at: situation.now)
        let actor = invitation.invitee?.username.text ?? invitation.email.masked
        change.invitation.reason = reason.flatMap { $0.text.isEmpty ? nil : $0.text }
        change.events = [
            event(.invitationAccepted, of: change.invitation, actor: actor, reason: change.invitation.reason)
        ]
        if let account = invitation.invitee, !situation.isOwner(account) {
            change.newOwner = account
            change.events.append(ownerAdded(account, by: invitation))
        }
        guard invitation.transfer, situation.isOwner(invitation.inviter), invitation.invitee != nil else {
            change.messages = Audience.accepted(change.invitation, situation)
            return .change(change)
        }
        change.formerOwner = invitation.inviter
        change.events.append(
            EventDraft(
                .ownerRemoved, actor: invitation.inviter.username.text, subject: invitation.package.id.text,
                data: EventData(
                    package: invitation.package.id.text, invitation: invitation.id.description,
                    username: invitation.inviter.username.text, via: "transfer")))
        change.messages = Audience.transferred(change.invitation, situation)
        return .change(change)
    }

    /// Somebody who accepted by address alone has an account now, which becomes the owner.
    private static func bind(
        _ invitation: Invitation, to account: Account, in situation: InvitationSituation
    ) -> InvitationChange {
        var bound = invitation
        bound.invitee = account
        // It is decided anew: the link that gives an ownership back knows it by the moment.
        bound.decidedAt = situation.now
        var change = InvitationChange(invitation: bound)
        change.newOwner = account
        change.events = [ownerAdded(account, by: bound)]
        change.messages = Audience.bound(bound, at: situation.now)
        return change
    }

    private static func ownerAdded(_ account: Account, by invitation: Invitation) -> EventDraft {
        EventDraft(
            .ownerAdded, actor: account.username.text, subject: invitation.package.id.text,
            data: EventData(
                package: invitation.package.id.text, invitation: invitation.id.description,
                username: account.username.text, invitedBy: invitation.inviter.username.text,
                via: OwnershipOrigin.invitation.rawValue))
    }

    /// The invitee declines, with or without a reason.
    package static func decline(
        _ invitation: Invitation, reason: PlainText?, in situation: InvitationSituation
    ) -> InvitationDecision {
        switch invitation.state(at: situation.now) {
        case .pending: break
        case .declined: return .unchanged(invitation)
        case .expired where invitation.state == .pending: return expire(invitation, in: situation)
        case let state: return .refuse(.decided(state))
        }
        var change = settle(invitation, as: .declined, at: situation.now)
        change.invitation.reason = reason.flatMap { $0.text.isEmpty ? nil : $0.text }
        let actor = invitation.invitee?.username.text ?? invitation.email.masked
        change.events = [
            event(.invitationDeclined, of: change.invitation, actor: actor, reason: change.invitation.reason)
        ]
        change.messages = Audience.toInviter(.invitationDeclined, of: change.invitation, at: situation.now)
        return .change(change)
    }

    /// An owner withdraws it.
    ///
    /// - Parameters:
    ///   - requester: Who asks.
    ///   - letter: How far the mail with its link has come: the invitee is told only of what has reached them. Where it
    ///     is under way, the mail that tells waits for it (``MessageMachine/worth(_:invitation:letter:now:)``).
    package static func cancel(
        _ invitation: Invitation, by requester: Requester, letter: LetterProgress, in situation: InvitationSituation
    ) -> InvitationDecision {
        let actor: String
        switch requester.actor(in: situation) {
        case .failure(let refusal): return .refuse(refusal)
        case .success(let name): actor = name
        }
        // Owners have the link in the mail about the case: their objection freezes it, and says so.
        guard invitation.recovery == nil || requester.isAdmin || !invitation.isOpen(at: situation.now) else {
            return .refuse(.invitedByRecovery)
        }
        switch invitation.state(at: situation.now) {
        case .pending: break
        // Nobody owns anything by it yet, and an owner may think better of it.
        case .accepted where invitation.isUnnamed: break
        case .cancelled: return .unchanged(invitation)
        case .expired where invitation.state == .pending: return expire(invitation, in: situation)
        case let state: return .refuse(.decided(state))
        }
        var change = settle(invitation, as: .cancelled, at: situation.now)
        change.invitation.reason = requester.reason
        change.events = [
            event(
                .invitationCancelled, of: change.invitation, actor: actor, reason: requester.reason,
                asAdmin: requester.isAdmin)
        ]
        if letter != .waiting { change.messages = Audience.cancelled(change.invitation, by: actor, at: situation.now) }
        return .change(change)
    }

    /// What happens to it when its time is over.
    package static func expire(_ invitation: Invitation, in situation: InvitationSituation) -> InvitationDecision {
        guard invitation.state == .pending, situation.now >= invitation.expiresAt else { return .unchanged(invitation) }
        var change = settle(invitation, as: .expired, at: situation.now)
        change.events = [event(.invitationExpired, of: change.invitation, actor: EventDraft.system)]
        change.messages = Audience.toInviter(.invitationExpired, of: change.invitation, at: situation.now)
        return .change(change)
    }

    /// What happens to it when its inviter is no longer an owner: nobody is there to vouch for it.
    package static func void(_ invitation: Invitation, at now: Timestamp) -> InvitationChange {
        var change = settle(invitation, as: .void, at: now)
        change.events = [event(.invitationVoided, of: change.invitation, actor: EventDraft.system)]
        return change
    }

    /// What happens to it when its invitee became an owner without it: an old link must not make them one again.
    package static func overtake(_ invitation: Invitation, at now: Timestamp) -> InvitationChange {
        var change = settle(invitation, as: .cancelled, at: now)
        change.events = [
            event(
                .invitationCancelled, of: change.invitation, actor: EventDraft.system, reason: "the account is an owner"
            )
        ]
        return change
    }

    private static func settle(
        _ invitation: Invitation, as state: InvitationState, at now: Timestamp
    ) -> InvitationChange {
        var decided = invitation
        decided.state = state
        decided.decidedAt = now
        decided.remindAt = nil
        var change = InvitationChange(invitation: decided)
        change.dropsWaitingMail = true
        return change
    }
}
