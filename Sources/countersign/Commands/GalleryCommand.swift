import ArgumentParser
import Model
import Storage
import Workflows

struct GalleryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gallery", abstract: "Add, list and edit galleries.",
        subcommands: [Add.self, List.self, Edit.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a gallery.")

        @Argument(help: "Its short name: lower-case letters, digits and hyphens.") var slug: String
        @Option(help: "What people call it.") var name: String
        @Option(help: "Its public site.") var url: String
        @Option(name: .customLong("from"), help: "The From address of its mails.") var sender: String
        @Option(name: .customLong("set"), help: "KEY=VALUE of a policy; may be repeated.") var settings: [String] = []
        @OptionGroup var options: ConfigOption

        func run() async throws {
            guard Gallery.isSlug(slug) else {
                throw Failure(
                    "'\(slug)' cannot be a short name: it takes lower-case letters, digits and hyphens",
                    code: .wrongUsage)
            }
            let from = try GalleryFields.address(sender)
            try GalleryFields.check(name: name, url: url)
            let settings = try GalleryFields.settings(settings)
            try await options.withWorkflows { context in
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
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List galleries.")

        @OptionGroup var format: JSONFlag
        @OptionGroup var options: ConfigOption

        func run() async throws {
            try await options.withWorkflows { context in
                let galleries = try await Galleries(context).list().map(GalleryRow.init)
                if format.json { return try Terminal.json(galleries) }
                Terminal.table(
                    ["SLUG", "NAME", "URL", "FROM", "MAIL"],
                    galleries.map { [$0.slug, $0.name, $0.url, $0.from, $0.paused ? "paused" : "running"] })
            }
        }
    }

    struct Edit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Change a gallery; holds at once.")

        @Argument(help: "Its short name.") var slug: String
        @Option(help: "What people call it.") var name: String?
        @Option(help: "Its public site.") var url: String?
        @Option(name: .customLong("from"), help: "The From address of its mails.") var sender: String?
        @Option(name: .customLong("set"), help: "KEY=VALUE of a policy; may be repeated.") var settings: [String] = []
        @OptionGroup var options: ConfigOption

        func run() async throws {
            let from = try sender.map(GalleryFields.address)
            try GalleryFields.check(name: name, url: url)
            let settings = try GalleryFields.settings(settings)
            try await options.withWorkflows { context in
                _ = try await context.gallery(slug)
                do {
                    _ = try await Galleries(context).edit(
                        slug, Galleries.Edit(name: name, url: url, from: from, settings: settings))
                } catch let flaw as GalleryPolicy.Flaw {
                    throw Failure(flaw.description, code: .wrongUsage)
                }
                Terminal.line("changed \(slug)")
            }
        }
    }
}

/// A gallery as a listing shows it.
private struct GalleryRow: Encodable {
    let slug, name, url, from: String
    let paused: Bool

    init(_ gallery: Gallery) {
        slug = gallery.slug
        name = gallery.name
        url = gallery.url
        from = gallery.from.text
        paused = gallery.paused
    }
}

/// What the command line checks before it bothers the database.
private enum GalleryFields {
    static func address(_ text: String) throws -> EmailAddress {
        do {
            return try EmailAddress(text)
        } catch {
            throw Failure("the From address \(error)", code: .wrongUsage)
        }
    }

    static func check(name: String?, url: String?) throws {
        if let name {
            guard !name.isEmpty, name.unicodeScalars.count <= 80,
                name.unicodeScalars.allSatisfy({
                    $0.properties.generalCategory != .control && $0 != "\u{2028}" && $0 != "\u{2029}"
                })
            else { throw Failure("the name takes 1 to 80 printable characters", code: .wrongUsage) }
        }
        if let url, !WebAddress.isPlain(url) {
            throw Failure(
                "the URL must be an absolute http or https address without spaces or a user name", code: .wrongUsage)
        }
    }

    static func settings(_ pairs: [String]) throws -> [String: String] {
        var settings: [String: String] = [:]
        for pair in pairs {
            guard let equals = pair.firstIndex(of: "=") else {
                throw Failure("'\(pair.printable)' is not KEY=VALUE", code: .wrongUsage)
            }
            settings[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
        }
        do {
            _ = try GalleryPolicy(settings: settings)
        } catch {
            throw Failure(error.description, code: .wrongUsage)
        }
        return settings
    }
}
