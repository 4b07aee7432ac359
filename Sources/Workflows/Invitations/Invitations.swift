package import Links
package import Model
package import Storage

/// How a call about an invitation came out.
///
/// A refusal may have written something: that the invitation has expired.
package enum InvitationOutcome: Sendable, Equatable {
    /// A new one.
    case created(InvitationView)
    /// There is one already, and nothing was sent.
    case pending(InvitationView)
    /// As it is after the call.
    case done(InvitationView)
    case refused(Refusal)
}

/// Everything that is done with invitations, one transaction each.
package struct Invitations: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// Invites somebody, or answers with the invitation that is pending already.
    ///
    /// - Parameters:
    ///   - key: The API key that the request came with; its mails are counted.
    ///   - rates: Told how much is left of the tightest limit.
    ///   - answer: Renders the outcome; called in the transaction, so that the answer can be kept with it.
    /// - Throws: ``IdempotencyMismatch``, or what storage throws.
    package func invite(
        _ command: InviteCommand, gallery: Identifier, key: Identifier? = nil, once: Once? = nil,
        rates: RateSlot? = nil, answer: @escaping @Sendable (InvitationOutcome) throws -> KeptAnswer
    ) async throws -> OnceAnswer {
        try await context.work(for: gallery, key: key, rates: rates) { work in
            try work.once(once) { try answer(try work.invite(command)) }
        }
    }

    /// Invites to many packages, or many people, one after the other.
    ///
    /// - Parameters:
    ///   - commands: Those that are not right as they are come with why.
    ///   - answer: Renders the outcomes, in the order of the commands.
    package func inviteAll(
        _ commands: [Result<InviteCommand, Refusal>], gallery: Identifier, key: Identifier? = nil, once: Once? = nil,
        rates: RateSlot? = nil, answer: @escaping @Sendable ([InvitationOutcome]) throws -> KeptAnswer
    ) async throws -> OnceAnswer {
        try await context.work(for: gallery, key: key, rates: rates) { work in
            try work.once(once) {
                try answer(
                    try commands.map { command in
                        switch command {
                        case .failure(let refusal): .refused(refusal)
                        case .success(let command): try work.invite(command)
                        }
                    })
            }
        }
    }

    package func find(_ id: Identifier, gallery: Identifier) async throws -> InvitationView? {
        let now = context.clock()
        return try await context.database.read { transaction in
            try transaction.invitations.find(id, gallery: gallery)
                .map { try InvitationView.load($0, transaction, now: now) }
        }
    }

    /// A page of them, oldest first; the second value is the cursor of the next page.
    package func list(
        _ filter: InvitationFilter, gallery: Identifier, after: Identifier?, limit: Int
    ) async throws -> (items: [InvitationView], next: Identifier?) {
        let now = context.clock()
        return try await context.database.read { transaction in
            let found = try transaction.invitations.list(filter, gallery: gallery, after: after, limit: limit)
            let items = try found.prefix(limit).map { try InvitationView.load($0, transaction, now: now) }
            return (items, found.count > limit ? items.last?.invitation.id : nil)
        }
    }

    /// What a caller of the API can do with one invitation.
    package enum Call: String, Sendable, CaseIterable {
        case cancel, resend, accept, decline
    }

    /// Who asks for a call, and with what.
    package struct Asking: Sendable, Equatable {
        package var requester: Requester
        /// The words of whoever accepts or declines.
        package var reason: PlainText?
        /// What the invited mailbox's page gave to whoever accepts; nil where none was sent along.
        package var ticket: Ticket?

        package init(_ requester: Requester, reason: PlainText? = nil, ticket: Ticket? = nil) {
            self.requester = requester
            self.reason = reason
            self.ticket = ticket
        }
    }

    /// A ticket that came with an acceptance.
    package enum Ticket: Sendable, Equatable {
        case verified(LinkClaims)
        case forged
    }

    /// Cancels, resends, accepts or declines on behalf of an account that the gallery has signed in, or of an admin.
    package func call(
        _ call: Call, _ id: Identifier, asking: Asking, gallery: Identifier, key: Identifier? = nil,
        once: Once? = nil, rates: RateSlot? = nil,
        answer: @escaping @Sendable (InvitationOutcome) throws -> KeptAnswer
    ) async throws -> OnceAnswer {
        try await context.work(for: gallery, key: key, rates: rates) { work in
            try work.once(once) {
                guard let invitation = try work.transaction.invitations.find(id, gallery: gallery) else {
                    return try answer(.refused(.unknownInvitation))
                }
                return try answer(try work.call(call, invitation, asking))
            }
        }
    }
}

extension Work {
    func situation(of package: KnownPackage) throws -> InvitationSituation {
        InvitationSituation(policy: gallery.policy, now: now, owners: try transaction.packages.owners(of: package))
    }

