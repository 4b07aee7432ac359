package import Links
package import Model
import Storage

/// What the page about a mailbox's preferences shows.
package struct PreferencePage: Sendable, Equatable {
    package var gallery: Gallery
    package var account: Account
    package var package: KnownPackage
    /// The kind of mail that the link came in.
    package var kind: MailKind
    /// What is muted of this package, and of all packages, for the mailbox.
    package var ofPackage: Set<MailKind>
    package var ofAll: Set<MailKind>
}

/// Links by which the reader of a mail chooses which mails come, without signing in.
package struct PreferenceLinks: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// What a reader asks for.
    package enum Choice: Sendable, Equatable {
        /// No more mails of the kind that the link came in, about its package (RFC 8058).
        case unsubscribe
        /// Exactly these are muted.
        case set(ofPackage: Set<MailKind>, ofAll: Set<MailKind>)
    }

    /// What a link is about, or nil where there is nothing of the sort.
    ///
    /// Writes nothing.
    package func show(_ claims: LinkClaims) async throws -> PreferencePage? {
        let secrets = context.secrets
        return try await context.database.read { try Subject.load(claims, $0, secrets)?.page($0) }
    }

    /// Carries a choice out.
    ///
    /// - Parameter client: A digest of the client's network address, to be counted; nil where nothing is counted.
    /// - Throws: ``Refusal/limited(_:retryAfter:)`` where the client has sent too much; nothing was done then.
    package func choose(
        _ choice: Choice, _ claims: LinkClaims, client: [UInt8]?
    ) async throws -> PreferencePage? {
        let context = context
        let cause = context.cause()
        let page = try await context.database.write { transaction -> PreferencePage? in
            let now = context.clock()
            let subject = try Subject.load(claims, transaction, context.secrets)
            try transaction.countClient(client, subject?.gallery, at: now)
            guard let subject else { return nil }
            let work = context.work(in: transaction, for: subject.gallery, cause: cause)
            let before = try subject.page(transaction)
            switch choice {
            case .unsubscribe: try subject.mute(subject.kind, subject.package, true, transaction)
            case .set(let ofPackage, let ofAll):
                for kind in Mute.kinds {
                    try subject.mute(kind, subject.package, ofPackage.contains(kind), transaction)
                    try subject.mute(kind, nil, ofAll.contains(kind), transaction)
                }
            }
            let after = try subject.page(transaction)
            guard after != before else { return after }
            try work.append([
                work.changed(
                    subject.account, actor: subject.account.username.text, package: subject.package,
                    kind: choice == .unsubscribe ? subject.kind : nil)
            ])
            // A one-click request is answered by silence; other changes could be anybody's who holds the mail.
            if choice != .unsubscribe { try work.tellOfChange(subject, after) }
            return after
        }
        context.bell.ring()
        return page
    }

    /// What the claims of a link name, looked up.
    struct Subject {
        var gallery: Gallery
        var account: Account
        var package: KnownPackage
        var kind: MailKind
        /// The mailbox where it is one of several of an organization's; nil where it is the account's own.
        var mailbox: [UInt8]?
        var address: EmailAddress

        /// Nil where the account no longer has the mailbox that the mail went to.
        static func load(
            _ claims: LinkClaims, _ transaction: any Transaction, _ secrets: ServiceSecrets?
        ) throws -> Subject? {
            let named = PreferenceSubject(claims.subject)
            guard let (account, galleryID) = try transaction.accounts.find(number: Int64(claims.recipient)),
                let gallery = try transaction.galleries.find(galleryID),
                let package = try transaction.packages.find(number: named.package, gallery: galleryID),
                let kind = MailKind(code: named.kind), kind.isMutable
            else { return nil }
            let address = try account.mailboxes.first {
                Array(try secrets.digest($0, for: .preferences).prefix(PreferenceSubject.mailboxLength))
                    == named.mailbox
            }
            guard let address else { return nil }
            let isOne = account.kind == .organization && account.mailboxes.count > 1
            return Subject(
                gallery: gallery, account: account, package: package, kind: kind,
                mailbox: isOne ? named.mailbox : nil, address: address)
        }

        func page(_ transaction: any Transaction) throws -> PreferencePage {
            let mutes = try transaction.preferences.mutes(of: account.number)
                .filter { $0.mailbox == nil || $0.mailbox == mailbox }
            return PreferencePage(
                gallery: gallery, account: account, package: package, kind: kind,
                ofPackage: Set(mutes.filter { $0.package?.number == package.number }.map(\.kind)),
                ofAll: Set(mutes.filter { $0.package == nil }.map(\.kind)))
        }

        func mute(
            _ kind: MailKind, _ package: KnownPackage?, _ isMuted: Bool, _ transaction: any Transaction
        ) throws {
            let mute = Mute(kind: kind, package: package, mailbox: mailbox)
            if isMuted {
                _ = try transaction.preferences.add(mute, account: account.number)
            } else {
                try transaction.preferences.remove(mute, account: account.number)
            }
        }
    }
}

extension Work {
    /// Mails that preferences were changed, once in a while.
    ///
    /// Whoever has the link could fill the mailbox by changing them to and fro. The mail leads to the page, which shows how they are when it is opened.
    fileprivate func tellOfChange(_ subject: PreferenceLinks.Subject, _ page: PreferencePage) throws {
        if gallery.policy.limited {
            let mailbox = Array("preferences\0".utf8) + gallery.id.bytes + (try mailbox(subject.address))
            guard try transaction.rates.take(.told, .reminders, subject: mailbox, at: now) == nil else { return }
        }
        var facts = MailFacts(package: subject.package.id.text, role: .owner)
        let kinds = Mute.kinds
        facts.muted =
            kinds.filter(page.ofPackage.contains).map { MutedLine(kind: $0, package: subject.package.id.text) }
            + kinds.filter(page.ofAll.contains).map { MutedLine(kind: $0) }
        facts.packageNumber = subject.package.number
        try queue([
            MessageDraft(
                kind: .preferencesChanged, recipient: subject.address, account: subject.account.number,
                locale: subject.account.locale, about: newID(), generation: 1, facts: facts,
                until: now + MailLife.longest)
        ])
    }
}
