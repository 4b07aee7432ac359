package import Model
package import Storage

/// What an admin asks of the audit log, as people write it.
package struct AuditQuestion: Sendable, Equatable {
    /// Types of events; empty for all.
    package var types: [EventType]
    package var actor: String?
    /// The id of a thing, or whatever else an event is about.
    package var subject: String?
    package var package: String?
    package var origin: Origin.Kind?
    package var from: Timestamp?
    package var until: Timestamp?

    package init(
        types: [EventType] = [], actor: String? = nil, subject: String? = nil, package: String? = nil,
        origin: Origin.Kind? = nil, from: Timestamp? = nil, until: Timestamp? = nil
    ) {
        self.types = types
        self.actor = actor
        self.subject = subject
        self.package = package
        self.origin = origin
        self.from = from
        self.until = until
    }
}

/// The audit log of a gallery: its events, newest first, with where each comes from.
package struct AuditLog: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// How many events an export reads at once.
    package static let exportStep = 500

    /// A page of it.
    ///
    /// - Parameter before: The place that its events come before; nil for the newest.
    package func page(
        _ question: AuditQuestion, gallery: Identifier, before: Int64?, limit: Int
    ) async throws -> AuditPage {
        try await context.database.read { transaction in
            try transaction.events.audit(
                transaction.filter(for: question, gallery: gallery), gallery: gallery, before: before, limit: limit)
        }
    }
}

extension Transaction {
    /// Names as they are written in events: an account is found however it is spelled.
    fileprivate func filter(for question: AuditQuestion, gallery: Identifier) throws -> AuditFilter {
        var filter = AuditFilter(
            types: question.types, subject: question.subject, package: question.package.map(Name.fold),
            origin: question.origin, from: question.from, until: question.until)
        if let actor = question.actor {
            let known = try accounts.find(actor, gallery: gallery)?.username.text
            filter.actors = [actor] + (known.map { $0 == actor ? [] : [$0] } ?? [])
        }
        return filter
    }
}
