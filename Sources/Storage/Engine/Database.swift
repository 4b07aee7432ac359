/// A database engine: SQLite, or PostgreSQL.
///
/// Records know neither; they speak through ``Transaction``.
///
/// The closures are synchronous and run on the engine's own threads, so a transaction never waits for the network or
/// for another task while it holds locks.
package protocol Database: Sendable {
    /// Runs a closure on one consistent snapshot.
    ///
    /// - Throws: what the closure throws, or ``StorageError``.
    func read<Result: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result

    /// Runs a closure whose effects are durable, all of them, before this returns, or absent, all of them.
    ///
    /// Cancelling the calling task does not undo it.
    ///
    /// - Throws: what the closure throws, having undone its effects, or ``StorageError``.
    func write<Result: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result

    var dialect: Dialect { get }

    /// Waits for what runs, then lets go of the files or connections. Everything fails afterwards.
    func close() async

    /// Closes, and writes the files anew so that nothing of what was deleted is left in their free space or their log.
    ///
    /// Takes as much time and room on the disk as the database is large.
    ///
    /// - Throws: ``StorageError/unavailable(_:)`` where there is no room; the database is as it was then.
    func scrub() async throws -> Scrubbing

    /// Tells the other nodes on this database that there is something to do.
    ///
    /// They may miss it, and look by themselves every so often.
    func announce()

    /// Calls back when another node has announced something, from a thread of the engine.
    func listen(_ heard: @escaping @Sendable () -> Void)
}

/// How writing a database's files anew came out.
package enum Scrubbing: Sendable, Equatable {
    case done
    /// Somebody else has the database open: its free space is as it was.
    ///
    /// - Parameter logIsEmpty: Whether at least the log of changes was emptied.
    case inUse(logIsEmpty: Bool)
}

/// One open transaction of an engine.
///
/// Only valid within the closure that got it.
package protocol Transaction {
    var dialect: Dialect { get }

    /// Runs one statement and returns its rows.
    ///
    /// - Parameter sql: With placeholders `$1`, `$2`, … that first appear in that order.
    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow]

    /// Runs one statement and returns how many rows it changed.
    @discardableResult
    func run(_ sql: String, _ arguments: [SQLValue]) throws -> Int

    /// What follows in this transaction may take as long as it takes.
    func takeTime() throws
}

extension Transaction {
    // Not every engine stops what takes long.
    package func takeTime() {}

    func rows(_ sql: String) throws -> [SQLRow] { try rows(sql, []) }

    @discardableResult
    func run(_ sql: String) throws -> Int { try run(sql, []) }

    /// Runs something of which nothing stays where it throws, while all that came before it does.
    package func alone<Result>(_ work: () throws -> Result) throws -> Result {
        try run("SAVEPOINT alone")
        do {
            let result = try work()
            try run("RELEASE alone")
            return result
        } catch {
            try run("ROLLBACK TO alone")
            try run("RELEASE alone")
            throw error
        }
    }

    /// The first row, where a statement has at most one.
    func row(_ sql: String, _ arguments: [SQLValue]) throws -> SQLRow? { try rows(sql, arguments).first }
}
