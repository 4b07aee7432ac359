import ArgumentParser
import Logging
import ServiceLifecycle
import Settings
import Storage
import Workflows

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the API and the pages, and deliver mail, until told to stop.")

    @OptionGroup var options: ConfigOption

    func run() async throws {
        let settings = try options.load()
        let assembly = try await ServiceAssembly.make(settings)
        let facts = try facts(settings, connections: assembly.connections)
        Logger(label: "countersign").info("starting", metadata: facts)
        let announcing = Task {
            let url = try await assembly.whenReady()
            Terminal.line("countersign serves \(url)")
        }
        do {
            try await assembly.group().run()
        } catch {
            announcing.cancel()
            await assembly.context.database.close()
            throw ListeningProblem.failure(error, settings.http) ?? Failure("stopped: \(error)")
        }
        announcing.cancel()
        await assembly.context.database.close()
    }

    /// What an operator asks first when the wrong service answers; no secret is in it.
    private func facts(_ settings: ServiceConfiguration, connections: Int) throws -> Logger.Metadata {
        let relays = try RelayAssembly.relays(settings).map(\.hostAndPort).joined(separator: ", ")
        return [
            "config": "\(settings.source)", "database": "\(DatabasePlace(settings).absoluteWords)",
            "relays": "\(relays)", "baseURL": "\(settings.baseURL)", "connections": "\(connections)",
        ]
    }
}
