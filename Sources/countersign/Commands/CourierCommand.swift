import ArgumentParser
import Model
import Workflows

struct CourierCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "courier", abstract: "Hold mail back, or let it go.",
        subcommands: [Pause.self, Resume.self, Status.self])

    func run() async throws { throw MissingCommand(Self.self) }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hold all mail back, or one gallery's; takes hold within seconds on all nodes.")

        @Option(help: "Only this gallery's mail.") var gallery: String?
        @OptionGroup var options: ConfigOption

        func run() async throws {
            _ = try await CourierCommand.set(paused: true, gallery, options)
            Terminal.line("\(gallery.map { "mail of \($0)" } ?? "all mail") is held back")
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let mail go again; a gallery that was paused by name stays so until it is resumed by name.")

        @Option(help: "Only this gallery's mail.") var gallery: String?
        @OptionGroup var options: ConfigOption

        func run() async throws {
            let state = try await CourierCommand.set(paused: false, gallery, options)
            guard let gallery else {
                let held = state.pausedAlone.joined(separator: ", ")
                let more = "; paused on its own and still held back: \(held) (resume with --gallery)"
                return Terminal.line("all mail is let go" + (held.isEmpty ? "" : more))
            }
            Terminal.line(
                state.isPaused
                    ? "\(gallery) is resumed, but all mail is held back; 'countersign courier resume' lets it go"
                    : "mail of \(gallery) is let go")
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say what mail is held back.")

        @OptionGroup var format: JSONFlag
        @OptionGroup var options: ConfigOption

        func run() async throws {
            let state = try await options.withWorkflows { try await CourierState.read($0.database) }
            if let flaw = state.flaw { Terminal.remark("galleries that \(flaw)") }
            let rows = state.galleries.map { Row(slug: $0.slug, paused: $0.paused, mail: state.words(for: $0)) }
            if format.json { return try Terminal.json(Report(paused: state.isPaused, galleries: rows)) }
            Terminal.line(state.summary)
            guard !rows.isEmpty else { return }
            Terminal.table(["GALLERY", "MAIL"], rows.map { [$0.slug, $0.mail] })
        }

        private struct Report: Encodable {
            let paused: Bool
            let galleries: [Row]
        }

        private struct Row: Encodable {
            let slug: String
            let paused: Bool
            let mail: String
        }
    }

    /// - Returns: how things are afterwards.
    private static func set(
        paused: Bool, _ gallery: String?, _ options: ConfigOption
    ) async throws -> CourierState {
        try await options.withWorkflows { context in
            if let gallery { _ = try await context.gallery(gallery) }
            _ = try await Galleries(context).pauseCourier(paused, gallery: gallery)
            return try await CourierState.read(context.database)
        }
    }
}
