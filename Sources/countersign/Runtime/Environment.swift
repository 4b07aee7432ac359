import ArgumentParser
import Foundation
import Links
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
    ///
    /// Once a process: logging is started for good.
    func load() throws -> ServiceConfiguration {
        let settings = try ServiceConfiguration.load(file: config, environment: ProcessInfo.processInfo.environment)
        Log.start(settings.log)
        return settings
    }

    /// Runs something with the workflows on the configured database, which must be there.
    func withWorkflows<Result>(_ body: (WorkflowContext) async throws -> Result) async throws -> Result {
        try await DatabaseOpener.withWorkflows(try load(), body)
    }

    /// The same for what recognises addresses by their HMAC, and so needs the keyring.
    func withWorkflowsAndSecrets<Result>(_ body: (WorkflowContext) async throws -> Result) async throws -> Result {
        let settings = try load()
        let file = KeyringFile(path: settings.keyringFile)
        do {
            let secrets = try file.read().secrets()
            return try await DatabaseOpener.withWorkflows(settings, secrets: secrets, body)
        } catch let flaw as KeyringDocument.Flaw {
            throw Failure("\(file.path): \(flaw)", code: .badConfiguration)
        }
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

extension ServiceConfiguration {
    /// Where it came from, for people.
    var source: String { file ?? "none: defaults and environment" }
}

extension WorkflowContext {
    /// The gallery of this name, or a failure that names those that there are, or what is wrong with it.
    func gallery(_ slug: String) async throws -> Gallery {
        let galleries = Galleries(self)
        do {
            if let found = try await galleries.find(slug: slug) { return found }
        } catch let flaw as StorageError where flaw.isOfOneRow {
            throw Failure("the gallery '\(slug.printable)' cannot be used: \(await words(of: flaw, slug))")
        }
        throw try await noGallery(slug)
    }

    /// Why a gallery that is there cannot be used, and what mends it.
    private func words(of flaw: StorageError, _ slug: String) async -> String {
        guard let settings = try? await Galleries(self).settings(slug: slug) else { return "\(flaw)" }
        do {
            _ = try GalleryPolicy(settings: settings)
            return "\(flaw)"
        } catch {
            return "\(error); 'countersign gallery edit' mends it with --unset KEY or --set KEY=VALUE"
        }
    }

    func noGallery(_ slug: String) async throws -> Failure {
        let known = try await Galleries(self).list().map(\.slug)
        return Failure(
            known.isEmpty
                ? "there is no gallery yet; 'countersign gallery add' makes one"
                : "there is no gallery '\(slug.printable)'; there are: \(known.joined(separator: ", "))")
    }
}
