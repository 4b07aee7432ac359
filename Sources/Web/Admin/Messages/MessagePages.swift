import Model
import Storage
import Workflows

/// Mail of a gallery.
enum MessagePages {
    static func list(
        _ frame: AdminFrame, _ listing: Listing<Message>, _ filter: MessageFilter, to typed: String?, done: AdminDone?
    ) -> [UInt8] {
        AdminDocument.write(frame, title: AdminArea.messages.title, current: .messages, done: done) { out in
            out.lead("Every mail of this gallery with where it stands, the newest first.")
            filters(frame, filter, typed, &out)
            if typed != nil, filter.recipient == nil {
                return out.alert("‘Recipient’ is not a whole address. Type all of it, such as name@example.org.")
            }
            guard !listing.items.isEmpty else {
                return out.empty(
                    filter == MessageFilter()
                        ? "This gallery has sent no mail yet, or none that is still kept."
                        : "No message fits the filter. Widen it, or show all.")
            }
            table(frame, listing.items, &out)
            out.pager(ListPath(frame.path(.messages), query(filter)), listing)
        }
    }

    private static func query(_ filter: MessageFilter) -> [(String, String?)] {
        [
            ("state", filter.state?.rawValue), ("kind", filter.kind?.rawValue), ("about", filter.about?.description),
            ("to", filter.recipient?.text),
        ]
    }

    private static func filters(
        _ frame: AdminFrame, _ filter: MessageFilter, _ typed: String?, _ out: inout HTMLWriter
    ) {
        let isFiltered = filter != MessageFilter() || typed != nil
        out.filters(frame.path(.messages), "Filter messages", isFiltered: isFiltered) { out in
            let states = MessageState.allCases.map { (value: $0.rawValue, words: $0.rawValue.capitalizedFirst) }
            let kinds = MailKind.allCases.map { (value: $0.rawValue, words: $0.words) }.sorted { $0.words < $1.words }
            out.field(
                FormField(
                    name: "state", label: "State", kind: .choice([("", "Any")] + states),
                    value: filter.state?.rawValue ?? ""))
            out.field(
                FormField(
                    name: "kind", label: "Kind", kind: .choice([("", "Any")] + kinds),
                    value: filter.kind?.rawValue ?? ""))
            out.field(
                FormField(
                    name: "to", label: "Recipient", kind: .search, value: typed ?? filter.recipient?.text ?? "",
                    most: 254))
            out.field(
                FormField(
                    name: "about", label: "About (id)", kind: .search, value: filter.about?.description ?? "", most: 36)
            )
        }
    }

    static func table(_ frame: AdminFrame, _ messages: [Message], _ out: inout HTMLWriter) {
        out.table(
            "Messages", messages,
            [
                Column("Kind", isHeader: true) { message, out in
                    out.link("\(frame.path(.messages))/\(message.id)", message.kind.words)
                },
                Column("About", .wide) { message, out in
                    if !message.facts.package.isEmpty { out.name(message.facts.package) }
                    if let version = message.facts.version {
                        out.html("<small>")
                        out.text(version)
                        out.html("</small>")
                    }
                },
                Column("Recipient", .roomy) { message, out in out.name(message.recipient.text) },
                Column("State", .wide) { message, out in
                    out.badge(message.state)
                    guard message.state != .sent, let detail = message.detail else { return }
                    out.html("<small>")
                    out.text(detail)
                    out.html("</small>")
                },
                Column("Queued") { message, out in out.stamp(message.createdAt, now: frame.now) },
                Column("Next try") { message, out in
                    if let next = message.nextAttemptAt { out.stamp(next, now: frame.now) } else { out.html("–") }
                },
            ])
    }
}

extension MailKind {
    /// Its name for people: `Invitation accepted`.
    var words: String {
        switch self {
        case .adminSignIn: "Admin sign in link"
        case .contactOwners: "Message to owners"
        case .publicationConfirm: "Publication to confirm"
        case .recoveryConfirmAddress: "Recovery address to confirm"
        case .recoveryContact: "Recovery question to owners"
        default: rawValue.replacing("-", with: " ").capitalizedFirst
        }
    }
}
