import ArgumentParser
import ServiceLifecycle
import Storage
import Workflows

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the API and the pages, and deliver mail, until told to stop.")

    @OptionGroup var options: ConfigOption

    func run() async throws {
        let assembly = try await ServiceAssembly.make(try options.load())
        let announcing = Task {
            let url = try await assembly.whenReady()
            Terminal.line("countersign serves \(url)")
        }
        do {
            try await assembly.group().run()
        } catch {
            announcing.cancel()
            await assembly.context.database.close()
            throw Failure("stopped: \(error)")
        }
        announcing.cancel()
        await assembly.context.database.close()
    }
}
