/// A word of the service's vocabulary: a state, a kind, a type.
///
/// The vocabulary grows, and a client that is older than the service has to survive that. So a term is not a closed
/// enumeration: the words that this version knows are constants, any other word is kept as it came and is written back
/// unchanged. A `switch` over a term therefore needs a `default`.
public protocol Term: RawRepresentable<String>, Hashable, Codable, Sendable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    /// Makes a term of any word.
    ///
    /// - Parameter rawValue: The word as the API writes it.
    init(rawValue: String)
}

extension Term {
    /// Makes a term of a word in source code.
    public init(stringLiteral value: String) { self.init(rawValue: value) }

    /// The word as the API writes it.
    public var description: String { rawValue }
}
