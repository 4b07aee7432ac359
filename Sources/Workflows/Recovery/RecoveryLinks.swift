package import Links
package import Model
import Storage

/// What a page about a link to a case shows.
package struct RecoveryPage: Sendable, Equatable {
    /// What the link is worth.
    package enum Standing: Sendable, Equatable {
        case open
        /// What it is for was done already, by this link or another of its kind.
        case done
        /// The case has ended otherwise, or asks nothing of owners any more.
        case ended
        /// Its time is over.
        case expired
        /// The claimant has another address now, or the account no longer owns the package.
        case revoked
    }

    /// What keeps an owner's link from handing the package over.
    package enum Hindrance: Sendable, Equatable {
        /// Nobody is named to whom it would go.
        case noClaimant
        /// The mail was about somebody else.
        case otherClaimant
        /// The mail went to an address that is not the account's any more.
        case otherMailbox
    }

    package var gallery: Gallery
    package var purpose: LinkPurpose
    package var claim: RecoveryCase
    package var standing: Standing
    /// The owner whose mailbox the link was mailed to; nil for the claimant's links.
    package var owner: Account?
    /// The owners whose mailbox that is still: one link speaks for all of them.
    package var present: [Account]
    /// What that owner said last.
    package var answer: OwnerAnswer?
    /// Whether all whom the link speaks for agree, as things are.
    package var agrees: Bool
    /// Why nobody can agree by it; an owner can object all the same.
    package var hindrance: Hindrance?
    package var owners: Int
    /// How many of them agree.
    package var agreed: Int
    /// Oldest first; who was tried is not for the claimant's eyes.
    package var attempts: [ContactAttempt]
    package var clock: RecoveryClock
    /// What granting issued.
    package var invitation: Invitation?
    package var now: Timestamp
}

/// Links to a case: the claimant's, and the owners'.
package struct RecoveryLinks: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// What a button of a page can ask for.
    package enum Action: String, Sendable, CaseIterable {
        case confirm
        /// Whoever has the address never made the claim.
        case disown
        case withdraw, object, agree

        /// Whether a link for this purpose can do it.
        package func suits(_ purpose: LinkPurpose) -> Bool {
            switch self {
            case .confirm, .disown: purpose == .recoveryConfirm
            case .withdraw: purpose == .recoveryStatus
            case .object, .agree: purpose == .recoveryContact
            }
        }
    }

    /// What a link is about, or nil where there is nothing of the sort.
    ///
    /// Writes nothing.
    package func show(_ claims: LinkClaims) async throws -> RecoveryPage? {
        let context = context
        return try await context.database.read { try RecoveryPage.load(claims, $0, context)?.page }
    }

    /// Does what a button asks for, where the link still can; what its purpose does not allow, it does not do.
    ///
    /// - Parameter reason: An owner's words to the gallery.
    /// - Returns: the page as it is afterwards, or nil where there is nothing of the sort.
    /// - Throws: ``Refusal/limited(_:retryAfter:)`` where as many claims were confirmed as may be for now; the link works
    ///   later.
    package func act(
        _ action: Action, _ claims: LinkClaims, reason: PlainText? = nil
    ) async throws -> RecoveryPage? {
        let context = context
        let cause = context.cause()
        let page = try await context.database.write { transaction -> RecoveryPage? in
            guard let (page, situation) = try RecoveryPage.load(claims, transaction, context) else { return nil }
            guard action.suits(page.purpose), page.allows(action) else { return page }
            var work = context.work(in: transaction, for: page.gallery, cause: cause)
            work.showsCases = false
            switch action {
            case .confirm:
                try work.confirm(page.claim)
            case .disown:
                _ = try work.apply(RecoveryMachine.disown(page.claim, in: situation), in: situation)
                try transaction.privacy.forgetWords(ofCase: page.claim.id)
            case .withdraw:
                _ = try work.apply(RecoveryMachine.withdraw(page.claim, in: situation), in: situation)
            case .object, .agree:
                guard let owner = page.owner else { return page }
                let outcome =
                    action == .object
                    ? RecoveryMachine.object(page.claim, by: owner, reason: reason, in: situation)
                    : RecoveryMachine.agree(page.claim, by: page.present, reason: reason, in: situation)
                _ = try work.apply(outcome, in: situation)
            }
            return try RecoveryPage.load(claims, transaction, context)?.page
        }
        context.bell.ring()
        return page
    }
}

