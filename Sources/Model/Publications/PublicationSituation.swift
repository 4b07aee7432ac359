/// What a gallery tells of a version, checked for form.
package struct PublicationReport: Sendable, Equatable {
    package var stage: PublicationStage
    /// Whether an owner has to confirm it first; only for a version that is new.
    package var hold: Bool
    package var via: String?
    /// Nil where nothing is said of them.
    package var warnings: [String]?
    package var reasons: [String]?

    package init(
        stage: PublicationStage, hold: Bool = false, via: String? = nil, warnings: [String]? = nil,
        reasons: [String]? = nil
    ) {
        self.stage = stage
        self.hold = hold
        self.via = via
        self.warnings = warnings
        self.reasons = reasons
    }

    /// How many warnings or reasons one report carries at most.
    package static let mostWords = 20
}

/// A kind of mail that a mailbox does not want about this package.
package struct Muted: Sendable, Hashable {
    package var mailbox: EmailAddress
    package var kind: MailKind

    package init(mailbox: EmailAddress, kind: MailKind) {
        self.mailbox = mailbox
        self.kind = kind
    }
}

/// All that a decision about a publication depends on, as one transaction saw it.
package struct PublicationSituation: Sendable {
    package var policy: GalleryPolicy
    package var now: Timestamp
    package var owners: [Ownership]
    package var muted: Set<Muted>
    /// When the owners were told, each by mails of its own, of other versions of the package within the last window.
    package var told: [Timestamp]
    /// Whether the publisher has published this package before.
    package var publishedBefore: Bool
    /// Whether anybody else has, as far as it is known here.
    package var hasHistory: Bool

    package init(
        policy: GalleryPolicy, now: Timestamp, owners: [Ownership], muted: Set<Muted> = [], told: [Timestamp] = [],
        publishedBefore: Bool = true, hasHistory: Bool = true
    ) {
        self.policy = policy
        self.now = now
        self.owners = owners
        self.muted = muted
        self.told = told
        self.publishedBefore = publishedBefore
        self.hasHistory = hasHistory
    }

    /// Whether the owners should look at who published: somebody who never did, of a package that others have
    /// published, or that they do not own.
    ///
    /// Of a package that was told of without its past, an owner's first version says nothing.
    func isUnusual(_ publisher: Account) -> Bool {
        guard !publishedBefore else { return false }
        return hasHistory || !owners.contains { $0.account.number == publisher.number }
    }
}

/// What a decision asks the storage to write.
package struct PublicationChange: Sendable, Equatable {
    package var publication: Publication
    package var messages: [MessageDraft] = []
    package var events: [EventDraft] = []
    /// What is to stand in the next digest.
    package var digest: DigestEntry?
    /// Whether mails that ask for a decision about it are to be dropped.
    package var dropsWaitingMail = false

    package init(publication: Publication) {
        self.publication = publication
    }
}

/// How a decision about a publication came out.
package enum PublicationDecision: Sendable, Equatable {
    case change(PublicationChange)
    /// It is so already.
    case unchanged(Publication)
    case refuse(Refusal)
}

/// One line of a digest that is not sent yet.
package struct DigestEntry: Sendable, Equatable {
    package var publication: Identifier
    package var version: VersionText
    package var publisher: String
    package var kind: MailKind
    package var at: Timestamp
    package var dueAt: Timestamp

    package init(
        publication: Identifier, version: VersionText, publisher: String, kind: MailKind, at: Timestamp,
        dueAt: Timestamp
    ) {
        self.publication = publication
        self.version = version
        self.publisher = publisher
        self.kind = kind
        self.at = at
        self.dueAt = dueAt
    }
}
