import ArgumentParser
import Foundation
import Logging
import Model
import Settings
import Storage
import Telemetry
import Workflows

/// `--config FILE`, which every command takes.
struct ConfigOption: ParsableArguments {
    @Option(name: .long, help: "The configuration file; Config/countersign.yaml where there is one.")
    var config: String?

    /// Reads the configuration and starts logging by it.
    func load() throws -> ServiceConfiguration {
        let settings = try ServiceConfiguration.load(file: config, environment: ProcessInfo.processInfo.environment)
        Log.start(settings.log)
        return settings
    }
}

/// `--json`, which every listing takes.
struct JSONFlag: ParsableArguments {
    @Flag(name: .long, help: "Print JSON.")
    var json = false
}

/// Logging of this process.
enum Log {
    static func start(_ settings: ServiceConfiguration.Log) {
        bootstrapLogging(
            level: Logger.Level(rawValue: settings.level.rawValue) ?? .info,
            format: settings.format.flatMap { LogFormat(rawValue: $0.rawValue) } ?? .preferred())
    }
}

/// Opening the database that the configuration names.
enum DatabaseOpener {
    /// How many readers: a few for each core, for a page's read is short.
    private static let readers = 4

    static func open(_ settings: ServiceConfiguration, logger: Logger) throws -> any Database {
        let url = settings.database.url
        guard url.hasPrefix("sqlite:") else {
            throw ConfigurationError(problems: [
                settings.problem(
                    with: "database.url", "only sqlite:FILE can be opened by this version; PostgreSQL comes later")
            ])
        }
        return try SQLiteDatabase(path: String(url.dropFirst("sqlite:".count)), readers: readers, logger: logger)
    }

    /// Opens it for a command: the schema is brought up to date, or an old one refused, as `database.migrate` says.
    static func ready(_ settings: ServiceConfiguration, logger: Logger) async throws -> any Database {
        let database = try open(settings, logger: logger)
        if settings.database.migrate {
            let steps = try await Schema.migrate(database)
            if steps > 0 { logger.info("schema is up to date", metadata: ["steps": "\(steps)"]) }
        } else {
            try await Schema.check(database)
        }
        return database
    }
}

extension ConfigOption {
    /// Runs something with the workflows on the configured database, and closes it afterwards.
    func withWorkflows<Result>(_ body: (WorkflowContext) async throws -> Result) async throws -> Result {
        let settings = try load()
        let database = try await DatabaseOpener.ready(settings, logger: Logger(label: "countersign.storage"))
        do {
            let result = try await body(WorkflowContext(database: database))
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }
}

extension WorkflowContext {
    /// The gallery of this name, or a failure that names those that there are.
    func gallery(_ slug: String) async throws -> Gallery {
        let galleries = Galleries(self)
        if let found = try await galleries.find(slug: slug) { return found }
        let known = try await galleries.list().map(\.slug)
        throw Failure(
            known.isEmpty
                ? "there is no gallery yet; 'countersign gallery add' makes one"
                : "there is no gallery '\(slug)'; there are: \(known.joined(separator: ", "))")
    }
}
