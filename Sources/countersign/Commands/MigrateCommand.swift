import ArgumentParser
import Logging
import Storage

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database's schema up to date.")

    @OptionGroup var options: ConfigOption

    func run() async throws {
        let settings = try options.load()
        let database = try DatabaseOpener.open(settings, logger: Logger(label: "countersign.storage"))
        let steps = try await Schema.migrate(database)
        await database.close()
        Terminal.line(
            "schema \(Schema.needed)" + (steps == 0 ? " is up to date" : ": \(steps.counted("step")) done"))
    }
}
