import Foundation
import Links
import Logging
import Model
import Settings
import Storage
import Workflows

/// Where the configuration says that the database is.
enum DatabasePlace {
    /// A file, as it is configured: relative to the working directory.
    case file(String)
    /// A server.
    case server(url: String)

    init(_ settings: ServiceConfiguration) {
        let url = settings.database.url
        // The configuration takes nothing that begins otherwise.
        self = url.hasPrefix("sqlite:") ? .file(String(url.dropFirst("sqlite:".count))) : .server(url: url)
    }

    /// For people: a file's path, or a server and its database without user and password.
    var words: String {
        switch self {
        case .file(let path): return path
        case .server(let url):
            let rest = url.drop { $0 != ":" }.dropFirst("://".count).prefix { $0 != "?" }
            return "postgres://" + (rest.split(separator: "@", omittingEmptySubsequences: false).last ?? "")
        }
    }

    /// The same from the root, for those who do not know the working directory.
    var absoluteWords: String {
        switch self {
        case .file(let path): URL(fileURLWithPath: path).path
        case .server: words
        }
    }

    /// The file that is not there; nil where there is one, or a server.
    var missingFile: String? {
        guard case .file(let path) = self, !FileManager.default.fileExists(atPath: path) else { return nil }
        return path
    }
}

/// Opening the database that the configuration names.
enum DatabaseOpener {
    /// Opens it, and makes it where it is a file that is missing.
    static func open(_ settings: ServiceConfiguration, logger: Logger) throws -> any Database {
        let place = DatabasePlace(settings)
        do {
            switch place {
            // A few readers for each core, for a page's read is short; a server's answers have to be waited for.
            case .file(let path): return try SQLiteDatabase(path: path, readers: 4, logger: logger)
            case .server(let url): return try PostgresDatabase(url: url, readers: 8, logger: logger)
            }
        } catch {
            throw Failure("the database \(place.words): \(error)")
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
        let place = DatabasePlace(settings)
        let mayMake = creating && settings.database.migrate
        let isMissing = Failure("there is no database at \(place.words); 'countersign migrate' makes it")
        let makesFile = place.missingFile != nil
        guard !makesFile || mayMake else { throw isMissing }
        let database = try open(settings, logger: Logger(label: "countersign.storage"))
        do {
            // On a server there is always something at the address.
            var isNew = makesFile
            if case .server = place { isNew = try await Schema.version(of: database) == 0 }
            guard !isNew || mayMake else { throw isMissing }
            let steps = try await prepare(database, settings)
            if isNew {
                Terminal.remark("made the database \(place.words)")
            } else if steps > 0 {
                Terminal.remark("brought the database \(place.words) to schema \(Schema.needed)")
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
