import Model
import Storage

/// One purge under way: what it has found, and done.
struct Purge {
    let context: WorkflowContext
    let pattern: AddressPattern
    /// What stands for the address in the feed.
    let name: String
    /// The only gallery to forget it; nil for all.
    let gallery: Identifier?
    private(set) var report = PurgeReport()
    /// Galleries in which something was erased.
    private var galleries: Set<Identifier> = []

    init(context: WorkflowContext, pattern: AddressPattern, name: String, gallery: Identifier?) {
        self.context = context
        self.pattern = pattern
        self.name = name
        self.gallery = gallery
    }

    /// Goes through everything once.
    ///
    /// What tells which rows are about the address goes last, so that a purge that was cut short finds the rest again.
    mutating func pass() async throws {
        try await sweep(.accounts) { try $0.eraseAccount($1) }
        let traces = try await traces()
        let (subjects, pattern) = (traces.subjects, pattern)
        try await sweep(
            .events,
            where: { $0.holds(pattern) || $0.text("subject", of: .events).map(subjects.contains) == true }
        ) { try $0.eraseEvent($1, about: subjects) }
        for ids in traces.invitations.pages(of: Privacy.batch) { try await erase { try $0.eraseWords(about: ids) } }
        for ids in traces.contacts.pages(of: Privacy.batch) { try await erase { try $0.eraseContacts(ids) } }
        for table in Self.plain { try await sweep(table) { try $0.eraseWords(of: $1, table) } }
        try await sweep(.messages) { try $0.eraseMessage($1) }
        try await sweep(.invitations) { try $0.eraseInvitation($1) }
        try await forgetTraces()
        for table in [WordTable.galleries, .packages] { try await sweep(table) { $0.leave($1, table) } }
    }

    /// Tables in which it is only ever quoted.
    private static let plain: [WordTable] = [
        .attempts, .idempotency, .publications, .digestEntries, .blocks, .suppressions, .reports, .reportIntake,
        .webhooks,
        .webhookDeliveries, .webhookAttempts,
    ]

    /// Notes in the feed of each gallery concerned that something was erased, without naming what.
    mutating func leaveTrace() async throws {
        let (context, name, galleries) = (context, name, galleries)
        guard !galleries.isEmpty else { return }
        try await context.database.write { transaction in
            for gallery in try transaction.galleries.all() where galleries.contains(gallery.id) {
                try context.work(in: transaction, for: gallery).append([
                    EventDraft(.addressPurged, actor: EventDraft.system, subject: name, data: EventData())
                ])
            }
        }
    }

    /// Suppressions and blocks, which are found by the address's HMAC.
    private mutating func forgetTraces() async throws {
        report.held = 0
        let only = gallery
        try await erase { eraser in
            for gallery in try eraser.transaction.galleries.all() where only == nil || gallery.id == only {
                try eraser.forgetTraces(in: gallery)
            }
        }
    }

    private mutating func sweep(
        _ table: WordTable, _ body: @escaping @Sendable (inout Eraser, WordRow) throws -> Void
    ) async throws {
        let pattern = pattern
        try await sweep(table, where: { $0.holds(pattern) }, body)
    }

    /// Looks each row up again before it is changed: it may have changed since it was found.
    private mutating func sweep(
        _ table: WordTable, where isWanted: @escaping @Sendable (WordRow) -> Bool,
        _ body: @escaping @Sendable (inout Eraser, WordRow) throws -> Void
    ) async throws {
        let context = context
        try await context.search(table, of: gallery, most: Privacy.batch, for: isWanted) { rows in
            try await erase { eraser in
                for row in rows {
                    guard let row = try eraser.transaction.privacy.row(of: table, at: row.key) else { continue }
                    try body(&eraser, row)
                }
            }
        }
    }

    /// One transaction.
    private mutating func erase(_ body: @escaping @Sendable (inout Eraser) throws -> Void) async throws {
        let (context, pattern, name) = (context, pattern, name)
        let done = try await context.database.write { transaction in
            var eraser = Eraser(context: context, transaction: transaction, pattern: pattern, name: name)
            try body(&eraser)
            return (eraser.report, eraser.galleries)
        }
        report += done.0
        galleries.formUnion(done.1)
    }
}
