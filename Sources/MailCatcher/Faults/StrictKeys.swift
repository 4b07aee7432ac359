/// A JSON object whose members must all be known, so that a misspelt name is an error and not a fault that never acts.
struct StrictObject {
    struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }

        init?(stringValue: String) { self.stringValue = stringValue }

        init?(intValue: Int) { nil }
    }

    private let container: KeyedDecodingContainer<Key>

    /// Refuses the object if it has a member that is not among `known`.
    init(_ decoder: any Decoder, known: [String]) throws {
        container = try decoder.container(keyedBy: Key.self)
        if let stranger = container.allKeys.first(where: { !known.contains($0.stringValue) }) {
            let names = known.joined(separator: ", ")
            throw DecodingError.dataCorruptedError(
                forKey: stranger, in: container,
                debugDescription: "unknown member \"\(stranger.stringValue)\"; the known ones are: \(names)")
        }
    }

    /// The member's value, or nil where it is missing or null.
    func value<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value? {
        try container.decodeIfPresent(type, forKey: Key(name))
    }

    func required<Value: Decodable>(_ name: String) throws -> Value {
        try container.decode(Value.self, forKey: Key(name))
    }

    func problem(_ name: String, _ text: String) -> DecodingError {
        .dataCorruptedError(forKey: Key(name), in: container, debugDescription: text)
    }
}
