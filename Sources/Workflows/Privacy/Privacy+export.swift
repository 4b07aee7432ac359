package import Model
import Storage

extension Privacy {
    /// Shows everything that is stored about an address, as JSON.
    ///
    /// The same database gives the same bytes. Nothing is held in memory but ids.
    ///
    /// - Parameters:
    ///   - gallery: The only one to show; nil for all.
    ///   - write: Takes what is ready, in order.
    /// - Throws: `CancellationError` soon after the task was cancelled.
    package func export(
        _ address: EmailAddress, gallery: Identifier? = nil, to write: @escaping @Sendable ([UInt8]) throws -> Void
    ) async throws {
        guard let secrets = context.secrets else { throw MissingSecrets() }
        let galleries = try await context.database.read { try $0.galleries.all() }
            .filter { gallery == nil || $0.id == gallery }
        var export = Export(
            context: context, pattern: AddressPattern(address), name: secrets.shortName(of: address),
            gallery: gallery, galleries: galleries, stream: try ExportStream(about: address.text, to: write))
        try await export.accounts()
        try await export.admins()
        try await export.invitations()
        try await export.publications()
        try await export.messages()
        try await export.contacts()
        try await export.reports()
        try await export.cases()
        try await export.traces()
        try await export.events()
        try await export.quotations()
        try export.stream.finish()
    }
}

/// An export under way.
struct Export {
    let context: WorkflowContext
    let pattern: AddressPattern
    /// What stands for the address in the feed.
    let name: String
    /// The only one to show; nil for all.
    let gallery: Identifier?
    let galleries: [Gallery]
    var stream: ExportStream
    /// Accounts that have the address.
    var accounts: [(account: Account, gallery: Identifier)] = []
    /// Invitations to the address, messages to it and what else events name as their subjects.
    var subjects: Set<String> = []
    var contactIDs: Set<Identifier> = []

    init(
        context: WorkflowContext, pattern: AddressPattern, name: String, gallery: Identifier?, galleries: [Gallery],
        stream: ExportStream
    ) {
        self.context = context
        self.pattern = pattern
        self.name = name
        self.gallery = gallery
        self.galleries = galleries
        self.stream = stream
    }

    /// Reads, unless nobody wants the export any more.
    func look<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try Task.checkCancellation()
        return try await context.database.read(body)
    }

    func slug(_ gallery: Identifier) -> String { galleries.first { $0.id == gallery }?.slug ?? gallery.description }

    /// How many things are read at once.
    static let page = 100
}
