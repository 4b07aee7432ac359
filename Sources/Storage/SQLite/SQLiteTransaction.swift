import GRDB
import GRDBSQLite

/// Statements on one connection of SQLite, prepared once each and kept by GRDB.
///
/// Values are bound and columns read through SQLite's own interface: GRDB's boxes each of them, which took longer than
/// what SQLite does with them.
struct SQLiteTransaction: Transaction {
    let database: GRDB.Database

    var dialect: Dialect { .sqlite }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] {
        let statement = try bound(sql, arguments)
        defer { sqlite3_reset(statement) }
        var rows: [SQLRow] = []
        while try step(statement) {
            rows.append(SQLRow((0..<sqlite3_column_count(statement)).map { Self.value(statement, $0) }))
        }
        return rows
    }

    func run(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        let statement = try bound(sql, arguments)
        defer { sqlite3_reset(statement) }
        while try step(statement) {}
        return database.changesCount
    }

    /// - Returns: whether there is a row to be read.
    private func step(_ statement: SQLiteStatement) throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw failure(code)
        }
    }

    private func bound(_ sql: String, _ arguments: [SQLValue]) throws -> SQLiteStatement {
        let statement = try database.cachedStatement(sql: sql).sqliteStatement
        assert(Placeholders.areInOrder(sql, count: arguments.count), "placeholders out of order: \(sql)")
        // What an earlier use has bound stays bound: each is to be set anew.
        guard sqlite3_bind_parameter_count(statement) == arguments.count else {
            throw StorageError.engine("a statement got \(arguments.count) values that it does not take")
        }
        for (index, argument) in zip(CInt(1)..., arguments) {
            let code = Self.bind(argument, to: statement, at: index)
            guard code == SQLITE_OK else { throw failure(code) }
        }
        return statement
    }

    private static func bind(_ value: SQLValue, to statement: SQLiteStatement, at index: CInt) -> CInt {
        // SQLITE_TRANSIENT, a macro that Swift does not see: SQLite takes a copy.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: return sqlite3_bind_null(statement, index)
        case .integer(let number): return sqlite3_bind_int64(statement, index, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    // An empty string may have no address, which SQLite would take for null.
                    guard let start = characters.baseAddress, !characters.isEmpty else {
                        return sqlite3_bind_text(statement, index, "", 0, copied)
                    }
                    return sqlite3_bind_text64(
                        statement, index, start, sqlite3_uint64(characters.count), copied, UInt8(SQLITE_UTF8))
                }
            }
        case .blob(let bytes):
            return bytes.withUnsafeBytes { bytes in
                guard let start = bytes.baseAddress, !bytes.isEmpty else {
                    return sqlite3_bind_zeroblob(statement, index, 0)
                }
                return sqlite3_bind_blob64(statement, index, start, sqlite3_uint64(bytes.count), copied)
            }
        }
    }

    private static func value(_ statement: SQLiteStatement, _ column: CInt) -> SQLValue {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
        case SQLITE_BLOB:
            guard let start = sqlite3_column_blob(statement, column) else { return .blob([]) }
            let count = Int(sqlite3_column_bytes(statement, column))
            return .blob([UInt8](UnsafeRawBufferPointer(start: start, count: count)))
        // No column is a real number; a record that meets one says that the row is damaged.
        default:
            guard let start = sqlite3_column_text(statement, column) else { return .text("") }
            let count = Int(sqlite3_column_bytes(statement, column))
            return .text(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
        }
    }

    private func failure(_ code: CInt) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: database.sqliteConnection.map { String(cString: sqlite3_errmsg($0)) })
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
