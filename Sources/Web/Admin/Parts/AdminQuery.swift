import Model

/// The query of a page: what is not understood is as if it were not there, because people edit addresses, too.
struct AdminQuery: Sendable {
    private let pairs: [(name: String, value: String)]

    init(_ query: Substring?) {
        pairs = (query ?? "").utf8.split(separator: UInt8(ascii: "&")).prefix(QueryReader.mostParameters).compactMap {
            let parts = $0.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decode(parts[0], plusIsSpace: true),
                let value = PercentCoding.decode(parts.count > 1 ? parts[1] : [], plusIsSpace: true)
            else { return nil }
            return (name, value)
        }
    }

    /// The first of this name; nil where it is empty.
    func text(_ name: String) -> String? {
        guard let value = pairs.first(where: { $0.name.isSpelled(name) })?.value.trimmed, !value.isEmpty else {
            return nil
        }
        return value
    }

    func id(_ name: String) -> Identifier? { text(name).flatMap { Identifier($0) } }

    func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ type: Value.Type = Value.self
    ) -> Value? {
        text(name).flatMap { Value(spelled: $0) }
    }

    /// Where a page of a list begins: `before=ID` or `after=ID`.
    var place: ListPlace {
        if let id = id("before") { return .before(id) }
        return id("after").map { .after($0) } ?? .newest
    }

    var done: AdminDone? { choice("done") }
}
