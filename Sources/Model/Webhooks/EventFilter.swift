/// Which types of events a webhook is sent.
package struct EventFilter: Sendable, Equatable {
    /// Event types, and families of them such as `invitation.*`; empty takes all.
    package let patterns: [String]

    /// What is wrong with one of the patterns, as a clause.
    package enum Flaw: Error, Sendable, Equatable, CustomStringConvertible {
        case unknown

        package var description: String {
            "is neither an event type such as invitation.created nor a family of them such as invitation.*"
        }
    }

    /// Everything.
    package static let all = EventFilter(stored: [])

    /// - Parameter patterns: Each once, in any order.
    package init(_ patterns: [String]) throws(Flaw) {
        for pattern in patterns {
            guard EventType.allCases.contains(where: { Self.matches(pattern, $0) }) else { throw .unknown }
        }
        self.init(stored: patterns)
    }

    /// What was checked when it was stored.
    package init(stored patterns: [String]) {
        self.patterns = patterns
    }

    package func takes(_ type: EventType) -> Bool {
        patterns.isEmpty || patterns.contains { Self.matches($0, type) }
    }

    private static func matches(_ pattern: String, _ type: EventType) -> Bool {
        guard pattern.utf8.suffix(2).elementsEqual(".*".utf8) else { return pattern == type.rawValue }
        // The full stop counts: `owner.*` has nothing to do with `ownership.…`.
        return pattern.utf8.count > 2 && type.rawValue.utf8.starts(with: pattern.utf8.dropLast())
    }
}
