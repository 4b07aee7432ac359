import Foundation
import GRDB

/// Statements on one connection of SQLite, prepared once each and kept.
struct SQLiteTransaction: Transaction {
    let database: GRDB.Database

    var dialect: Dialect { .sqlite }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] {
        let cursor = try Row.fetchCursor(try prepared(sql, arguments))
        var rows: [SQLRow] = []
        while let row = try cursor.next() {
            rows.append(SQLRow((0..<row.count).map { SQLValue(row[$0] as DatabaseValue) }))
        }
        return rows
    }

    func run(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        try prepared(sql, arguments).execute()
        return database.changesCount
    }

    private func prepared(_ sql: String, _ arguments: [SQLValue]) throws -> Statement {
        let statement = try database.cachedStatement(sql: sql)
        assert(Placeholders.areInOrder(sql, count: arguments.count), "placeholders out of order: \(sql)")
        // Optional existentials, because GRDB makes a key path anew for every call with values of one type.
        statement.setUncheckedArguments(
            StatementArguments(arguments.lazy.map { $0.databaseValue as (any DatabaseValueConvertible)? }))
        return statement
    }
}

/// SQLite takes `$1` for a name and numbers its parameters by first appearance: name and number agree only where the
/// names first appear in order.
///
/// PostgreSQL goes by the number.
enum Placeholders {
    static func areInOrder(_ sql: String, count: Int) -> Bool {
        var highest = 0
        for piece in sql.split(separator: "$", omittingEmptySubsequences: false).dropFirst() {
            guard let number = Int(piece.prefix { $0.isNumber }), number <= highest + 1, number >= 1 else {
                return false
            }
            highest = max(highest, number)
        }
        return highest == count
    }
}

extension SQLValue {
    var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .text(let text): Self.whole(text).databaseValue
        case .blob(let bytes): Data(bytes).databaseValue
        }
    }

    /// SQLite takes a text only up to its first NUL: whoever lets one come so far would look for, or keep, another text.
    private static func whole(_ text: String) -> String {
        assert(!text.utf8.contains(0), "a text with a NUL")
        return text
    }

    init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let number): self = .integer(number)
        // No column is a real number; a record that meets one says that the row is damaged.
        case .double(let number): self = .text("\(number)")
        case .string(let text): self = .text(text)
        case .blob(let data): self = .blob([UInt8](data))
        }
    }
}
