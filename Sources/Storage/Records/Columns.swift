import Foundation
import Model

// How the values of Model stand in columns.

extension SQLValue {
    static func id(_ id: Identifier) -> SQLValue { .blob(id.bytes) }
    static func time(_ moment: Timestamp) -> SQLValue { .integer(moment.milliseconds) }
    static func time(_ moment: Timestamp?) -> SQLValue { moment.map { .integer($0.milliseconds) } ?? .null }
    static func text(_ text: String?) -> SQLValue { text.map { .text($0) } ?? .null }
    static func number(_ number: Int64?) -> SQLValue { number.map { .integer($0) } ?? .null }
    static func flag(_ flag: Bool) -> SQLValue { .integer(flag ? 1 as Int64 : 0) }
    /// JSON in a column of text: what only the record itself reads.
    static func json(_ value: some Encodable) throws -> SQLValue {
        .text(String(decoding: try JSONColumn.encoder.encode(value), as: UTF8.self))
    }

    /// A list, which is empty in nearly every row.
    static func json(_ list: [String]) throws -> SQLValue {
        guard !list.isEmpty else { return .text("[]") }
        return .text(String(decoding: try JSONColumn.encoder.encode(list), as: UTF8.self))
    }
}

/// Made once: every event and every message has such a column.
private enum JSONColumn {
    static let decoder = JSONDecoder()
    static let encoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return encoder
    }()
}

extension SQLRow {
    mutating func id() throws -> Identifier {
        guard let id = Identifier(bytes: try blob()) else { throw mismatch("an id") }
        return id
    }

    mutating func time() throws -> Timestamp { Timestamp(milliseconds: try integer()) }

    mutating func address() throws -> EmailAddress {
        guard let address = EmailAddress(stored: try text()) else { throw mismatch("an address") }
        return address
    }

    mutating func value<Value: RawRepresentable<String>>(_ type: Value.Type) throws -> Value {
        guard let value = Value(rawValue: try text()) else { throw mismatch("a \(type)") }
        return value
    }

    mutating func json<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let text = try text()
        do {
            return try JSONColumn.decoder.decode(type, from: Data(text.utf8))
        } catch {
            throw mismatch("the JSON of \(type)")
        }
    }
}
