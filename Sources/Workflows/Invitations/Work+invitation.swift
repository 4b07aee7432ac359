import Model
import Storage

extension Work {
    /// Carries out one call about an invitation that is there.
    func call(
        _ call: Invitations.Call, _ invitation: Invitation, by username: String, reason: PlainText?
    ) throws -> InvitationOutcome {
        let situation = try situation(of: invitation.package)
        switch call {
        case .accept, .decline:
            guard let invitee = invitation.invitee, invitee.username.key == Name.fold(username) else {
                return .refused(.notTheInvitee(username: username))
            }
            return try apply(
                call == .accept
                    ? InvitationMachine.accept(invitation, in: situation)
                    : InvitationMachine.decline(invitation, reason: reason, in: situation))
        case .cancel:
            return try cancel(invitation, by: username, in: situation)
        case .resend:
            let decision = InvitationMachine.resend(invitation, by: username, message: newID(), in: situation)
            if case .change(let change) = decision, change.invitation.state == .pending,
                let refusal = try countRecipients(change.invitation.mailboxes)
            {
                throw refusal
            }
            return try apply(decision)
        }
    }

    func cancel(
        _ invitation: Invitation, by username: String, in situation: InvitationSituation
    ) throws -> InvitationOutcome {
        let letter = try transaction.messages.letter(about: invitation.id)
        return try apply(InvitationMachine.cancel(invitation, by: username, letter: letter, in: situation))
    }

    /// Writes what was decided.
    ///
    /// A decision that ends the invitation otherwise than was asked is written, and refused.
    func apply(_ decision: InvitationDecision) throws -> InvitationOutcome {
        switch decision {
        case .refuse(let refusal): return .refused(refusal)
        case .unchanged(let invitation): return .done(try view(invitation))
        case .change(let change):
            try write(change)
            switch change.invitation.state {
            case .expired, .void: return .refused(.decided(change.invitation.state))
            case .pending, .accepted, .declined, .cancelled: return .done(try view(change.invitation))
            }
        }
    }

    func write(_ change: InvitationChange) throws {
        let invitation = change.invitation
        try transaction.invitations.update(invitation)
        if let account = change.newOwner {
            _ = try transaction.packages.addOwner(account, to: invitation.package, via: .invitation, at: now)
        }
        if change.dropsWaitingMail { try dropWaitingMail(of: invitation) }
        try append(change.events)
        try queue(change.messages, letter: invitation.message)
    }

    private func dropWaitingMail(of invitation: Invitation) throws {
        for message in try transaction.messages.waiting(about: invitation.id)
        where message.kind.asksForDecision || (message.kind.needsPendingInvitation && invitation.state != .pending) {
            let (cancelled, event) = MessageMachine.cancel(
                message,
                because: "the invitation is \(invitation.state == .pending ? "sent anew" : invitation.state.rawValue)",
                now: now)
            try transaction.messages.update(cancelled)
            if let event { try append([event]) }
        }
    }
}
