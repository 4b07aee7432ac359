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
                let set = settings[key]
                return (key, Policy(value: set ?? Self.fallback(key), origin: set == nil ? "default" : "set"))
            }, uniquingKeysWith: { first, _ in first })
    }

    /// What holds where the operator has set nothing, written as `--set` takes it.
    private static func fallback(_ key: String) -> String? {
        let policy = GalleryPolicy()
        return switch key {
        case "abuse": policy.abuse?.text
        case "acceptance": policy.acceptance.rawValue
        case "colour": policy.colour ?? GalleryPolicy.standardColour
        case "invitation.life": policy.invitationLife.text
        case "invitation.owners": "\(policy.mostOwners)"
        case "invitation.pending": "\(policy.mostPending)"
        case "invitation.reminder": policy.invitationReminder?.text ?? "none"
        case "limits": policy.limited ? "default" : "none"
        case "locale": policy.locale
        case "logo": policy.logo ?? "none"
        default: nil
        }
    }
}
