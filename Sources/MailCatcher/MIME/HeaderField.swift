/// One header field, its value unfolded and its encoded words decoded.
package struct HeaderField: Sendable, Equatable, Codable {
    /// The name as written.
    package var name: String
    /// The value as a person would read it.
    package var value: String
}
