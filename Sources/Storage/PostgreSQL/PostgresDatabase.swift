package import Logging

/// PostgreSQL through libpq: one connection whose commits are coalesced, and several that read.
///
/// Keeps to what a transaction pooler passes on: nothing that it relies on outlives a transaction. What does not get
/// through one (notifications) is made up for by looking every so often.
package final class PostgresDatabase: Database {
    package let dialect = Dialect.postgresql
    private let reader: CoalescingReader
    private let writer: CoalescingWriter
    private let readers: PostgresReaders
    private let turn: PostgresWriter
    private let signals: PostgresSignals
    private let connect: @Sendable () throws -> PostgresConnection

    /// Reaches the server once, so that a wrong URL shows at once.
    ///
    /// Does not bring the schema up to date.
    ///
    /// - Parameters:
    ///   - url: `postgres://…`, with all that libpq takes in it.
    ///   - readers: How many reads run at once.
    /// - Throws: ``StorageError/unavailable(_:)`` where no server that takes writes is reached, ``StorageError/engine(_:)``
    ///   where there is no such database or its text is not UTF-8.
    package init(url: String, readers: Int = 8, logger: Logger) throws {
        let naming = StatementNames()
        let connect: @Sendable () throws -> PostgresConnection = { try PostgresConnection(url: url, naming: naming) }
        do {
            _ = try connect()
        } catch let failure as PostgresFailure {
            throw StorageError(postgres: failure)
        }
        self.connect = connect
        let (pool, turn) = (PostgresReaders(connect: connect), PostgresWriter(connect: connect))
        self.readers = pool
        self.turn = turn
        signals = PostgresSignals(connect: connect, logger: logger)
        reader = CoalescingReader(readers: readers, translate: StorageError.of) { try pool.run($0, &$1) }
        writer = CoalescingWriter(most: PostgresWriter.mostInOneCommit, logger: logger) { try turn.commit($0) }
    }

    package func read<Result: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await reader.run(work)
    }

    package func write<Result: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await writer.run(work)
    }

    package func close() async {
        signals.close()
        await writer.close()
        reader.close()
        turn.close()
        readers.close()
    }

    /// Has the server write all tables anew.
    ///
    /// Others wait while theirs is at it. What its log and its standbys keep is the server's own.
    package func scrub() async throws -> Scrubbing {
        await close()
        do {
            let connection = try connect()
            connection.isUnhurried = true
            try connection.simple("VACUUM (FULL, ANALYZE)")
            return .done
        } catch let failure as PostgresFailure {
            throw StorageError(postgres: failure)
        }
    }

    package func announce() { signals.announce() }

    package func listen(_ heard: @escaping @Sendable () -> Void) { signals.listen(heard) }
}
