import Crypto
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
    /// - Parameter answer: Renders the outcome; called in the transaction, so that the answer can be kept with it.
    /// - Throws: ``IdempotencyMismatch``, or what storage throws. A limit that is reached undoes what was counted on the
    ///   way by leaving the transaction as an error, and comes back as a refusal all the same.
    package func invite(
        _ command: InviteCommand, gallery: Identifier, once: Once? = nil,
        answer: @escaping @Sendable (InvitationOutcome) throws -> KeptAnswer
    ) async throws -> OnceAnswer {
        do {
            return try await context.work(for: gallery) { work in
                try work.once(once) { try answer(try work.invite(command)) }
            }
        } catch let refusal as Refusal {
            return OnceAnswer(answer: try answer(.refused(refusal)), replayed: false)
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

    /// Cancels, resends, accepts or declines on behalf of an account that the gallery has signed in.
    package func call(
        _ call: Call, _ id: Identifier, by username: String, reason: PlainText?, gallery: Identifier,
        once: Once? = nil, answer: @escaping @Sendable (InvitationOutcome) throws -> KeptAnswer
    ) async throws -> OnceAnswer {
        do {
            return try await context.work(for: gallery) { work in
                try work.once(once) {
                    guard let invitation = try work.transaction.invitations.find(id, gallery: gallery) else {
                        return try answer(.refused(.unknownInvitation))
                    }
                    return try answer(try work.call(call, invitation, by: username, reason: reason))
                }
            }
        } catch let refusal as Refusal {
            return OnceAnswer(answer: try answer(.refused(refusal)), replayed: false)
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
        let same = try transaction.invitations.pending(in: package, invitee: invitee, email: command.invitee.email)
        var pending = same.map { [$0] } ?? []
        if gallery.policy.limited {
            pending += try transaction.invitations.pending(in: package, most: gallery.policy.mostPending + 1)
                .filter { $0.id != same?.id }
        }
        switch InvitationMachine.admit(
            inviter: command.invitedBy, invitee: invitee, email: command.invitee.email,
            pending: try expireOverdue(pending), in: situation)
        {
        case .refuse(let refusal): return .refused(refusal)
        case .pending(let same): return .pending(try view(same))
        case .admitted(let inviter):
            guard let email = invitee?.mailboxes.first ?? command.invitee.email else {
                return .refused(
                    .invalid([FieldFlaw("/invitee/email", "is needed: no address of this account is known yet")]))
            }
            let asked = invitee?.kind == .organization ? invitee?.mailboxes ?? [email] : [email]
            if let refusal = try countInvitation(package, inviter: inviter, asked) { throw refusal }
            if let username = command.invitee.username {
                invitee = try transaction.accounts.learn(
                    username, command.invitee, knowing: known, gallery: gallery.id)
            }
            let change = InvitationMachine.create(
                InvitationMachine.Fresh(id: newID(), message: newID()), package: package, invitee: invitee,
                email: email, inviter: inviter, note: command.note, locale: command.invitee.locale, in: situation)
            guard try transaction.invitations.add(change.invitation, gallery: gallery.id) == .added else {
                // Another node was first: its invitation is the pending one.
                guard
                    let same = try transaction.invitations.pending(in: package, invitee: invitee, email: email)
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
            guard invitation.state(at: now) != .pending else { return true }
            _ = try apply(InvitationMachine.expire(invitation, in: situation(of: invitation.package)))
            return false
        }
    }

    /// Counts towards every limit that an invitation falls under.
    ///
    /// - Returns: the limit that is reached; what was counted until then is undone by throwing it.
    private func countInvitation(
        _ package: KnownPackage, inviter: Account, _ mailboxes: [EmailAddress]
    ) throws -> Refusal? {
        guard gallery.policy.limited else { return nil }
        for (name, number) in [(RateLimitName.inviter, inviter.number), (.package, package.number)] {
            let subject = gallery.id.bytes + Identifier(high: 0, low: UInt64(bitPattern: number)).bytes.suffix(8)
            if let wait = try transaction.rates.take(name, .invitations, subject: subject, at: now) {
                return .limited(name, retryAfter: wait)
            }
        }
        return try countRecipients(mailboxes)
    }

    /// Counts one more invitation mail to each address, over all galleries.
    func countRecipients(_ mailboxes: [EmailAddress]) throws -> Refusal? {
        guard gallery.policy.limited else { return nil }
        for address in mailboxes {
            let subject = Array(SHA256.hash(data: Array("recipient\0\(Name.fold(address.text))".utf8)))
            if let wait = try transaction.rates.take(.recipient, .recipient, subject: subject, at: now) {
                return .limited(.recipient, retryAfter: wait)
            }
        }
        return nil
    }
}
