import Crypto
package import Model
package import Storage

/// A message that somebody wants to send to the owners of a package, checked for form.
package struct ContactCommand: Sendable, Equatable {
    package var package: String
    package var sender: AccountDescription
    package var message: PlainText
    /// Whether the owners may see the sender's address.
    package var sharesAddress: Bool

    package init(package: String, sender: AccountDescription, message: PlainText, sharesAddress: Bool) {
        self.package = package
        self.sender = sender
        self.message = message
        self.sharesAddress = sharesAddress
    }
}

/// A report that something about a package is not right, checked for form.
package struct ReportCommand: Sendable, Equatable {
    package var package: String
    package var reporter: AccountDescription?
    package var reason: PlainText
    package var message: PlainText?

    package init(package: String, reporter: AccountDescription?, reason: PlainText, message: PlainText?) {
        self.package = package
        self.reporter = reporter
        self.reason = reason
        self.message = message
    }
}

/// What people write to the owners of a package, and to the gallery about it.
package struct Letters: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// How long the same words from the same person are one message.
    static let coolDown: Duration = .seconds(3600)

    package enum ContactOutcome: Sendable, Equatable {
        case sent(Contact)
        /// The same words were sent a short while ago.
        case known(Contact)
        case refused(Refusal)
    }

    /// Sends words to every owner, with a copy to whoever wrote them.
    ///
    /// - Parameter answer: Renders the outcome; called in the transaction, so that the answer can be kept with it.
    package func contact(
        _ command: ContactCommand, gallery: Identifier, key: Identifier?, once: Once?,
        answer: @escaping @Sendable (ContactOutcome) throws -> KeptAnswer
    ) async throws -> OnceAnswer {
        try await context.work(for: gallery) { work in
            try work.once(once) { try answer(try work.contact(command, key: key)) }
        }
    }

    package enum ReportOutcome: Sendable, Equatable {
        case received(AbuseReport)
        case refused(Refusal)
    }

    /// Takes a report down, and mails it to the gallery's address for abuse where there is one.
    package func report(
        _ command: ReportCommand, gallery: Identifier, key: Identifier?, once: Once?,
        answer: @escaping @Sendable (ReportOutcome) throws -> KeptAnswer
    ) async throws -> OnceAnswer {
        try await context.work(for: gallery) { work in
            try work.once(once) { try answer(try work.report(command, key: key)) }
        }
    }

    /// A page of reports, oldest first.
    package func reports(
        gallery: Identifier, after: Identifier?, limit: Int
    ) async throws -> (items: [AbuseReport], next: Identifier?) {
        try await context.database.read { transaction in
            let found = try transaction.reports.list(gallery: gallery, after: after, limit: limit)
            let items = Array(found.prefix(limit))
            return (items, found.count > limit ? items.last?.id : nil)
        }
    }
}

extension Work {
    fileprivate func contact(_ command: ContactCommand, key: Identifier?) throws -> Letters.ContactOutcome {
        guard let package = try transaction.packages.find(command.package, gallery: gallery.id) else {
            return .refused(.unknownPackage)
        }
        let known = try command.sender.username.flatMap {
            try transaction.accounts.find($0.text, gallery: gallery.id)
        }
        guard let address = command.sender.email ?? known?.mailboxes.first else {
            return .refused(
                .unknown(.account, [FieldFlaw("/from/email", "is needed: no address of the sender is known")]))
        }
        let owners = try transaction.packages.owners(of: package).map(\.account)
        let recipients = owners.flatMap(\.mailboxes)
        guard !recipients.isEmpty else {
            return .refused(.noOwners)
        }
        var digest = SHA256()
        digest.update(data: try self.digest(address, for: .contact) + gallery.id.bytes)
        digest.update(data: Array("\(package.number)\0\(command.message.text)".utf8))
        let fingerprint = Array(digest.finalize())
        if let same = try transaction.reports.contact(
            fingerprint, about: package, since: now - Letters.coolDown, gallery: gallery.id)
        {
            return .known(same)
        }
        let charges =
            [try senderCharge(address)]
            + (try charges(mailboxes: recipients + [address], key: key))
            .filter { $0.name != .recipient }
        let about = EventData(package: package.id.text, username: command.sender.username?.text)
        if let refusal = try count(charges, about: about) { return .refused(refusal) }
        let id = newID()
        let messages = ContactMail.compose(
            id, command.message, from: command.sender.username, address, sharesAddress: command.sharesAddress,
            locale: command.sender.locale ?? known?.locale, package: package, owners: owners, at: now)
        let contact = Contact(
            id: id, package: package, recipients: messages.count { $0.facts.role == .owner }, createdAt: now)
        try transaction.reports.addContact(contact, fingerprint: fingerprint, gallery: gallery.id)
        try append([
            EventDraft(
                .contactSent, actor: command.sender.username?.text ?? address.masked, subject: id.description,
                data: about)
        ])
        try queue(messages)
        return .sent(contact)
    }

    fileprivate func report(_ command: ReportCommand, key: Identifier?) throws -> Letters.ReportOutcome {
        guard let package = try transaction.packages.find(command.package, gallery: gallery.id) else {
            return .refused(.unknownPackage)
        }
        var charges: [Charge] = []
        if let address = command.reporter?.email { charges.append(try senderCharge(address)) }
        if let abuse = gallery.policy.abuse {
            charges += try self.charges(mailboxes: [abuse], key: key).filter { $0.name != .recipient }
        }
        let about = EventData(package: package.id.text, username: command.reporter?.username?.text)
        if let refusal = try count(charges, about: about) { return .refused(refusal) }
        let report = AbuseReport(
            id: newID(), package: package, reporter: command.reporter?.username?.text,
            email: command.reporter?.email, reason: command.reason.text, message: command.message?.text,
            createdAt: now)
        try take(report)
        return .received(report)
    }

    /// Stores a report, tells of it, and mails it to the gallery's address for abuse.
    func take(_ report: AbuseReport) throws {
        try transaction.reports.add(report, gallery: gallery.id)
        try append([
            EventDraft(
                .reportReceived, actor: report.reporter ?? EventDraft.system, subject: report.id.description,
                data: EventData(package: report.package.id.text, username: report.reporter, reason: report.reason))
        ])
        guard let abuse = gallery.policy.abuse else { return }
        try queue([ContactMail.report(report, to: abuse)])
    }
}
