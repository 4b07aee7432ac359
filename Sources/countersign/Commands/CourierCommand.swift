import ArgumentParser
import Workflows

struct CourierCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "courier", abstract: "Hold mail back, or let it go.", subcommands: [Pause.self, Resume.self])

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hold all mail back, or one gallery's; takes hold within seconds on all nodes.")

        @Option(help: "Only this gallery's mail.") var gallery: String?
        @OptionGroup var options: ConfigOption

        func run() async throws { try await CourierCommand.set(paused: true, gallery, options) }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let mail go again.")

        @Option(help: "Only this gallery's mail.") var gallery: String?
        @OptionGroup var options: ConfigOption

        func run() async throws { try await CourierCommand.set(paused: false, gallery, options) }
    }

    private static func set(paused: Bool, _ gallery: String?, _ options: ConfigOption) async throws {
        try await options.withWorkflows { context in
            if let gallery { _ = try await context.gallery(gallery) }
            _ = try await Galleries(context).pauseCourier(paused, gallery: gallery)
            Terminal.line("\(gallery.map { "mail of \($0)" } ?? "all mail") is \(paused ? "held back" : "let go")")
        }
    }
}
