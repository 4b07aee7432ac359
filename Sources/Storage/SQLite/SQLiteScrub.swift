import GRDB

/// Rids the files of a database that is closed of what was deleted.
///
/// SQLite leaves it in free space of pages and in the pages of its log until they happen to be used again.
struct SQLiteScrub {
    let path: String
    /// How long others may take to finish what they are at, in seconds.
    var patience = 5.0

    func run() throws -> Scrubbing {
        do {
            var configuration = GRDB.Configuration()
            configuration.label = "countersign.scrub"
            configuration.busyMode = .timeout(patience)
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            return try queue.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                guard try Self.isAlone(database) else {
                    return .inUse(logIsEmpty: try Self.emptyLog(database))
                }
                // The copy that this goes by holds nothing but rows; what is left out of it is gone.
                try database.execute(sql: "PRAGMA secure_delete = ON")
                try database.execute(sql: "VACUUM")
                _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
                return .done
            }
        } catch {
            throw StorageError(sqlite: error)
        }
    }

    /// Gives the log up, which SQLite does for the only connection that there is, in any process, and for no other.
    ///
    /// What is in the log is in the database then, and its file is gone.
    private static func isAlone(_ database: GRDB.Database) throws -> Bool {
        do {
            return try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE") == "delete"
        } catch let error as DatabaseError where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode) {
            return false
        }
    }

    /// Takes the log into the database and cuts its file, as far as no reader needs it.
    private static func emptyLog(_ database: GRDB.Database) throws -> Bool {
        try Int.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 0
    }
}
