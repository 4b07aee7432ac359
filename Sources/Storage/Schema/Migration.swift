/// One step of the schema.
///
/// Steps are only ever added at the end.
struct Migration: Sendable {
    let number: Int
    let statements: @Sendable (Dialect) -> [String]

    static let all: [Migration] = [
        .first, .publications, .webhooks, .privacy, .reports, .keys, .unnamed, .admins, .recovery, .audit, .intake,
        .answers, .grants, .told, .unconfirmed,
    ]

    /// The schema that this version of the program works with.
    static var newest: Int { all.last?.number ?? 0 }
}

/// Bringing a database to the schema that this version needs.
package enum Schema {
    /// The number of the schema that a database has; 0 for an empty one.
    package static func version(of database: any Database) async throws -> Int {
        try await database.write(version(in:))
    }

    @Sendable
    private static func version(in transaction: any Transaction) throws -> Int {
        // Who may not make tables may still ask for the version.
        if try transaction.rows(transaction.dialect.table, [.text("schema_version")]).isEmpty {
            try transaction.run(versionTable(transaction.dialect))
        }
        var row = try transaction.rows("SELECT version FROM schema_version").first
        return try row?.int() ?? 0
    }

    /// The table that holds the version: one row, which is changed and never replaced, for PostgreSQL's writers wait for
    /// each other at it.
    static func versionTable(_ dialect: Dialect) -> String {
        """
        CREATE TABLE IF NOT EXISTS schema_version (
            version \(dialect.integer) NOT NULL, one \(dialect.integer) NOT NULL DEFAULT 1 UNIQUE CHECK (one = 1)
        )\(dialect.tableOptions)
        """
    }

    /// The schema that this version needs.
    package static var needed: Int { Migration.newest }

    /// Runs the steps that are missing, each in a transaction of its own.
    ///
    /// Several processes may do so at once.
    ///
    /// - Returns: how many steps ran.
    /// - Throws: ``StorageError/newSchema(found:known:)`` where a later version has been at work.
    package static func migrate(_ database: any Database) async throws -> Int {
        let found = try await version(of: database)
        guard found <= needed else { throw StorageError.newSchema(found: found, known: needed) }
        var count = 0
        for step in Migration.all where step.number > found {
            count += try await database.write { transaction in
                // Another process may have been here since.
                guard try version(in: transaction) < step.number else { return 0 }
                try transaction.takeTime()
                for statement in step.statements(transaction.dialect) { try transaction.run(statement) }
                if try transaction.run("UPDATE schema_version SET version = $1", [.integer(step.number)]) == 0 {
                    try transaction.run("INSERT INTO schema_version (version) VALUES ($1)", [.integer(step.number)])
                }
                return 1
            }
        }
        return count
    }

    /// Throws unless the schema is exactly the one that is needed.
    package static func check(_ database: any Database) async throws {
        let found = try await version(of: database)
        if found < needed { throw StorageError.oldSchema(found: found, needed: needed) }
        if found > needed { throw StorageError.newSchema(found: found, known: needed) }
    }
}
