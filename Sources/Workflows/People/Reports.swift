package import Model
package import Storage

/// Reports of abuse as admins work on them.
package struct Reports: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// A page of them, newest first.
    ///
    /// - Parameter openOnly: Only those that nobody has dealt with.
    package func newest(
        openOnly: Bool, package: String? = nil, gallery: Identifier, at place: ListPlace, limit: Int
    ) async throws -> Listing<ReportStanding> {
        try await context.database.read { transaction in
            let about = try package.map { try transaction.packages.find($0, gallery: gallery) }
            // What was never heard of was never reported.
            if let about, about == nil { return Listing(items: []) }
            let found = try transaction.reports.newest(
                openOnly: openOnly, package: about ?? nil, gallery: gallery, at: place, limit: limit)
            return Listing(found, at: place, limit: limit, id: \.report.id)
        }
    }

    package func find(_ id: Identifier, gallery: Identifier) async throws -> ReportStanding? {
        try await context.database.read { try $0.reports.standing(id, gallery: gallery) }
    }

    package func countOpen(gallery: Identifier) async throws -> Int {
        try await context.database.read { try $0.reports.countOpen(gallery: gallery) }
    }

    /// Notes that a report was dealt with; a second time changes nothing.
    ///
    /// - Returns: false where there is none of this id.
    package func close(_ id: Identifier, by admin: String, reason: PlainText, gallery: Identifier) async throws -> Bool
    {
        try await context.work(for: gallery) { try $0.close(report: id, by: admin, reason: reason) != nil }
    }

    /// The same for callers that keep the answer.
    ///
    /// - Parameters:
    ///   - admission: Whether the report as it is may be closed; nil where nobody asks.
    ///   - answer: Renders what came of it; called in the transaction, so that the answer can be kept with it.
    package func close(
        _ id: Identifier, by admin: String, reason: PlainText, gallery: Identifier, once: Once?,
        admission: Admission<ReportStanding>?,
        answer: @escaping @Sendable (Result<ReportStanding, Refusal>) throws -> KeptAnswer
    ) async throws -> OnceAnswer {
        try await context.work(for: gallery) { work in
            try work.once(once) {
                guard let standing = try work.transaction.reports.standing(id, gallery: gallery) else {
                    return try answer(.failure(.unknownReport))
                }
                if let refusal = admission?(standing) { return try answer(.failure(refusal)) }
                guard let closed = try work.close(report: id, by: admin, reason: reason) else {
                    return try answer(.failure(.unknownReport))
                }
                return try answer(.success(closed))
            }
        }
    }
}

extension Work {
    /// - Returns: the report as it is afterwards; nil where there is none of this id.
    func close(report id: Identifier, by admin: String, reason: PlainText) throws -> ReportStanding? {
        guard var standing = try transaction.reports.standing(id, gallery: gallery.id) else { return nil }
        guard try transaction.reports.close(id, gallery: gallery.id) else { return standing }
        standing.isOpen = false
        try append([
            EventDraft(
                .reportClosed, actor: admin, subject: id.description,
                data: EventData(package: standing.report.package.id.text, reason: reason.text))
        ])
        return standing
    }
}
