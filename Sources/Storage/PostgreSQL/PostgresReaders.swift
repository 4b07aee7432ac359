import Synchronization

/// Connections that reads run on, each on a snapshot of its own.
final class PostgresReaders: Sendable {
    /// A server that is busy must not be asked for one answer for ever.
    private static let begin = """
        BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = '30s'; \
        SET LOCAL idle_in_transaction_session_timeout = '30s'
        """

    private struct Idle: ~Copyable {
        var connections: [PostgresConnection] = []
    }

    private let connect: @Sendable () throws -> PostgresConnection
    private let idle = Mutex(Idle())

    init(connect: @escaping @Sendable () throws -> PostgresConnection) {
        self.connect = connect
    }

    /// Runs reads on one snapshot, until one of them spoils it.
    func run(_ jobs: [CoalescingReader.Job], _ done: inout Int) throws {
        let connection = try begin()
        for job in jobs {
            done += 1
            job(.success(PostgresTransaction(connection: connection)))
            guard !connection.isBroken else { return }
            if connection.isFailed { break }
        }
        // Nothing was changed: however this goes, the reads are good.
        guard (try? connection.simple("ROLLBACK")) != nil else { return }
        idle.withLock { $0.connections.append(connection) }
    }

    /// A connection whose snapshot is open.
    private func begin() throws -> PostgresConnection {
        while let connection = idle.withLock({ $0.connections.popLast() }) {
            // It may have gone while nobody looked.
            if (try? connection.simple(Self.begin)) != nil { return connection }
        }
        do {
            let connection = try connect()
            try connection.simple(Self.begin)
            return connection
        } catch let failure as PostgresFailure {
            throw StorageError(postgres: failure)
        }
    }

    func close() { idle.withLock { $0.connections = [] } }
}
