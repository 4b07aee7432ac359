/// A value that both engines hold: 64-bit integers, text, bytes, and nothing.
package enum SQLValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])

    static func integer(_ number: Int) -> SQLValue { .integer(Int64(number)) }
}

/// One row of a result, read column by column, left to right, in the order that the statement names them.
package struct SQLRow: Sendable {
    private let values: [SQLValue]
    private var position = 0

    init(_ values: [SQLValue]) {
        self.values = values
    }

    /// A column that is an integer.
    mutating func integer() throws -> Int64 {
        guard case .integer(let number) = next() else { throw mismatch("an integer") }
        return number
    }

    mutating func int() throws -> Int { Int(try integer()) }

    mutating func bool() throws -> Bool { try integer() != 0 }

    mutating func text() throws -> String {
        guard case .text(let text) = next() else { throw mismatch("text") }
        return text
    }

    mutating func blob() throws -> [UInt8] {
        guard case .blob(let bytes) = next() else { throw mismatch("bytes") }
        return bytes
    }

    /// A column that may be null; reads it with the given reader otherwise.
    mutating func optional<Value>(_ read: (inout SQLRow) throws -> Value) throws -> Value? {
        if position < values.count, values[position] == .null {
            position += 1
            return nil
        }
        return try read(&self)
    }

    /// Passes over columns.
    mutating func skip(_ count: Int) { position += count }

    private mutating func next() -> SQLValue? {
        guard position < values.count else { return nil }
        defer { position += 1 }
        return values[position]
    }

    /// A row that does not hold what its record wrote: the file was changed by something else.
    func mismatch(_ expected: String) -> StorageError { .corrupt("column \(position) is not \(expected)") }
}
