import Foundation
import Links
import Logging
import Model
import Settings
import Storage
import Workflows

/// The SQLite file that the configuration names.
struct DatabaseFile {
    /// As it is configured: relative to the working directory.
    let path: String

    init(_ settings: ServiceConfiguration) {
        // The configuration takes nothing that begins otherwise.
        path = String(settings.database.url.dropFirst("sqlite:".count))
    }

    var exists: Bool { FileManager.default.fileExists(atPath: path) }

    /// The path from the root, for those who do not know the working directory.
    var absolutePath: String { URL(fileURLWithPath: path).path }

    /// The folder that it is in, or will be.
    var folder: String { URL(fileURLWithPath: path).deletingLastPathComponent().path }
}

/// Opening the database that the configuration names.
enum DatabaseOpener {
    /// How many readers: a few for each core, for a page's read is short.
    private static let readers = 4

    /// Opens it, and makes it where it is missing.
    static func open(_ settings: ServiceConfiguration, logger: Logger) throws -> any Database {
        let path = DatabaseFile(settings).path
        do {
            return try SQLiteDatabase(path: path, readers: readers, logger: logger)
        } catch {
            throw Failure("the database \(path): \(error)")
        }
    }

    /// Opens it for the service, and makes it where it is missing: the schema is brought up to date, or an old one
    /// refused, as `database.migrate` says.
    static func ready(_ settings: ServiceConfiguration, logger: Logger) async throws -> any Database {
        let database = try open(settings, logger: logger)
        let steps = try await prepare(database, settings)
        if steps > 0 { logger.info("schema is up to date", metadata: ["steps": "\(steps)"]) }
        return database
    }

    /// Runs something with the workflows on the database, and closes it afterwards.
    ///
    /// - Parameters:
    ///   - creating: Whether a missing database is made. A command that only looks or changes must not: a slip
    ///     in `database.url` would show as an empty service.
    ///   - secrets: What addresses are recognised by; nil for what does without.
    static func withWorkflows<Result>(
        _ settings: ServiceConfiguration, creating: Bool = false, secrets: ServiceSecrets? = nil,
        _ body: (WorkflowContext) async throws -> Result
    ) async throws -> Result {
        let file = DatabaseFile(settings)
        let isThere = file.exists
        guard isThere || creating && settings.database.migrate else {
            throw Failure("there is no database at \(file.path); 'countersign migrate' makes it")
        }
        let database = try open(settings, logger: Logger(label: "countersign.storage"))
        do {
            let steps = try await prepare(database, settings)
            if !isThere {
                Terminal.remark("made the database \(file.path)")
            } else if steps > 0 {
                Terminal.remark("brought the database \(file.path) to schema \(Schema.needed)")
            }
            let result = try await body(WorkflowContext(database: database, secrets: secrets, origin: { .command }))
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }

    /// - Returns: how many steps of the schema were missing.
    private static func prepare(_ database: any Database, _ settings: ServiceConfiguration) async throws -> Int {
        guard !settings.database.migrate else { return try await Schema.migrate(database) }
        try await Schema.check(database)
        return 0
    }
}
