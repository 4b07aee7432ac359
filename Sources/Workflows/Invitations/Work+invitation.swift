import Links
import Model
import Storage

extension Work {
    /// Carries out one call about an invitation that is there.
    func call(
        _ call: Invitations.Call, _ invitation: Invitation, _ asking: Invitations.Asking
    ) throws -> InvitationOutcome {
        let situation = try situation(of: invitation.package)
        switch call {
        case .accept: return try accept(invitation, asking, in: situation)
        case .decline:
            guard invitation.isTo(asking.requester.name) else {
                return .refused(.notTheInvitee(username: asking.requester.name))
            }
            return try apply(InvitationMachine.decline(invitation, reason: asking.reason, in: situation))
        case .cancel: return try cancel(invitation, by: asking.requester, in: situation)
        case .resend:
            let decision = InvitationMachine.resend(
                invitation, by: asking.requester, message: newID(),
                isBlocked: try isBlocked(
                    invitation.mailboxes, inviter: invitation.inviter, package: invitation.package), in: situation)
            if case .change(let change) = decision, change.invitation.state == .pending,
                let shortage = try count(
                    change.messages.flatMap { try charges($0.rule.bounds, to: $0.recipient) }, about: about(invitation))
            {
                return .refused(shortage.refusal)
            }
            return try apply(decision)
        }
    }

    /// Accepts for a signed-in account.
    ///
    /// Who was invited by address has no account on record: a ticket from the invited mailbox's own page says that the
    /// account is theirs. Where that page has accepted already, the gallery says which account it made of it.
    private func accept(
        _ invitation: Invitation, _ asking: Invitations.Asking, in situation: InvitationSituation
    ) throws -> InvitationOutcome {
        let username = asking.requester.name
        if let ticket = asking.ticket {
            guard case .verified(let claims) = ticket, invitation.admits(claims, at: now) else {
                return .refused(.badTicket)
            }
        }
        let isAccepted = invitation.state == .accepted
        guard invitation.invitee == nil, asking.ticket != nil || invitation.state(at: now) != .pending else {
            guard invitation.isTo(username) else { return .refused(.notTheInvitee(username: username)) }
            return try apply(InvitationMachine.accept(invitation, reason: asking.reason, in: situation))
        }
        guard invitation.state(at: now) == .pending || isAccepted else {
            return try apply(InvitationMachine.accept(invitation, in: situation))
        }
        // Whose address was forgotten since is nobody any more who could be named.
        guard !isAccepted || invitation.isUnnamed else { return .refused(.decided(.accepted)) }
        guard situation.owner(username) == nil else { return .refused(.alreadyOwner(username: username)) }
        let account = try learnInvitee(username, of: invitation)
        let own = try transaction.invitations.open(in: invitation.package, invitee: account, email: nil)
            .map { InvitationMachine.overtake($0, at: now) }
        if let own { try write(own, followsUp: false) }
        let decision = InvitationMachine.accept(invitation, as: account, reason: asking.reason, in: situation)
        if case .change(let change) = decision, change.newOwner != nil {
            try transaction.invitations.setInvitee(invitation.id, account)
        }
        let outcome = try apply(decision)
        // Only now is the account an owner, by which the case is settled that issued it.
        if let own { try followUp(own.invitation) }
        return outcome
    }

    /// The account of somebody who was invited by address: the mailbox that was invited is theirs, and is the account's
    /// where none is known.
    private func learnInvitee(_ username: String, of invitation: Invitation) throws -> Account {
        let name = Name(stored: username, key: Name.fold(username))
        let known = try transaction.accounts.find(username, gallery: gallery.id)
        var description = AccountDescription(username: name)
        if known?.mailboxes.isEmpty ?? true { description.email = invitation.email }
        if known?.locale == nil { description.locale = invitation.locale }
        return try learn(name, description, knowing: known)
    }

    func about(_ invitation: Invitation) -> EventData {
        EventData(
            package: invitation.package.id.text, invitation: invitation.id.description,
            username: invitation.invitee?.username.text, invitedBy: invitation.inviter.username.text)
    }

    func cancel(
        _ invitation: Invitation, by requester: Requester, in situation: InvitationSituation
    ) throws -> InvitationOutcome {
        let letter = try transaction.messages.letter(about: invitation.id)
        return try apply(InvitationMachine.cancel(invitation, by: requester, letter: letter, in: situation))
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

    /// - Parameter followsUp: Whether the case that issued it hears of it at once.
    func write(_ change: InvitationChange, followsUp: Bool = true) throws {
        let invitation = change.invitation
        try transaction.invitations.update(invitation)
        if let account = change.newOwner {
            _ = try transaction.packages.addOwner(account, to: invitation.package, via: .invitation, at: now)
        }
        if change.dropsWaitingMail { try dropWaitingMail(of: invitation) }
        try append(change.events)
        try queue(change.messages, letter: invitation.message)
        if let former = change.formerOwner {
            try transaction.packages.removeOwner(former, from: invitation.package)
            try voidInvitations(of: [former.number], to: invitation.package)
        }
        if followsUp { try followUp(invitation) }
        if change.newOwner != nil || change.formerOwner != nil { try reviewCases(of: invitation.package) }
    }

    /// What somebody offered who no longer owns the package does not stand.
    func voidInvitations(of accounts: Set<Int64>, to package: KnownPackage) throws {
        for invitation in try transaction.invitations.open(in: package, most: Owners.mostListed)
        where accounts.contains(invitation.inviter.number) && !invitation.asAdmin {
            try write(InvitationMachine.void(invitation, at: now))
        }
    }

    private func dropWaitingMail(of invitation: Invitation) throws {
        let because = "the invitation is \(invitation.state == .pending ? "sent anew" : invitation.state.rawValue)"
        try dropWaiting(about: invitation.id, because: because) {
            $0.asksForDecision || ($0.needsPendingInvitation && invitation.state != .pending)
        }
    }

    /// Cancels mail about a thing that waits still and that nobody needs any more.
    func dropWaiting(about id: Identifier, because: String, where isUnwanted: (MailKind) -> Bool) throws {
        for message in try transaction.messages.waiting(about: id) where isUnwanted(message.kind) {
            let (cancelled, event) = MessageMachine.cancel(message, because: because, now: now)
            try transaction.messages.update(cancelled)
            if let event { try append([event]) }
        }
    }
}

extension Invitation {
    fileprivate func isTo(_ username: String) -> Bool { invitee?.username.key == Name.fold(username) }

    /// Whether a ticket is this invitation's, of its present link, and still fresh.
    fileprivate func admits(_ claims: LinkClaims, at now: Timestamp) -> Bool {
        claims.purpose == .ticket && Identifier(high: claims.subject.high, low: claims.subject.low) == id
            && Int(claims.generation) == generation && Int64(claims.recipient) == recipientNumber
            && now < Timestamp(seconds: Int64(claims.expires))
    }
}