extension RecoveryPage {
    /// Whether the button stands on the page; an owner who agreed may think better of it.
    package func allows(_ action: RecoveryLinks.Action) -> Bool {
        switch action {
        case .confirm, .disown: return standing == .open
        case .withdraw: return standing == .open && !claim.isOver
        case .object: return standing == .open && (claim.hearsOwners || claim.state == .objected)
        case .agree: return standing == .open && claim.state.isRunning && hindrance == nil
        }
    }

    /// Whom an owner's link speaks for: the account that it was made for, and all whose mailbox it went to.
    private mutating func identify(
        _ claims: LinkClaims, in situation: RecoverySituation, _ secrets: ServiceSecrets?
    ) throws {
        let named = CaseSubject(claims.subject)
        let accounts = situation.owners.map(\.account)
        present = try accounts.filter { account in
            try account.mailboxes.contains {
                try Array(secrets.digest($0, for: .caseLink).prefix(CaseSubject.mailboxLength)) == named.mailbox
            }
        }
        let owner = accounts.first { $0.number == Int64(claims.recipient) } ?? present.first
        self.owner = owner
        answer = owner.flatMap { owner in situation.answers.last { $0.account == owner.number } }
        let speaksFor = present.isEmpty ? [owner].compactMap(\.self) : present
        agrees =
            !speaksFor.isEmpty && speaksFor.allSatisfy { situation.answer(of: $0.number, to: claim)?.word == .agree }
        if claim.claimant == nil {
            hindrance = .noClaimant
        } else if Int(claims.generation) != claim.generation {
            hindrance = .otherClaimant
        } else if present.isEmpty {
            hindrance = .otherMailbox
        }
    }

    /// Whether its owner objects, as things are.
    private var objects: Bool { answer.map { $0.word == .object && $0.holds(in: claim) } == true }

    fileprivate static func load(
        _ claims: LinkClaims, _ transaction: any Transaction, _ context: WorkflowContext
    ) throws -> (page: RecoveryPage, situation: RecoverySituation)? {
        guard let (claim, galleryID) = try transaction.recovery.find(claims),
            let gallery = try transaction.galleries.find(galleryID)
        else { return nil }
        let situation = try context.work(in: transaction, for: gallery).situation(of: claim)
        let agreed = situation.owners.count { situation.answer(of: $0.account.number, to: claim)?.word == .agree }
        var page = RecoveryPage(
            gallery: gallery, purpose: claims.purpose, claim: claim, standing: .open, present: [], agrees: false,
            owners: situation.owners.count, agreed: agreed, attempts: situation.attempts,
            clock: situation.clock(of: claim), invitation: situation.invitation, now: situation.now)
        if claims.purpose == .recoveryContact { try page.identify(claims, in: situation, context.secrets) }
        let isOver = situation.now >= Timestamp(seconds: Int64(claims.expires))
        switch claims.purpose {
        case .recoveryConfirm:
            if Int(claims.generation) != claim.generation {
                page.standing = .revoked
            } else if claim.confirmedAt != nil {
                page.standing = .done
            } else if claim.state != .submitted {
                // It gave way to the claimant's case, which was confirmed by the same mailbox.
                let running = try claim.claimant.flatMap {
                    try transaction.recovery.alive(claim.package, by: $0.email, gallery: galleryID)
                }
                page.standing = running == nil ? .ended : .done
            } else if isOver || situation.now >= claim.createdAt + RecoveryCase.confirmationLife {
                page.standing = .expired
            }
        case .recoveryStatus:
            if Int(claims.generation) != claim.generation || claim.confirmedAt == nil {
                page.standing = .revoked
            } else if isOver, claim.isOver {
                page.standing = .expired
            }
        case .recoveryContact:
            if page.owner == nil {
                // Who answered, and was removed by what came of it, is told how it ended.
                let hasAnswered = situation.answers.contains { $0.account == Int64(claims.recipient) }
                page.standing = hasAnswered && claim.isOver ? .ended : .revoked
            } else if claim.state == .objected {
                // An owner who has not said so yet can join in.
                page.standing = page.objects ? .done : .open
            } else if !claim.hearsOwners {
                // It lives as long as the case, however long that takes.
                page.standing = .ended
            }
        case .invitation, .invitationNotice, .publication, .preferences, .ownership, .ticket, .contact, .reportConfirm,
            .adminSignIn:
            return nil
        }
        return (page, situation)
    }
}

extension RecoveryRecords {
    /// The case that a link is about.
    func find(_ claims: LinkClaims) throws -> (claim: RecoveryCase, gallery: Identifier)? {
        // An owner's link says by its last bytes which mailbox it went to.
        try claims.purpose == .recoveryContact ? find(beginningAs: claims.subjectID) : find(claims.subjectID)
    }
}
