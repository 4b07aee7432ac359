import Synchronization

@testable import Storage

/// Passes statements on, and remembers them.
struct StatementRecorder: Transaction {
    let base: any Transaction
    private let seen = Seen()

    init(base: any Transaction) { self.base = base }

    private final class Seen: Sendable {
        let list = Mutex<[(sql: String, arguments: [SQLValue])]>([])
    }

    /// All that came by, in their order.
    var statements: [(sql: String, arguments: [SQLValue])] { seen.list.withLock { $0 } }

    var dialect: Dialect { base.dialect }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] {
        seen.list.withLock { $0.append((sql, arguments)) }
        return try base.rows(sql, arguments)
    }

    func run(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        seen.list.withLock { $0.append((sql, arguments)) }
        return try base.run(sql, arguments)
    }
}
