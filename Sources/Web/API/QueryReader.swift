import Model
import Workflows

/// Takes a query's parameters one by one and remembers everything that is wrong.
///
/// What is not asked for is refused, because a filter that is misspelt would otherwise list what was not meant.
struct QueryReader {
    private var left: [(name: String, value: String)] = []
    private var known: [String] = []
    private var flaws: [FieldFlaw] = []

    /// No call takes so many parameters.
    static let mostParameters = 32

    /// - Throws: ``Problem`` for a query that cannot be read.
    init(_ query: Substring?) throws(Problem) {
        let pairs = Self.pairs(query)
        guard pairs.count <= Self.mostParameters else {
            throw Problem(.malformedRequest, "The query has more than \(Self.mostParameters) parameters.")
        }
        for pair in pairs {
            guard let name = PercentCoding.decode(pair.name, plusIsSpace: true),
                let value = PercentCoding.decode(pair.value, plusIsSpace: true)
            else {
                throw Problem(
                    .malformedRequest,
                    """
                    The query holds a broken percent-encoding, or one that is not UTF-8.
                    """)
            }
            if left.contains(where: { $0.name.isSpelled(name) }) {
                flaw(name, "is given more than once")
            } else {
                left.append((name, value))
            }
        }
    }

    /// Looks for an API key, before anything else of a query is read and whoever sent it (RFC 9700, 4.3.2).
    ///
    /// - Throws: ``Problem`` where there is one.
    static func refuseKeys(_ query: Substring?) throws(Problem) {
        for pair in pairs(query) {
            let name = PercentCoding.decode(pair.name, plusIsSpace: true) ?? ""
            let value = PercentCoding.decode(pair.value, plusIsSpace: true) ?? ""
            guard !name.isSpelled("access_token"), !name.isSpelled("api_key"), !Galleries.isKey(value) else {
                throw Problem(.keyInQuery, "The query holds what looks like an API key; it is not taken from there.")
            }
        }
    }

    /// Still percent-encoded.
    private static func pairs(_ query: Substring?) -> [(name: Substring, value: Substring)] {
        (query ?? "").utf8.split(separator: UInt8(ascii: "&")).map { pair in
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (Substring(parts[0]), parts.count > 1 ? Substring(parts[1]) : "")
        }
    }

    mutating func flaw(_ name: String, _ detail: String) {
        guard flaws.count < ObjectReader.mostFlaws else { return }
        flaws.append(FieldFlaw(name.printable, detail))
    }

    /// A parameter's text; nil where it is left out or empty.
    mutating func text(_ name: String) -> String? {
        known.append(name)
        guard let index = left.firstIndex(where: { $0.name.isSpelled(name) }) else { return nil }
        let value = left.remove(at: index).value
        return value.isEmpty ? nil : value
    }

    mutating func id(_ name: String) -> Identifier? {
        guard let text = text(name) else { return nil }
        guard let id = Identifier(text) else {
            flaw(name, "is to be an id, a UUID as the API writes it")
            return nil
        }
        return id
    }

    mutating func number(_ name: String, in range: ClosedRange<Int64>) -> Int64? {
        guard let text = text(name) else { return nil }
        guard text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int64(text), range.contains(number) else {
            let most = range.upperBound == .max ? "or more" : "to \(range.upperBound)"
            flaw(name, "is to be a whole number, \(range.lowerBound) \(most)")
            return nil
        }
        return number
    }

    mutating func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ type: Value.Type = Value.self, of choices: [Value] = Array(Value.allCases)
    ) -> Value? {
        guard let text = text(name) else { return nil }
        guard let value = Value(spelled: text), choices.contains(where: { $0.rawValue == value.rawValue }) else {
            flaw(name, "is to be one of \(choices.map(\.rawValue).joined(separator: ", "))")
            return nil
        }
        return value
    }

    /// How many items a page has at most.
    mutating func limit() -> Int { Int(number("limit", in: 1...200) ?? 100) }

    /// - Throws: ``Problem`` with everything that was wrong.
    mutating func finish() throws(Problem) {
        for parameter in left {
            let others = known.isEmpty ? "it takes none" : "known are: \(known.joined(separator: ", "))"
            flaw(parameter.name, "is not a parameter of this call; \(others)")
        }
        guard flaws.isEmpty else { throw .parameters(flaws) }
    }
}
