package import Links
package import Model
import Storage

/// What a page about a link shows.
package struct LinkPage: Sendable, Equatable {
    package var gallery: Gallery
    package var purpose: LinkPurpose
    package var invitation: Invitation
    package var standing: LinkStanding
    /// Whether the invited account owns the package as of now; true where the invitation names none.
    package var inviteeIsOwner = true
    /// What was done beside the decision, where this answers a press of that button.
    package var refusal: Refusing?
    package var now: Timestamp

    /// What an invitee does who wants no more of the sort.
    package enum Refusing: Sendable, Equatable {
        case blocked(BlockScope)
        case reported
    }
}

/// Links that verify, shown and acted on.
package struct ConfirmationLinks: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// What a button of a page can ask for.
    package enum Action: String, Sendable, CaseIterable {
        case accept, decline, cancel
        /// Declines, and takes no more of what the form says.
        case block
        /// Declines, takes no more from the inviter, and tells the gallery.
        case report

        /// Whether a link for this purpose can do it.
        package func suits(_ purpose: LinkPurpose) -> Bool {
            switch self {
            case .accept, .decline, .block, .report: purpose == .invitation
            case .cancel: purpose == .invitationNotice
            }
        }
    }

    /// What a link is about, or nil where there is nothing of the sort.
    ///
    /// Writes nothing.
    package func show(_ claims: LinkClaims) async throws -> LinkPage? {
        let now = context.clock()
        return try await context.database.read { try LinkPage.load(claims, $0, now: now) }
    }

    /// Counts one more form of a client, unless the gallery of its link lifts the limits.
    ///
    /// - Parameter client: A digest of the client's network address.
    /// - Throws: ``Refusal/limited(_:retryAfter:)`` where the client has sent too much.
    package func count(_ client: [UInt8], for claims: LinkClaims) async throws {
        let clock = context.clock
        try await context.database.write { transaction in
            try transaction.countClient(client, transaction.gallery(of: claims), at: clock())
        }
    }

    /// Does what a button asks for, where the link still can.
    ///
    /// What its purpose does not allow, a link does not do; the page comes back as it is.
    /// A gallery that asks for a signed-in account lets nobody accept by the link alone; the page stays open then.
    ///
    /// - Parameters:
    ///   - reason: The decliner's words to the inviter, or the reporter's to the gallery.
    ///   - scope: What ``Action/block`` is about.
    /// - Returns: the page as it is afterwards, or nil where there is nothing of the sort.
    package func act(
        _ action: Action, _ claims: LinkClaims, reason: PlainText? = nil, scope: BlockScope = .inviter
    ) async throws -> LinkPage? {
        let id = claims.subjectID
        let clock = context.clock
        let context = context
        let cause = context.cause()
        let page = try await context.database.write { transaction -> LinkPage? in
            let now = clock()
            guard let page = try LinkPage.load(claims, transaction, now: now) else { return nil }
            guard action.suits(page.purpose) else { return page }
            let work = context.work(in: transaction, for: page.gallery, cause: cause)
            guard page.standing == .open else {
                try page.settleExpiry(work)
                guard page.standing == .decided(.declined) else { return page }
                // Who has declined may still want no more of it; and a second press shows the same again.
                var page = page
                page.refusal = try work.refuse(page.invitation, action, scope: scope, reason)
                return page
            }
            let situation = try work.situation(of: page.invitation.package)
            var refusal: LinkPage.Refusing?
            switch action {
            case .accept where page.gallery.policy.acceptance == .signedIn: return page
            case .accept: _ = try work.apply(InvitationMachine.accept(page.invitation, in: situation))
            case .decline:
                _ = try work.apply(InvitationMachine.decline(page.invitation, reason: reason, in: situation))
            case .block, .report:
                refusal = try work.refuse(page.invitation, action, scope: scope, reason)
                _ = try work.apply(InvitationMachine.decline(page.invitation, reason: nil, in: situation))
            case .cancel:
                guard let owner = page.owner(claims, among: situation.owners) else { return page }
                _ = try work.cancel(page.invitation, by: .owner(owner.username.text), in: situation)
            }
            guard let after = try transaction.invitations.find(id, gallery: page.gallery.id) else { return nil }
            var decided = page
            decided.invitation = after
            decided.standing = .decided(after.state)
            decided.inviteeIsOwner = true
            decided.refusal = refusal
            return decided
        }
        context.bell.ring()
        return page
    }
}

