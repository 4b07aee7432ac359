/// A text that must not be seen by chance: it is shown by none of the ways in which values are printed.
///
/// It is encoded as its text, so that it can be stored; what stores it has to take care of it.
public struct Secret: Hashable, Sendable, Codable, ExpressibleByStringLiteral {
    /// The text itself.
    public let text: String

    /// Keeps a text.
    ///
    /// - Parameter text: What is secret.
    public init(_ text: String) { self.text = text }

    /// Keeps a text of source code, which is for tests: a secret has no place in a repository.
    public init(stringLiteral value: String) { self.init(value) }

    /// Reads a secret from the string that it was encoded as.
    public init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    /// Writes the secret's text as a string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Never the text.
    public var description: String { "(secret)" }

    /// Never the text.
    public var debugDescription: String { description }

    /// Without children, so that `dump` shows nothing either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
