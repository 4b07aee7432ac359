import GRDB

/// Several writes as one transaction of SQLite.
enum SQLiteCommit {
    /// - Returns: what each has thrown, its effects undone.
    /// - Throws: ``StorageError`` where nothing of it was kept.
    static func run(_ batch: [WriteJob], on pool: DatabasePool) throws -> [(any Error)?] {
        do {
            return try pool.writeWithoutTransaction { database in
                var fates: [(any Error)?] = []
                try database.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
                do {
                    for job in batch { fates.append(try attempt(job, database)) }
                    try database.cachedStatement(sql: "COMMIT").execute()
                } catch {
                    if database.isInsideTransaction { try? database.execute(sql: "ROLLBACK") }
                    throw error
                }
                return fates
            }
        } catch {
            throw StorageError(sqlite: error)
        }
    }

    /// Runs one job in a savepoint of its own.
    ///
    /// - Returns: what it threw, its effects undone.
    /// - Throws: what breaks the whole batch: SQLite itself gave the transaction up (disk full, I/O error).
    private static func attempt(_ job: WriteJob, _ database: GRDB.Database) throws -> (any Error)? {
        try database.cachedStatement(sql: "SAVEPOINT job").execute()
        do {
            try job.work(SQLiteTransaction(database: database))
            try database.cachedStatement(sql: "RELEASE job").execute()
            return nil
        } catch {
            guard database.isInsideTransaction else { throw error }
            try database.cachedStatement(sql: "ROLLBACK TO job").execute()
            try database.cachedStatement(sql: "RELEASE job").execute()
            return error is DatabaseError ? StorageError(sqlite: error) : error
        }
    }
}