    fileprivate func invite(_ command: InviteCommand) throws -> InvitationOutcome {
        guard let package = try transaction.packages.find(command.package, gallery: gallery.id) else {
            return .refused(.unknownPackage)
        }
        let situation = try situation(of: package)
        var (invitee, known): (Account?, Account?)
        if let username = command.invitee.username {
            known = try transaction.accounts.find(username.text, gallery: gallery.id)
            let blank = Account(number: 0, username: username, email: nil)
            invitee = command.invitee.changing(known ?? blank) ?? known ?? blank
        }
        // An account that is pending is found by its number; one that is not known yet cannot be. The others are only
        // counted, so that no more of them are read than the limit allows.
        let same = try transaction.invitations.open(in: package, invitee: invitee, email: command.invitee.email)
        var pending = same.map { [$0] } ?? []
        if gallery.policy.limited {
            pending += try transaction.invitations.open(in: package, most: gallery.policy.mostPending + 1)
                .filter { $0.id != same?.id }
        }
        let inviter = try inviter(command)
        switch InvitationMachine.admit(
            inviter: inviter, invitee: invitee, email: command.invitee.email, transfer: command.transfer,
            isBlocked: try isBlocked(command, invitee, inviter, package, situation),
            pending: try expireOverdue(pending), in: situation)
        {
        case .refuse(let refusal): return .refused(refusal)
        case .pending(let same): return .pending(try view(same))
        case .admitted(var inviter):
            guard let email = invitee?.mailboxes.first ?? command.invitee.email else {
                return .refused(
                    .invalid([FieldFlaw("/invitee/email", "is needed: no address of this account is known yet")]))
            }
            let asked = invitee?.kind == .organization ? invitee?.mailboxes ?? [email] : [email]
            let bounds = MailRule.of(.invitation, to: .invitee).bounds
            let charges =
                try charges(.invitation, by: inviter, of: package) + asked.flatMap { try self.charges(bounds, to: $0) }
            let about = EventData(
                package: package.id.text, username: invitee?.username.text, invitedBy: inviter.username.text)
            if let shortage = try count(charges, about: about) { return .refused(shortage.refusal) }
            if command.adminReason != nil {
                inviter = try learn(inviter.username, AccountDescription(username: inviter.username))
            }
            if let username = command.invitee.username {
                invitee = try learn(username, command.invitee, knowing: known)
            }
            let change = InvitationMachine.create(
                InvitationMachine.Fresh(id: newID(), message: newID()), package: package, invitee: invitee,
                email: email, inviter: inviter, note: command.note, locale: command.invitee.locale,
                transfer: command.transfer, adminReason: command.adminReason, in: situation)
            guard try transaction.invitations.add(change.invitation, gallery: gallery.id) == .added else {
                // Another node was first: its invitation is the pending one.
                guard
                    let same = try transaction.invitations.open(in: package, invitee: invitee, email: email)
                else { throw StorageError.corrupt("an invitation is neither new nor pending") }
                return .pending(try view(same))
            }
            try queue(change.messages, letter: change.invitation.message)
            try append(change.events)
            return .created(
                InvitationView(
                    invitation: change.invitation,
                    delivery: InvitationView.Delivery(state: .queued, at: now, detail: nil), now: now))
        }
    }

    /// Writes down what has run out since the clock's service last came by, so that the same person can be invited
    /// again at once.
    private func expireOverdue(_ pending: [Invitation]) throws -> [Invitation] {
        try pending.filter { invitation in
            guard !invitation.isOpen(at: now) else { return true }
            _ = try apply(InvitationMachine.expire(invitation, in: situation(of: invitation.package)))
            return false
        }
    }

    /// Who invites: an owner by name, or an admin, whose name may be no account's yet.
    private func inviter(_ command: InviteCommand) throws -> InvitationMachine.Inviter {
        guard command.adminReason != nil else { return .owner(command.invitedBy) }
        if let known = try transaction.accounts.find(command.invitedBy, gallery: gallery.id) { return .admin(known) }
        return .admin(
            Account(number: 0, username: Name(stored: command.invitedBy, key: Name.fold(command.invitedBy)), email: nil)
        )
    }

    /// Whether a mailbox of the invitee refuses what this inviter offers.
    private func isBlocked(
        _ command: InviteCommand, _ invitee: Account?, _ inviter: InvitationMachine.Inviter, _ package: KnownPackage,
        _ situation: InvitationSituation
    ) throws -> Bool {
        let account: Account
        switch inviter {
        case .admin(let admin): account = admin
        case .owner(let name):
            guard let owner = situation.owner(name) else { return false }
            account = owner
        }
        let mailboxes = invitee?.mailboxes ?? command.invitee.email.map { [$0] } ?? []
        return try isBlocked(mailboxes, inviter: account, package: package)
    }

    /// Whether one of these mailboxes refuses what somebody offers.
    func isBlocked(_ mailboxes: [EmailAddress], inviter: Account, package: KnownPackage) throws -> Bool {
        guard secrets != nil else { return false }
        return try mailboxes.contains { address in
            try transaction.blocks.isBlocked(
                digest(address, for: .block), of: inviter, package: package, gallery: gallery.id)
        }
    }
}
