import Model
import Storage

extension Work {
    /// Of a hold that nobody can be asked about, neither a package nor an account stays behind, but that a limit was
    /// reached.
    func publish(_ command: PublishCommand) throws -> PublicationOutcome {
        guard command.report.hold else { return try take(command) }
        do {
            return try transaction.alone { try take(command) }
        } catch let shortage as Shortage {
            try tell(shortage, about: EventData(package: command.package))
            return .refused(shortage.refusal)
        }
    }

    private func take(_ command: PublishCommand) throws -> PublicationOutcome {
        let id: Name
        do throws(Name.Flaw) {
            id = try Name(command.package, .package)
        } catch {
            return .refused(.invalid([FieldFlaw("", "the package id in the path: \(error)")]))
        }
        guard let username = command.publisher.username else {
            return .refused(.invalid([FieldFlaw("/publisher/username", "is missing")]))
        }
        let known = try transaction.packages.find(id.text, gallery: gallery.id)
        if let known, let open = try transaction.publications.find(command.version, of: known) {
            _ = try learn(username, command.publisher)
            let situation = try situation(of: open)
            let outcome = try apply(PublicationMachine.advance(open, by: command.report, in: situation), in: situation)
            // One whose hold ran out just now was rejected by that; the version is told of anew.
            guard case .refused(.publicationState(.rejected)) = outcome else { return outcome }
        }
        return try begin(command, username, known: known, id)
    }

    private func begin(
        _ command: PublishCommand, _ username: Name, known: KnownPackage?, _ id: Name
    ) throws -> PublicationOutcome {
        let publisher = try learn(username, command.publisher)
        let package = try known ?? transaction.packages.learn(id, gallery: gallery.id, at: now)
        let publication = newID()
        // Decided before anything is written: a request that is refused makes no package.
        var situation = try situation(of: package, publisher: publisher, publication: publication)
        if known == nil {
            situation.owners = [Ownership(account: publisher, since: now, via: .publication)]
        }
        let decision = PublicationMachine.begin(
            publication, package: package, version: command.version, publisher: publisher, report: command.report,
            in: situation)
        guard case .change(let decided) = decision else {
            if case .refuse(let refusal) = decision { throw refusal }
            throw StorageError.corrupt("a publication begins unchanged")
        }
        let change = try counted(decided, in: situation)
        guard try transaction.publications.add(change.publication, gallery: gallery.id) == .added else {
            throw StorageError.corrupt("a publication is neither new nor known")
        }
        if known == nil, try transaction.packages.addOwner(publisher, to: package, via: .publication, at: now) {
            try append([firstOwner(publisher, of: package)])
            // Somebody may have claimed it before there was anything of it.
            try reviewCases(of: package)
        }
        try append(change.events)
        try queue(change.messages)
        if let entry = change.digest { try transaction.digests.add(entry, of: package) }
        return .created(change.publication)
    }

    private func firstOwner(_ account: Account, of package: KnownPackage) -> EventDraft {
        EventDraft(
            .ownerAdded, actor: account.username.text, subject: package.id.text,
            data: EventData(
                package: package.id.text, username: account.username.text,
                via: OwnershipOrigin.publication.rawValue))
    }

    func situation(of publication: Publication) throws -> PublicationSituation {
        try situation(
            of: publication.package, publisher: publication.publisher, publication: publication.id)
    }

    private func situation(
        of package: KnownPackage, publisher: Account, publication: Identifier
    ) throws -> PublicationSituation {
        let owners = try transaction.packages.owners(of: package)
        return PublicationSituation(
            policy: gallery.policy, now: now, owners: owners, muted: try muted(owners.map(\.account), package),
            told: try transaction.publications.told(
                of: package, since: now - gallery.policy.digestWindow, other: publication),
            publishedBefore: try transaction.publications.wasTold(
                of: package, by: publisher, in: PublicationState.publishing, other: publication),
            hasHistory: try transaction.publications.isPublished(package, byOtherThan: publisher))
    }

    /// What the mailboxes of these accounts do not want to hear about a package.
    func muted(_ accounts: [Account], _ package: KnownPackage) throws -> Set<Muted> {
        var muted: Set<Muted> = []
        for account in accounts {
            let mutes = try transaction.preferences.mutes(of: account.number)
                .filter { $0.package == nil || $0.package?.number == package.number }
            let mailboxes = account.mailboxes
            // Each mailbox's digest once: an organization may have many, and many mutes.
            let named =
                mutes.contains { $0.mailbox != nil }
                ? try Dictionary(mailboxes.map { (try mailbox($0), $0) }) { first, _ in first } : [:]
            for mute in mutes {
                let meant = mute.mailbox.map { named[$0].map { [$0] } ?? [] } ?? mailboxes
                for address in meant { muted.insert(Muted(mailbox: address, kind: mute.kind)) }
            }
        }
        return muted
    }

    func apply(_ decision: PublicationDecision, in situation: PublicationSituation) throws -> PublicationOutcome {
        switch decision {
        case .refuse(let refusal): return .refused(refusal)
        case .unchanged(let publication): return .done(publication)
        case .change(let change):
            try write(counted(change, in: situation))
            // What ended otherwise than was asked is written, and refused.
            let publication = change.publication
            guard publication.state == .rejected, publication.decidedBy == nil else { return .done(publication) }
            return .refused(.publicationState(.rejected))
        }
    }

    func write(_ change: PublicationChange) throws {
        let publication = change.publication
        try transaction.publications.update(publication)
        if change.dropsWaitingMail {
            try dropWaiting(about: publication.id, because: "the version is \(publication.state.rawValue)") {
                $0 == .publicationConfirm
            }
        }
        try append(change.events)
        try queue(change.messages)
        if let entry = change.digest { try transaction.digests.add(entry, of: publication.package) }
    }
}
