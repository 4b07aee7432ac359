import Dispatch
import Glibc

/// Several writes as one transaction of PostgreSQL.
///
/// Writes of all nodes take turns: each transaction first locks the one row of `schema_version`, until its end. So a
/// closure sees what every write before it has done, as on SQLite, and the rules that it asks hold without a retry and
/// without a lock on each thing that they look at. Each node runs what waits as one transaction, so that a flush of the
/// disk and a turn serve many requests. It is a row's lock, and not an advisory one: it needs no session, ends with its
/// transaction however that ends, and is known to every server that speaks this protocol.
///
/// Used from one thread, that of ``CoalescingWriter``.
final class PostgresWriter: @unchecked Sendable {
    /// How many closures share one commit at most: PostgreSQL keeps up to 64 savepoints of a transaction where readers
    /// find them quickly.
    static let mostInOneCommit = 60
    /// How often a batch is tried again that somebody else was faster than, or whose connection had gone.
    private static let mostTries = 8

    /// What a transaction begins with.
    ///
    /// A node that stops in the midst of one must not stop the others for long, and what was answered is on the disk, also
    /// where a server's own setting is to answer before.
    private static let begin = """
        BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '10s'; SET LOCAL statement_timeout = '30s'; \
        SET LOCAL idle_in_transaction_session_timeout = '10s'; \
        SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'; \
        SELECT version FROM schema_version FOR UPDATE
        """

    private let connect: @Sendable () throws -> PostgresConnection
    private var connection: PostgresConnection?

    init(connect: @escaping @Sendable () throws -> PostgresConnection) {
        self.connect = connect
    }

    /// - Returns: what each has thrown, its effects undone.
    /// - Throws: ``StorageError`` where nothing of it was kept, or nobody knows.
    func commit(_ batch: [WriteJob]) throws -> [(any Error)?] {
        var tries = 0
        while true {
            do {
                return try attempt(batch)
            } catch let failure as PostgresFailure {
                if failure.endsConnection || failure.isInDoubt || connection?.isBroken ?? false { connection = nil }
                tries += 1
                guard failure.mayBeRepeated, tries < Self.mostTries, !(failure.endsConnection && tries > 1) else {
                    throw StorageError(postgres: failure)
                }
                // So that two that are in each other's way do not meet again.
                if tries > 1 { usleep(UInt32.random(in: 1_000...(4_000 << UInt32(tries)))) }
            }
        }
    }

    private func attempt(_ batch: [WriteJob]) throws -> [(any Error)?] {
        let connection = try connection ?? connect()
        self.connection = connection
        defer { connection.isUnhurried = false }
        do {
            try begin(on: connection)
            var fates: [(any Error)?] = []
            for job in batch {
                // A batch of one needs no savepoint: where it throws, nothing is to be kept.
                guard batch.count > 1 else {
                    fates.append(try attempt(job, on: connection))
                    continue
                }
                try connection.simple(fates.isEmpty ? "SAVEPOINT job" : "RELEASE job; SAVEPOINT job")
                let fate = try attempt(job, on: connection)
                if fate != nil { try connection.simple("ROLLBACK TO job") }
                fates.append(fate)
            }
            if batch.count == 1, fates[0] != nil {
                try connection.simple("ROLLBACK")
            } else {
                try commit(on: connection)
            }
            return fates
        } catch {
            if !connection.isBroken { _ = try? connection.simple("ROLLBACK") }
            throw error
        }
    }

    private func begin(on connection: PostgresConnection) throws {
        do {
            try connection.simple(Self.begin)
        } catch let failure as PostgresFailure where failure.isOfMissingTable {
            try connection.simple("ROLLBACK")
            try Self.makeVersionTable(on: connection)
            try connection.simple(Self.begin)
        }
    }

    /// What the first write of all needs to take its turn.
    private static func makeVersionTable(on connection: PostgresConnection) throws {
        do {
            try connection.simple(Schema.versionTable(.postgresql))
        } catch let failure as PostgresFailure where ["23505", "42P07"].contains(failure.state) {
            // Another node was faster.
        }
        try connection.simple("INSERT INTO schema_version (version) VALUES (0) ON CONFLICT DO NOTHING")
    }

    /// - Returns: what a job threw of its own.
    /// - Throws: what breaks the whole batch.
    private func attempt(_ job: WriteJob, on connection: PostgresConnection) throws -> (any Error)? {
        do {
            try job.work(PostgresTransaction(connection: connection))
        } catch let failure as PostgresFailure where failure.mayBeRepeated || connection.isBroken {
            throw failure
        } catch {
            return (error as? PostgresFailure).map(StorageError.init(postgres:)) ?? error
        }
        // It went on after a statement that failed.
        guard !connection.isFailed else { return StorageError.engine("a write went on after a failed statement") }
        return nil
    }

    private func commit(on connection: PostgresConnection) throws {
        let tag: String
        do {
            tag = try connection.simple("COMMIT")
        } catch let failure as PostgresFailure where failure.endsConnection {
            throw PostgresFailure(
                state: failure.state, words: failure.words + "; the last writes may be there or not", isInDoubt: true)
        }
        // PostgreSQL answers COMMIT of a transaction that has failed with a ROLLBACK, and no error.
        guard tag == "COMMIT" else { throw PostgresFailure(state: "25P02", words: "the transaction had failed") }
    }

    /// Lets go of the connection.
    func close() { connection = nil }
}
