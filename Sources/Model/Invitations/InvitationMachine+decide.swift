extension InvitationMachine {
    /// The invitee accepts: becomes an owner, unless the inviter may no longer offer that.
    ///
    /// - Parameter actor: Who pressed the button or whom the gallery names; for the events.
    package static func accept(_ invitation: Invitation, in situation: InvitationSituation) -> InvitationDecision {
        switch invitation.state(at: situation.now) {
        case .pending: break
        case .accepted: return .unchanged(invitation)
        case .expired where invitation.state == .pending: return expire(invitation, in: situation)
        case let state: return .refuse(.decided(state))
        }
        guard situation.isOwner(invitation.inviter) else { return .change(void(invitation, at: situation.now)) }
        var change = settle(invitation, as: .accepted, at: situation.now)
        let actor = invitation.invitee?.username.text ?? invitation.email.masked
        change.events = [event(.invitationAccepted, of: change.invitation, actor: actor)]
        if let account = invitation.invitee, !situation.isOwner(account) {
            change.newOwner = account
            change.events.append(
                EventDraft(
                    .ownerAdded, actor: actor, subject: invitation.package.id.text,
                    data: EventData(
                        package: invitation.package.id.text, invitation: invitation.id.description,
                        username: account.username.text, invitedBy: invitation.inviter.username.text,
                        via: OwnershipOrigin.invitation.rawValue)))
        }
        change.messages = Audience.accepted(change.invitation, situation)
        return .change(change)
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
    ///   - username: Who asks; must be an owner.
    ///   - letter: How far the mail with its link has come: the invitee is told only of what has reached them. Where it
    ///     is under way, the mail that tells waits for it (``MessageMachine/worth(_:invitation:letter:now:)``).
    package static func cancel(
        _ invitation: Invitation, by username: String, letter: LetterProgress, in situation: InvitationSituation
    ) -> InvitationDecision {
        guard let owner = situation.owner(username) else { return .refuse(.notAnOwner(username: username)) }
        switch invitation.state(at: situation.now) {
        case .pending: break
        case .cancelled: return .unchanged(invitation)
        case .expired where invitation.state == .pending: return expire(invitation, in: situation)
        case let state: return .refuse(.decided(state))
        }
        var change = settle(invitation, as: .cancelled, at: situation.now)
        change.events = [event(.invitationCancelled, of: change.invitation, actor: owner.username.text)]
        if letter != .waiting { change.messages = Audience.cancelled(change.invitation, by: owner, at: situation.now) }
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
