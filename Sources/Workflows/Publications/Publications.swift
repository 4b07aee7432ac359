package import Model
package import Storage

/// How a call about a publication came out.
package enum PublicationOutcome: Sendable, Equatable {
    case created(Publication)
    /// As it is after the call.
    case done(Publication)
    case refused(Refusal)
}

/// A version that a gallery tells of, checked for form.
package struct PublishCommand: Sendable, Equatable {
    package var package: String
    package var version: VersionText
    package var publisher: AccountDescription
    package var report: PublicationReport

    package init(
        package: String, version: VersionText, publisher: AccountDescription, report: PublicationReport
    ) {
        self.package = package
        self.version = version
        self.publisher = publisher
        self.report = report
    }
}

/// Everything that is done with publications, one transaction each.
package struct Publications: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// Takes note of a version: a new one, or another stage of one that is known.
    ///
    /// A package that is new gets the publisher as its first owner.
    ///
    /// No limit refuses it: what there is no room for to be mailed stands in the next digest.
    ///
    /// - Parameters:
    ///   - key: The API key that the request came with; its mails are counted.
    ///   - rates: Told how much is left of the tightest limit.
    ///   - answer: Renders the outcome; called in the transaction, so that the answer can be kept with it.
    /// - Throws: ``IdempotencyMismatch``, or what storage throws.
    package func publish(
        _ command: PublishCommand, gallery: Identifier, key: Identifier? = nil, once: Once? = nil,
        rates: RateSlot? = nil, answer: @escaping @Sendable (PublicationOutcome) throws -> KeptAnswer
    ) async throws -> OnceAnswer {
        do {
            return try await context.work(for: gallery, key: key, rates: rates) { work in
                try work.once(once) { try answer(try work.publish(command)) }
            }
        } catch let refusal as Refusal {
            // Thrown, so that a refused version leaves neither a package nor an account behind.
            return OnceAnswer(answer: try answer(.refused(refusal)), replayed: false)
        }
    }

    /// The gallery tells of another stage.
    ///
    /// - Parameters:
    ///   - stage: Nil where only words change.
    ///   - admission: Whether the version as it is may be changed; nil where nobody asks.
    package func advance(
        _ id: Identifier, stage: PublicationStage?, warnings: [String]?, reasons: [String]?, gallery: Identifier,
        key: Identifier? = nil, rates: RateSlot? = nil, admission: Admission<PublicationView>? = nil
    ) async throws -> PublicationOutcome {
        try await context.work(for: gallery, key: key, rates: rates) { work in
            guard let publication = try work.transaction.publications.find(id, gallery: gallery) else {
                return .refused(.unknownPublication)
            }
            if let refusal = admission?(PublicationView(publication: publication, now: work.now)) {
                return .refused(refusal)
            }
            let report = PublicationReport(
                stage: stage ?? publication.stage, warnings: warnings, reasons: reasons)
            let situation = try work.situation(of: publication)
            return try work.apply(PublicationMachine.advance(publication, by: report, in: situation), in: situation)
        }
    }

    package func find(_ id: Identifier, gallery: Identifier) async throws -> PublicationView? {
        let now = context.clock()
        return try await context.database.read { transaction in
            try transaction.publications.find(id, gallery: gallery).map { PublicationView(publication: $0, now: now) }
        }
    }

    /// A page of a package's versions, oldest first; nil where there is no such package.
    package func list(
        of package: String, state: PublicationState?, gallery: Identifier, after: Identifier?, limit: Int
    ) async throws -> (items: [PublicationView], next: Identifier?)? {
        let now = context.clock()
        return try await context.database.read { transaction in
            guard let known = try transaction.packages.find(package, gallery: gallery) else { return nil }
            let found = try transaction.publications.list(of: known, state: state, after: after, limit: limit)
            let items = found.prefix(limit).map { PublicationView(publication: $0, now: now) }
            return (items, found.count > limit ? items.last?.publication.id : nil)
        }
    }
}

/// A publication as of a moment.
package struct PublicationView: Sendable, Equatable {
    package var publication: Publication
    package var now: Timestamp

    package init(publication: Publication, now: Timestamp) {
        self.publication = publication
        self.now = now
    }

    /// As of now: what nobody confirmed in time is shown as rejected.
    package var state: PublicationState { publication.state(at: now) }
}
