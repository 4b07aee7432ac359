import ArgumentParser
import Model
import Storage
import Workflows

struct GalleryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gallery", abstract: "Add, list, show and edit galleries.",
        subcommands: [Add.self, List.self, Show.self, Edit.self])

    func run() async throws { throw MissingCommand(Self.self) }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a gallery.")

        @Argument(help: "Its short name: lower-case letters, digits and hyphens.") var slug: String
        @Option(help: "What people call it.") var name: String
        @Option(help: "Its public site.") var url: String
        @Option(name: .customLong("from"), help: "The From address of its mails.") var sender: String
        @Option(name: .customLong("set"), help: GalleryFields.policyHelp) var settings: [String] = []
        @OptionGroup var options: ConfigOption

        func run() async throws {
            guard Gallery.isSlug(slug) else {
                throw Failure(
                    "'\(slug.printable)' cannot be a short name: it takes lower-case letters, digits and hyphens",
                    code: .wrongUsage)
            }
            let from = try GalleryFields.address(sender)
            try GalleryFields.check(name: name, url: url)
            let settings = try GalleryFields.settings(settings)
            let configuration = try options.load()
            try await DatabaseOpener.withWorkflows(configuration, creating: true) { context in
                do {
                    let added = try await Galleries(context).add(
                        slug: slug, name: name, url: url, from: from, settings: settings)
                    guard added == .added else {
                        throw Failure("there is a gallery '\(slug)' already; 'countersign gallery edit' changes it")
                    }
                } catch let flaw as GalleryPolicy.Flaw {
                    throw Failure(flaw.description, code: .wrongUsage)
                }
                Terminal.line("added \(slug)")
            }
            GalleryFields.remark(onLocale: settings["locale"], configuration)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List galleries.")

        @OptionGroup var format: JSONFlag
        @OptionGroup var options: ConfigOption

        func run() async throws {
            let state = try await options.withWorkflows { try await CourierState.read($0.database) }
            if let flaw = state.flaw { Terminal.remark("galleries that \(flaw)") }
            let rows = state.galleries.map { GalleryRow($0, state) }
            if format.json { return try Terminal.json(rows) }
            Terminal.table(
                ["SLUG", "NAME", "URL", "FROM", "MAIL"], rows.map { [$0.slug, $0.name, $0.url, $0.from, $0.mail] })
        }
    }

    struct Edit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Change a gallery; holds at once.")

        @Argument(help: "Its short name.") var slug: String
        @Option(help: "What people call it.") var name: String?
        @Option(help: "Its public site.") var url: String?
        @Option(name: .customLong("from"), help: "The From address of its mails.") var sender: String?
        @Option(name: .customLong("set"), help: GalleryFields.policyHelp) var settings: [String] = []
        @Option(help: "A policy that goes back to its default; may be repeated.") var unset: [String] = []
        @OptionGroup var options: ConfigOption

        func run() async throws {
            guard name != nil || url != nil || sender != nil || !settings.isEmpty || !unset.isEmpty else {
                throw Failure("nothing to change; give --name, --url, --from, --set or --unset", code: .wrongUsage)
            }
            let from = try sender.map(GalleryFields.address)
            try GalleryFields.check(name: name, url: url)
            let settings = try GalleryFields.settings(settings)
            let configuration = try options.load()
            try await DatabaseOpener.withWorkflows(configuration) { context in
                guard let stored = try await Galleries(context).settings(slug: slug) else {
                    throw try await context.noGallery(slug)
                }
                try GalleryFields.check(unset: unset, stored)
                do {
                    _ = try await Galleries(context).edit(
                        slug,
                        Galleries.Edit(name: name, url: url, from: from, settings: settings, unset: Set(unset)))
                } catch let flaw as GalleryPolicy.Flaw {
                    throw Failure(flaw.description, code: .wrongUsage)
                }
                Terminal.line("changed \(slug)")
            }
            GalleryFields.remark(onLocale: settings["locale"], configuration)
        }
    }
}

/// A gallery as a listing shows it.
private struct GalleryRow: Encodable {
    let slug, name, url, from: String
    /// Its own switch.
    let paused: Bool
    /// What becomes of its mail, the switch of all mail counted.
    let mail: String

    init(_ gallery: Gallery, _ state: CourierState) {
        slug = gallery.slug
        name = gallery.name
        url = gallery.url
        from = gallery.from.text
        paused = gallery.paused
        mail = state.words(for: gallery)
    }
}
