/// A list of the service, read page by page as it is walked.
///
/// ```swift
/// for try await invitation in countersign.invitations.list(package: "Contoso.Utils", state: .pending) { … }
/// let all = try await countersign.webhooks.list().collect()
/// ```
///
/// The order is stable, and what is added meanwhile comes at the end.
public struct PagedSequence<Element: Codable & Sendable>: AsyncSequence, Sendable {
    let transport: Transport
    let name: String
    let path: [String]
    let query: [(name: String, value: String?)]
    /// How many items are asked for at once, where the walk decides.
    let pageSize: Int

    init(
        _ transport: Transport, _ name: String, _ path: [String], query: [(name: String, value: String?)] = [],
        pageSize: Int = 200
    ) {
        self.transport = transport
        self.name = name
        self.path = path
        self.query = query
        self.pageSize = pageSize
    }

    /// One page.
    ///
    /// - Parameters:
    ///   - after: The `next` of the page before; nil for the first.
    ///   - limit: How many items at most, 1 to 200.
    public func page(after: String? = nil, limit: Int = 100) async throws -> Page<Element> {
        let call = Call.get(name, path, query: query + [("after", after), ("limit", String(limit))])
        return try await transport.value(call)
    }

    /// Everything at once.
    public func collect() async throws -> [Element] {
        var all: [Element] = []
        for try await item in self { all.append(item) }
        return all
    }

    /// Begins at the first page.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(sequence: self) }

    /// Where a walk stands.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let sequence: PagedSequence
        private var items: ArraySlice<Element> = []
        private var next: String?
        private var isAtEnd = false

        init(sequence: PagedSequence) { self.sequence = sequence }

        /// The next item; nil after the last.
        public mutating func next() async throws -> Element? {
            while items.isEmpty {
                guard !isAtEnd else { return nil }
                let page = try await sequence.page(after: next, limit: sequence.pageSize)
                items = page.items[...]
                // A cursor that does not move would be walked for ever.
                isAtEnd = page.next == nil || page.next == next
                next = page.next
            }
            return items.popFirst()
        }
    }
}
