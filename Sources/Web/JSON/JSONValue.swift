/// A JSON value as it was sent.
///
/// Objects keep their members in order; the parser has refused duplicates.
enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// As written: no field of this API is a number that is not a small integer.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    struct Member: Sendable, Equatable {
        var name: String
        var value: JSONValue
    }

    /// What an error calls it.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
