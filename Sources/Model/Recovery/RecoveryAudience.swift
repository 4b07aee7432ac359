/// Who hears what of a case: one message for each person, and no address shown to anybody.
package enum RecoveryAudience {
    /// The claimant, who is to confirm the address.
    static func toConfirm(_ claim: RecoveryCase) -> [MessageDraft] {
        let until = claim.createdAt + RecoveryCase.confirmationLife
        return toClaimant(.recoveryConfirmAddress, about: claim, until: until) { $0.expires = until.milliseconds }
    }

    /// The claimant, who gets the link to the case's page.
    ///
    /// - Parameter news: Why: `vouched`, `named` or `again`; nil where they have confirmed their address just now.
    static func opened(
        _ claim: RecoveryCase, _ news: RecoveryNews? = nil, in situation: RecoverySituation
    ) -> [MessageDraft] {
        toClaimant(.recoveryOpened, about: claim, until: situation.now + MailLife.longest) { facts in
            facts.expires = (situation.now + RecoveryCase.linkLife).milliseconds
            facts.news = news
        }
    }

    /// Every owner, each mailbox once, to object or to agree.
    package static func contact(_ claim: RecoveryCase, in situation: RecoverySituation) -> [MessageDraft] {
        let earliest = earliestAfterMail(about: claim, in: situation)
        return toOwners(.recoveryContact, about: claim, in: situation) { facts in
            facts.message = claim.why
            facts.evidence = claim.links.isEmpty ? nil : claim.links
            facts.grantableFrom = earliest.milliseconds
        }
    }

    /// The earliest that the case may be granted once this mail has counted: it is an attempt itself, and the last.
    private static func earliestAfterMail(about claim: RecoveryCase, in situation: RecoverySituation) -> Timestamp {
        var after = situation
        after.attempts.append(
            ContactAttempt(
                number: (situation.attempts.last?.number ?? 0) + 1, channel: .email, at: situation.now,
                recordedAt: situation.now, outcome: .delivered, by: EventDraft.system))
        return after.clock(of: claim).earliest
    }

    /// The claimant, the other owners where they know of the case, and the admin who has it.
    ///
    /// - Parameters:
    ///   - owner: Nil where an admin heard it, and no account said so.
    ///   - before: Where the case stood; where it stood so already, the claimant need not hear of each owner who does not
    ///     want it.
    static func objected(
        _ claim: RecoveryCase, by owner: Account?, reason: String?, before: RecoveryState,
        in situation: RecoverySituation
    ) -> [MessageDraft] {
        let until = situation.now + MailLife.longest
        let takenBack = before == .granted ? true : nil
        var drafts: [MessageDraft] = []
        if before != .objected {
            drafts = toClaimant(.recoveryObjection, about: claim, until: until) {
                $0.expires = (situation.now + RecoveryCase.linkLife).milliseconds
                $0.takenBack = takenBack
            }
        }
        if situation.ownersKnow(before: before) {
            drafts += toOwners(.recoveryObjection, about: claim, but: owner?.number, in: situation) { facts in
                facts.actor = owner?.username.text
                facts.reason = reason
                facts.takenBack = takenBack
                facts.expires = nil
            }
        }
        drafts += toAdmin(kind: .recoveryObjection, about: claim, in: situation) { facts in
            facts.actor = owner?.username.text
            facts.reason = reason
        }
        return Audience.oneEach(drafts)
    }

    /// The claimant, who gets the invitation by another mail, and the owners, who can still object.
    static func granted(_ claim: RecoveryCase, in situation: RecoverySituation) -> [MessageDraft] {
        let drafts =
            toClaimant(.recoveryGranted, about: claim, until: situation.now + MailLife.longest) { facts in
                facts.expires = (situation.now + RecoveryCase.linkLife).milliseconds
                facts.keepsOwners = claim.decision?.keepsOwners
            }
            + toOwners(.recoveryGranted, about: claim, in: situation) { facts in
                facts.keepsOwners = claim.decision?.keepsOwners
                facts.reason = claim.decision?.reason
            }
        return Audience.oneEach(drafts)
    }

    /// The claimant, and the owners where they know of the case.
    ///
    /// - Parameter before: Where the case stood.
    static func denied(
        _ claim: RecoveryCase, before: RecoveryState, in situation: RecoverySituation
    ) -> [MessageDraft] {
        let takenBack = before == .granted ? true : nil
        var drafts = toClaimant(.recoveryDenied, about: claim, until: situation.now + MailLife.longest) { facts in
            facts.expires = (situation.now + RecoveryCase.linkLife).milliseconds
            facts.reason = claim.decision?.reason
            facts.takenBack = takenBack
        }
        if situation.ownersKnow(before: before) {
            drafts += toOwners(.recoveryDenied, about: claim, in: situation) { facts in
                facts.takenBack = takenBack
                facts.expires = nil
            }
        }
        return Audience.oneEach(drafts)
    }

    /// The claimant, who may not have done it themselves, the owners where they know of the case, and the admin who has it.
    ///
    /// - Parameter before: Where the case stood.
    static func withdrawn(
        _ claim: RecoveryCase, before: RecoveryState, in situation: RecoverySituation
    ) -> [MessageDraft] {
        // What was never confirmed is nobody's business.
        guard claim.confirmedAt != nil else { return [] }
        var drafts = toClaimant(.withdrawn, about: claim, in: situation)
        if situation.ownersKnow(before: before) {
            drafts += toOwners(.recoveryStatus, about: claim, in: situation) { facts in
                facts.news = .withdrawn
                facts.takenBack = before == .granted ? true : nil
                facts.expires = nil
            }
        }
        return Audience.oneEach(drafts + toAdmin(.withdrawn, about: claim, in: situation))
    }

    /// The claimant, of a step that asks nothing of them.
    static func toClaimant(
        _ news: RecoveryNews, about claim: RecoveryCase, in situation: RecoverySituation
    ) -> [MessageDraft] {
        let clock = situation.clock(of: claim)
        return toClaimant(.recoveryStatus, about: claim, until: situation.now + MailLife.longest) { facts in
            facts.expires = (situation.now + RecoveryCase.linkLife).milliseconds
            facts.news = news
            if news == .waiting {
                facts.grantableFrom = clock.earliest.milliseconds
                facts.because = clock.because.map(\.words)
            }
        }
    }

    /// The admin who has the case, where their mailbox is known.
    package static func toAdmin(
        _ news: RecoveryNews, about claim: RecoveryCase, actor: String? = nil, reason: String? = nil,
        in situation: RecoverySituation
    ) -> [MessageDraft] {
        toAdmin(kind: .recoveryStatus, about: claim, in: situation) { facts in
            facts.news = news
            facts.actor = actor
            facts.reason = reason
        }
    }

    private static func toAdmin(
        kind: MailKind, about claim: RecoveryCase, in situation: RecoverySituation,
        _ more: (inout MailFacts) -> Void
    ) -> [MessageDraft] {
        guard let admin = situation.admin else { return [] }
        var facts = facts(of: claim, to: .admin)
        more(&facts)
        return [
            MessageDraft(
                kind: kind, recipient: admin, account: 0, locale: nil, about: claim.id,
                generation: claim.generation, facts: facts, until: situation.now + MailLife.longest)
        ]
    }

    private static func toClaimant(
        _ kind: MailKind, about claim: RecoveryCase, until: Timestamp, _ more: (inout MailFacts) -> Void
    ) -> [MessageDraft] {
        guard let claimant = claim.claimant, claimant.email != .erased else { return [] }
        var facts = facts(of: claim, to: .claimant)
        more(&facts)
        return [
            MessageDraft(
                kind: kind, recipient: claimant.email, account: 0, locale: claimant.locale, about: claim.id,
                generation: claim.generation, facts: facts, until: until)
        ]
    }

    private static func toOwners(
        _ kind: MailKind, about claim: RecoveryCase, but silent: Int64? = nil, in situation: RecoverySituation,
        _ more: (inout MailFacts) -> Void
    ) -> [MessageDraft] {
        let drafts = situation.owners.map(\.account).filter { $0.number != silent }.flatMap { owner in
            owner.mailboxes.map { mailbox in
                var facts = facts(of: claim, to: .owner)
                facts.expires = (situation.now + RecoveryCase.linkLife).milliseconds
                more(&facts)
                return MessageDraft(
                    kind: kind, recipient: mailbox, account: owner.number, locale: owner.locale, about: claim.id,
                    generation: claim.generation, facts: facts, until: situation.now + MailLife.longest)
            }
        }
        return Audience.oneEach(drafts)
    }

    private static func facts(of claim: RecoveryCase, to role: MailRole) -> MailFacts {
        var facts = MailFacts(package: claim.package.text, role: role)
        facts.claimant = claim.claimant.map(\.shown)
        facts.caseState = claim.state.rawValue
        return facts
    }
}
