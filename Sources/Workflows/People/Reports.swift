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
        try await context.work(for: gallery) { work in
            guard let standing = try work.transaction.reports.standing(id, gallery: gallery) else { return false }
            guard try work.transaction.reports.close(id, gallery: gallery) else { return true }
            try work.append([
                EventDraft(
                    .reportClosed, actor: admin, subject: id.description,
                    data: EventData(package: standing.report.package.id.text, reason: reason.text))
            ])
            return true
        }
    }
}
