package import Model
import Storage

extension Publications {
    /// Versions of a gallery, over all packages or of one; nothing for a package that is not known.
    package func newest(
        package name: String?, state: PublicationState?, gallery: Identifier, at place: ListPlace, limit: Int
    ) async throws -> Listing<PublicationView> {
        let now = context.clock()
        return try await context.database.read { transaction in
            var package: KnownPackage?
            if let name {
                package = try transaction.packages.find(name, gallery: gallery)
                if package == nil { return Listing(items: []) }
            }
            let found = try transaction.publications.newest(
                gallery: gallery, package: package, state: state, at: place, limit: limit)
            return Listing(found, at: place, limit: limit, id: \.id)
                .map { PublicationView(publication: $0, now: now) }
        }
    }

    /// An admin takes a version back, over the head of whoever published it.
    ///
    /// - Parameter reason: Told to the owners, and in the event.
    package func withdraw(
        _ id: Identifier, by admin: String, reason: PlainText, gallery: Identifier
    ) async throws -> PublicationOutcome {
        try await context.work(for: gallery) { work in
            guard let publication = try work.transaction.publications.find(id, gallery: gallery) else {
                return .refused(.unknownPublication)
            }
            let situation = try work.situation(of: publication)
            let report = PublicationReport(stage: .withdrawn, reasons: [reason.text])
            var decision = PublicationMachine.advance(publication, by: report, in: situation)
            if case .change(var change) = decision, change.publication.state == .withdrawn {
                change.events = change.events.map { event in
                    var event = event
                    event.actor = admin
                    event.data.reason = reason.text
                    event.data.asAdmin = true
                    return event
                }
                decision = .change(change)
            }
            return try work.apply(decision, in: situation)
        }
    }
}