/// What an invitee refuses from now on.
package enum BlockScope: String, Sendable, CaseIterable {
    /// Invitations of this inviter.
    case inviter
    /// Invitations to this package.
    case package
    /// All invitations in this gallery.
    case all
}

extension Work {
    /// What a press of the button does beside declining; nil where it is another button.
    fileprivate func refuse(
        _ invitation: Invitation, _ action: ConfirmationLinks.Action, scope: BlockScope, _ words: PlainText?
    ) throws -> LinkPage.Refusing? {
        switch action {
        case .accept, .decline, .cancel: return nil
        case .block:
            try refuse(invitation, scope: scope)
            return .blocked(scope)
        case .report:
            try refuse(invitation, scope: .inviter)
            try report(invitation, words)
            return .reported
        }
    }

    /// Every mailbox that the invitation went to refuses what is like it.
    ///
    /// An admin's name is no account that could be blocked: what is refused is the package.
    fileprivate func refuse(_ invitation: Invitation, scope asked: BlockScope) throws {
        let scope = asked == .inviter && !invitation.inviter.isKnown ? .package : asked
        for address in invitation.mailboxes {
            _ = try add(
                Block(
                    id: newID(), masked: address.masked, account: invitation.invitee,
                    inviter: scope == .inviter ? invitation.inviter : nil,
                    package: scope == .package ? invitation.package : nil, createdAt: now), address)
        }
    }

    fileprivate func report(_ invitation: Invitation, _ words: PlainText?) throws {
        try take(
            AbuseReport(
                id: newID(), package: invitation.package, reporter: invitation.invitee?.username.text, email: nil,
                reason: "An invitation of \(invitation.inviter.username.text) was reported.", message: words?.text,
                createdAt: now), once: invitation.fingerprint(of: .unwanted))
    }
}

extension LinkPage {
    fileprivate static func load(
        _ claims: LinkClaims, _ transaction: any Transaction, now: Timestamp
    ) throws -> LinkPage? {
        guard let (invitation, galleryID) = try transaction.invitations.find(claims.subjectID),
            let gallery = try transaction.galleries.find(galleryID)
        else { return nil }
        let expires = Timestamp(seconds: Int64(claims.expires))
        var page = LinkPage(
            gallery: gallery, purpose: claims.purpose, invitation: invitation, standing: .revoked, now: now)
        let owners = try transaction.packages.owners(of: invitation.package)
        if let invitee = invitation.invitee {
            page.inviteeIsOwner = owners.contains { $0.account.number == invitee.number }
        }
        switch claims.purpose {
        case .invitation:
            page.standing = .ofInvitee(
                invitation, generation: Int(claims.generation), recipient: Int64(claims.recipient), expires: expires,
                now: now)
        case .invitationNotice:
            page.standing = .ofNotice(invitation, owner: page.owner(claims, among: owners), now: now)
        case .publication, .preferences, .ownership, .ticket, .contact, .recoveryConfirm, .recoveryStatus,
            .recoveryContact, .reportConfirm, .adminSignIn:
            return nil
        }
        return page
    }

    /// The owner that a notice was sent to, where that is still one.
    fileprivate func owner(_ claims: LinkClaims, among owners: [Ownership]) -> Account? {
        owners.first { $0.account.number == Int64(claims.recipient) }?.account
    }

    /// A decision that comes too late writes down that it did.
    fileprivate func settleExpiry(_ work: Work) throws {
        guard standing == .expired, invitation.state == .pending, work.now >= invitation.expiresAt else { return }
        _ = try work.apply(InvitationMachine.expire(invitation, in: work.situation(of: invitation.package)))
    }
}

extension LinkClaims {
    /// The thing that a link is about.
    package var subjectID: Identifier { Identifier(high: subject.high, low: subject.low) }
}

extension Transaction {
    /// The gallery of what a link is about.
    fileprivate func gallery(of claims: LinkClaims) throws -> Gallery? {
        let found: Identifier? =
            switch claims.purpose {
            case .publication: try publications.find(claims.subjectID)?.gallery
            case .preferences, .contact: try accounts.find(number: Int64(claims.recipient))?.gallery
            case .recoveryConfirm, .recoveryStatus, .recoveryContact: try recovery.find(claims)?.gallery
            case .invitation, .invitationNotice, .ownership, .ticket: try invitations.find(claims.subjectID)?.gallery
            case .reportConfirm: try intake.find(claims.subjectID)?.gallery ?? reports.find(claims.subjectID)?.gallery
            case .adminSignIn: nil
            }
        return try found.flatMap { try galleries.find($0) }
    }
}
