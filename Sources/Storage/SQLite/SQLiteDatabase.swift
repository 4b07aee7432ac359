import Dispatch
import Foundation
import GRDB
package import Logging

/// SQLite through GRDB: one writer whose commits are coalesced and flushed to the disk, and a pool of readers.
package final class SQLiteDatabase: Database {
    package let dialect = Dialect.sqlite
    private let pool: DatabasePool
    private let writer: CoalescingWriter
    private let reader: CoalescingReader
    private let path: String

    /// Opens the file, making it and its folder where they are missing.
    ///
    /// Does not bring the schema up to date.
    ///
    /// - Throws: ``StorageError/unavailable(_:)`` where the file cannot be opened, ``StorageError/engine(_:)`` where it
    ///   is no database.
    package init(path: String, readers: Int = 4, logger: Logger) throws {
        self.path = path
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            // It holds addresses: only its owner may read it. SQLite gives its log and index the same mode.
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            if descriptor >= 0 { Foundation.close(descriptor) }
            var configuration = GRDB.Configuration()
            configuration.label = "countersign"
            configuration.foreignKeysEnabled = true
            configuration.busyMode = .timeout(10)
            configuration.maximumReaderCount = readers
            configuration.qos = .userInitiated
            pool = try DatabasePool(path: path, configuration: configuration)
            // GRDB itself sets NORMAL once the pool is open, with which a power cut undoes answered requests.
            try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
                // A checkpoint writes each page once, however often it changed: 16 MB of log between two of them, and
                // as much of the tables' upper parts kept at hand, instead of 4 MB and 2 MB.
                try database.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
                try database.execute(sql: "PRAGMA cache_size = -16384")
                // Each write is a savepoint, whose undo log would otherwise go through a file.
                try database.execute(sql: "PRAGMA temp_store = MEMORY")
            }
        } catch {
            throw StorageError(sqlite: error)
        }
        let pool = pool
        writer = CoalescingWriter(logger: logger) { try SQLiteCommit.run($0, on: pool) }
        reader = CoalescingReader(
            readers: readers, translate: { $0 is DatabaseError ? StorageError(sqlite: $0) : $0 }
        ) { jobs, done in
            // The closure below may not change what is lent to this one.
            var ran = 0
            defer { done = ran }
            try pool.read { database in
                for job in jobs {
                    ran += 1
                    job(.success(SQLiteTransaction(database: database)))
                }
            }
        }
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
        await writer.close()
        reader.close()
        try? pool.close()
    }

    package func scrub() async throws -> Scrubbing {
        await close()
        let path = path
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try SQLiteScrub(path: path).run() })
            }
        }
    }

    /// Other processes on the file are few, and look by themselves.
    package func announce() {}

    package func listen(_ heard: @escaping @Sendable () -> Void) {}

    /// The value of a pragma on the writer; tests ask what is really in force.
    package func pragma(_ name: String) throws -> String {
        try pool.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA \(name)") ?? "" }
    }
}

extension StorageError {
    /// SQLite's own words, which name tables and files but hold no row's content.
    init(sqlite error: any Error) {
        if let error = error as? DatabaseError {
            let message = "SQLite error \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY,
                .SQLITE_NOMEM:
                self = .unavailable(message)
            default: self = .engine(message)
            }
        } else if let error = error as? StorageError {
            self = error
        } else {
            self = .engine(error.localizedDescription)
        }
    }
}
