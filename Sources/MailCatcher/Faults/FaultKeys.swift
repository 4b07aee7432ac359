/// Strictness for hand-written JSON: a misspelt key is an error, not a default.
struct AnyKey: CodingKey {
    let stringValue: String
    let intValue: Int? = nil

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }

    static func check<Key: CodingKey & CaseIterable>(_ decoder: any Decoder, against keys: Key.Type) throws {
        let known = keys.allCases.map(\.stringValue)
        let container = try decoder.container(keyedBy: AnyKey.self)
        for key in container.allKeys where !known.contains(key.stringValue) {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath + [key],
                    debugDescription: "unknown key; known are \(known.joined(separator: ", "))"))
        }
    }
}
