import ArgumentParser
import Model
import Storage
import Workflows

extension GalleryCommand {
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show everything of a gallery, with the value of every policy.")

        @Argument(help: "Its short name.") var slug: String
        @OptionGroup var format: JSONFlag
        @OptionGroup var options: ConfigOption

        func run() async throws {
            let view = try await options.withWorkflows { context in
                let gallery = try await context.gallery(slug)
                let settings = try await context.database.read { try $0.galleries.settings(gallery.id) }
                return GalleryView(gallery, settings: settings, try await CourierState.read(context.database))
            }
            if format.json { return try Terminal.json(view) }
            Terminal.line(
                """
                slug  \(view.slug)
                name  \(view.name)
                url   \(view.url)
                from  \(view.from)
                mail  \(view.mail)

                """)
            Terminal.table(
                ["POLICY", "VALUE", "ORIGIN"],
                view.policies.sorted { $0.key < $1.key }.map { [$0.key, $0.value.value ?? "-", $0.value.origin] })
        }
    }
}

/// A gallery with all that is decided for it.
private struct GalleryView: Encodable {
    struct Policy: Encodable {
        /// Nil for nothing.
        let value: String?
        /// `set` by the operator, or the `default`.
        let origin: String
    }

    let slug, name, url, from, mail: String
    let paused: Bool
    let policies: [String: Policy]

    init(_ gallery: Gallery, settings: [String: String], _ state: CourierState) {
        slug = gallery.slug
        name = gallery.name
        url = gallery.url
        from = gallery.from.text
        mail = state.words(for: gallery)
        paused = gallery.paused
        policies = Dictionary(
            GalleryPolicy.keys.map { key, _ in
                (key, Policy(value: gallery.policy.value(of: key), origin: settings[key] == nil ? "default" : "set"))
            }, uniquingKeysWith: { first, _ in first })
    }
}
