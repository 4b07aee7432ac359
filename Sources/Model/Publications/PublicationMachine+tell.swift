extension PublicationMachine {
    /// A version that has come to a stage, with the mails or the line of a digest that tell of it.
    ///
    /// More than the policy's number of versions within a window are told in one digest; what failed, and what somebody
    /// published who never did before, is told at once whatever is muted, and what failed as long as the limits of mail
    /// leave room (``rollUp(_:in:)``).
    static func tell(
        _ publication: Publication, as stage: PublicationStage, in situation: PublicationSituation
    ) -> PublicationChange {
        var change = PublicationChange(publication: publication)
        change.events = [
            event(
                stage.event, of: publication, actor: publication.publisher.username.text,
                reason: stage == .failed ? publication.reasons.first : nil)
        ]
        guard let kind = stage.mail else { return change }
        let isFirst = publication.toldAt == nil
        change.publication.toldAt = publication.toldAt ?? situation.now
        if isFirst, !publication.unusual, kind != .publicationFailed,
            situation.told.count >= situation.policy.digestAfter
        {
            change.publication.rolledUp = true
        }
        guard change.publication.rolledUp, kind.isMutable else {
            change.messages = messages(kind, about: publication, in: situation)
            return change
        }
        let start = situation.told.min() ?? situation.now
        change.digest = DigestEntry(
            publication: publication.id, version: publication.version, publisher: publication.publisher.username.text,
            kind: kind, at: situation.now,
            dueAt: max(start + situation.policy.digestWindow, situation.now))
        return change
    }

    /// A change whose mails find no room: a line of the next digest instead.
    ///
    /// Mails that nothing else stands for (``MailRule/Beyond/rolledUp``) stay as they are.
    package static func rollUp(
        _ change: PublicationChange, in situation: PublicationSituation
    ) -> PublicationChange {
        guard let kind = change.messages.first(where: { $0.rule.beyond == .rolledUp })?.kind else { return change }
        var rolled = change
        let publication = change.publication
        rolled.messages.removeAll { $0.rule.beyond == .rolledUp }
        rolled.publication.rolledUp = true
        rolled.digest = DigestEntry(
            publication: publication.id, version: publication.version, publisher: publication.publisher.username.text,
            kind: kind, at: situation.now, dueAt: situation.now + situation.policy.digestWindow)
        return rolled
    }

    /// One mail for each owner that wants it.
    static func messages(
        _ kind: MailKind, about publication: Publication, actor: String? = nil, in situation: PublicationSituation
    ) -> [MessageDraft] {
        let drafts = situation.owners.flatMap { owner -> [MessageDraft] in
            let account = owner.account
            return account.mailboxes.compactMap { address in
                guard
                    publication.unusual || !kind.isMutable
                        || !situation.muted.contains(Muted(mailbox: address, kind: kind))
                else { return nil }
                var facts = MailFacts(
                    package: publication.package.id.text,
                    role: account.number == publication.publisher.number ? .publisher : .owner, actor: actor)
                facts.version = publication.version.text
                facts.publisher = publication.publisher.username.text
                facts.via = publication.via
                facts.warnings = publication.warnings.isEmpty ? nil : publication.warnings
                facts.reasons = publication.reasons.isEmpty ? nil : publication.reasons
                facts.unusual = publication.unusual ? true : nil
                facts.rejected = publication.state == .rejected ? true : nil
                facts.packageNumber = publication.package.number
                facts.expires = kind == .publicationConfirm ? publication.holdUntil?.milliseconds : nil
                return MessageDraft(
                    kind: kind, recipient: address, account: account.number, locale: account.locale,
                    about: publication.id, generation: 1, facts: facts,
                    until: kind == .publicationConfirm
                        ? publication.holdUntil ?? situation.now : situation.now + MailLife.longest)
            }
        }
        return Audience.oneEach(drafts)
    }

    /// The digest that is due: one mail for each owner, with the lines that they have not muted.
    ///
    /// What cannot be muted stands in it for those, too, who want no digests.
    ///
    /// - Parameter about: Names the digest.
    package static func digest(
        _ entries: [DigestEntry], of package: KnownPackage, about: Identifier, in situation: PublicationSituation
    ) -> [MessageDraft] {
        let drafts = situation.owners.flatMap { owner -> [MessageDraft] in
            owner.account.mailboxes.compactMap { address in
                func isMuted(_ kind: MailKind) -> Bool {
                    situation.muted.contains(Muted(mailbox: address, kind: kind))
                }
                let wanted = entries.filter {
                    !$0.kind.isMutable || !(isMuted($0.kind) || isMuted(.publicationDigest))
                }
                guard !wanted.isEmpty else { return nil }
                var facts = MailFacts(package: package.id.text, role: .owner)
                facts.lines = wanted.suffix(mostLines).map {
                    DigestLine(version: $0.version.text, state: $0.kind.word, publisher: $0.publisher)
                }
                facts.count = wanted.count
                facts.packageNumber = package.number
                return MessageDraft(
                    kind: .publicationDigest, recipient: address, account: owner.account.number,
                    locale: owner.account.locale, about: about, generation: 1, facts: facts,
                    until: situation.now + MailLife.longest)
            }
        }
        return Audience.oneEach(drafts)
    }

    /// How many lines a digest stores; a mail shows fewer, and the count of all.
    private static let mostLines = 50
}

extension MailKind {
    /// What a line of a digest says of a version.
    fileprivate var word: String {
        switch self {
        case .publicationReceived: "received"
        case .publicationFailed: "failed"
        case .publicationDelayed: "delayed"
        case .publicationWithdrawn: "withdrawn"
        default: "live"
        }
    }
}
