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
    /// An owner who refuses them, or who alone had too many, gets none, and nobody is told so; where nobody has room, it
    /// is refused.
    ///
    /// - Parameters:
    ///   - key: The API key that the request came with; its mails are counted.
    ///   - rates: Told how much is left of the tightest limit.
    ///   - answer: Renders the outcome; called in the transaction, so that the answer can be kept with it.
    package func contact(
        _ command: ContactCommand, gallery: Identifier, key: Identifier?, once: Once?, rates: RateSlot? = nil,
        answer: @escaping @Sendable (ContactOutcome) throws -> KeptAnswer
    ) async throws -> OnceAnswer {
        try await context.work(for: gallery, key: key, rates: rates) { work in
            try work.once(once) { try answer(try work.contact(command)) }
        }
    }

    package enum ReportOutcome: Sendable, Equatable {
        case received(AbuseReport)
        case refused(Refusal)
    }

    /// Takes a report down, and mails it to the gallery's address for abuse where there is one.
    ///
    /// - Parameters:
    ///   - key: The API key that the request came with; its mails are counted.
    ///   - rates: Told how much is left of the tightest limit.
    ///   - answer: Renders the outcome; called in the transaction, so that the answer can be kept with it.
    package func report(
        _ command: ReportCommand, gallery: Identifier, key: Identifier?, once: Once?, rates: RateSlot? = nil,
        answer: @escaping @Sendable (ReportOutcome) throws -> KeptAnswer
    ) async throws -> OnceAnswer {
        try await context.work(for: gallery, key: key, rates: rates) { work in
            try work.once(once) { try answer(try work.report(command)) }
        }
    }

    /// A page of reports, oldest first.
    package func reports(
        gallery: Identifier, after: Identifier?, limit: Int
    ) async throws -> (items: [ReportStanding], next: Identifier?) {
        try await context.database.read { transaction in
            let found = try transaction.reports.standings(gallery: gallery, after: after, limit: limit)
            let items = Array(found.prefix(limit))
            return (items, found.count > limit ? items.last?.report.id : nil)
        }
    }
}
