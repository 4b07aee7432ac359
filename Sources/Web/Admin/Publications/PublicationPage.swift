import Model
import Workflows

/// One version: where it stands, who was asked, and what an admin can do.
struct AdminPublicationPage {
    let frame: AdminFrame
    let view: PublicationView
    let messages: Listing<Message>
    let mayOverride: Bool
    var typed = Typed.nothing
    var done: AdminDone?

    private var publication: Publication { view.publication }

    func html() -> [UInt8] {
        let title = "\(publication.package.id.text) \(publication.version.text)"
        return AdminDocument.write(
            frame, title: title, current: .publications, trail: .publications,
            heading: { out in
                out.name(publication.package.id.text)
                out.html(" ")
                out.text(publication.version.text)
            }, done: done
        ) { out in
            out.problems(typed)
            out.html("<div class=\"columns\">\n")
            out.panel("facts", "Version", facts)
            if view.state.canBeWithdrawn { out.panel("act", "Take it back", act) }
            out.html("</div>\n")
            words("warnings", "Warnings", publication.warnings, &out)
            words("reasons", "Reasons", publication.reasons, &out)
            out.html("<section aria-labelledby=\"mail\">\n<h2 id=\"mail\">")
            out.html(view.state == .held ? "Who was asked" : "Its mail")
            out.html("</h2>\n")
            if messages.items.isEmpty {
                out.empty("No mail about it is kept.")
            } else {
                MessagePages.table(frame, messages.items, &out)
            }
            out.html("</section>\n")
        }
    }

    private func facts(_ out: inout HTMLWriter) {
        out.html("<dl>\n")
        out.fact("State") { $0.badge(view.state.words, view.state.tone) }
        if view.state == .held, let until = publication.holdUntil {
            out.fact("On hold until") { out in
                out.when(until, now: frame.now)
                out.html(". An owner confirms or rejects it by the link in their mail; then it counts as rejected.")
            }
        }
        out.fact("Package") { $0.name(publication.package.id.text) }
        out.fact("Version", publication.version.text)
        out.fact("Publisher") { out in
            out.name(publication.publisher.username.text)
            if publication.unusual { out.html(", who had never published this package before") }
        }
        if let via = publication.via { out.fact("Through", via) }
        if let decided = publication.decidedBy { out.fact("Decided by") { $0.name(decided) } }
        out.fact("Told", publication.createdAt, now: frame.now)
        out.fact("Changed", publication.changedAt, now: frame.now)
        out.fact("Id") { $0.id(publication.id) }
        out.html("</dl>\n")
    }

    private func act(_ out: inout HTMLWriter) {
        guard mayOverride else {
            return out.html(
                """
                <p class="soft">To withdraw a version over its publisher’s head takes the scope <code>override</code>, which you do not \
                have in this gallery.</p>\n
                """)
        }
        out.form(to: "\(frame.path(.publications))/\(publication.id)/withdraw", nonce: frame.nonce)
        out.field(
            typed.filling(
                FormField(
                    name: "reason", label: "Reason",
                    hint: "The owners are told the reason. It is also kept in the audit log.", isRequired: true,
                    most: PlainText.limit)))
        out.html("<button class=\"danger\">Withdraw the version</button></form>\n")
    }

    private func words(_ id: StaticString, _ title: String, _ words: [String], _ out: inout HTMLWriter) {
        guard !words.isEmpty else { return }
        out.panel(id, title) { out in
            out.html("<ul>\n")
            for line in words {
                out.html("<li dir=\"auto\">")
                out.text(line)
                out.html("</li>\n")
            }
            out.html("</ul>\n")
        }
    }
}
