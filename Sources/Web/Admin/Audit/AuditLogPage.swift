import Model
import Storage
import Workflows

/// The audit log: what happened, who did it, and where it came from.
struct AuditLogPage {
    let frame: AdminFrame
    let query: AuditQuery
    let page: AuditPage

    func html() -> [UInt8] {
        AdminDocument.write(frame, title: AdminArea.audit.title, current: .audit) { out in
            out.lead("Everything that happened in this gallery, the newest first. Nothing here can be changed.")
            filters(&out)
            if page.events.isEmpty { out.empty(nothing) } else { table(&out) }
            pages(&out)
            if query.errors.isEmpty { exports(&out) }
        }
    }

    private var nothing: String {
        if !query.errors.isEmpty { return "Nothing was looked for: see what is said at the field above." }
        if page.next != nil { return "Nothing like that among the newest; there may be more further back." }
        return query.isFiltered ? "Nothing that happened is like that." : "Nothing has happened yet."
    }

    private func filters(_ out: inout HTMLWriter) {
        out.filters(frame.path(.audit), "Filter the audit log", isFiltered: query.isFiltered) { out in
            out.field(FormField(name: "type", label: "What", kind: .choice(types), value: query.type ?? ""))
            out.field(
                FormField(name: "actor", label: "Who", kind: .search, value: query.question.actor ?? "", most: 128))
            out.field(
                FormField(
                    name: "package", label: "Package", kind: .search, value: query.question.package ?? "", most: 256))
            out.field(
                FormField(
                    name: "subject", label: "About (id or name)", kind: .search, value: query.question.subject ?? "",
                    most: 256))
            out.field(
                FormField(
                    name: "origin", label: "Where from", kind: .choice(origins),
                    value: query.question.origin?.rawValue ?? ""))
            out.field(
                FormField(
                    name: "from", label: "From (day, UTC)", kind: .date, error: query.errors["from"],
                    value: query.errors["from"] == nil ? query.from ?? "" : ""))
            out.field(
                FormField(
                    name: "until", label: "To (day, UTC)", kind: .date, error: query.errors["until"],
                    value: query.errors["until"] == nil ? query.until ?? "" : ""))
        }
    }

    private var types: [(value: String, words: String)] {
        [("", "Anything")]
            + EventWords.groups.flatMap { group in
                let own = EventType.allCases.filter { $0.rawValue.hasPrefix(group + ".") }
                let all = own.count > 1 ? [(value: group + ".", words: "\(group): all")] : []
                return all + own.map { ($0.rawValue, $0.rawValue.replacing(".", with: ": ")) }
            }
    }

    private var origins: [(value: String, words: String)] {
        [("", "Anywhere")] + Origin.Kind.allCases.map { ($0.rawValue, $0.words) }
    }

    private func table(_ out: inout HTMLWriter) {
        out.table(
            "Events", page.events,
            [
                Column("What", isHeader: true) { event, out in
                    out.text(event.type.rawValue)
                    out.html("<small>")
                    out.text("no. \(event.seq)")
                    out.html("</small>")
                },
                Column("When") { event, out in out.stamp(event.at, now: frame.now) },
                Column("Who", .wide) { event, out in who(event, &out) },
                Column("About", .wide) { event, out in about(event, &out) },
                Column("Told", .wide) { event, out in told(event, &out) },
            ])
    }

    private func who(_ event: Event, _ out: inout HTMLWriter) {
        out.name(event.actor)
        out.html("<small>")
        switch event.origin {
        case .key(let id, let address)?:
            out.html("API key ")
            short(id, &out)
            from(address, &out)
        case .admin(_, let address)?:
            out.html("on this site")
            from(address, &out)
        case .link?: out.html("through a link in a mail")
        case .form?: out.html("through a public form")
        case .command?: out.html("at the command line")
        case .service?: out.html("the service itself")
        case nil: out.html("from where is not known")
        }
        out.html("</small>")
    }

    private func from(_ address: String?, _ out: inout HTMLWriter) {
        guard let address else { return }
        out.html(" from ")
        out.text(address)
    }

    private func about(_ event: Event, _ out: inout HTMLWriter) {
        if let package = event.data.package, !package.isEmpty {
            out.link(ListPath(frame.path(.audit), [("package", package)]).text) { $0.name(package) }
            if event.subject == package { return }
        }
        out.html("<small>")
        if let path = EventWords.path(of: event, frame), let id = Identifier(event.subject) {
            out.link(path) { out in
                out.text(EventWords.thing(of: event))
                out.html(" ")
                short(id, &out)
            }
        } else {
            out.text(event.subject)
        }
        out.html("</small>")
    }

    private func told(_ event: Event, _ out: inout HTMLWriter) {
        let facts = EventWords.facts(event)
        guard !facts.isEmpty else { return out.html("–") }
        for fact in facts {
            out.html("<p class=\"told\">")
            out.text(fact.name)
            out.html(": <bdi>")
            if let id = Identifier(fact.words) { short(id, &out) } else { out.text(fact.words) }
            out.html("</bdi></p>")
        }
    }

    /// The end of an id, for its beginning is but its time.
    ///
    /// All of it stands in the export, and where the link leads.
    private func short(_ id: Identifier, _ out: inout HTMLWriter) {
        out.html("<span class=\"id\">…")
        out.text(String(id.description.suffix(8)))
        out.html("</span>")
    }

    private func pages(_ out: inout HTMLWriter) {
        guard page.next != nil || query.before != nil else { return }
        let path = ListPath(frame.path(.audit), query.parameters)
        out.html("<nav class=\"pager\" aria-label=\"Pages\">")
        if query.before != nil {
            out.html("<a class=\"button quiet small\" href=\"")
            out.text(path.text)
            out.html("\">Newest</a> ")
        }
        if let next = page.next {
            out.html("<a class=\"button quiet small\" rel=\"next\" href=\"")
            out.text(path.with("before", String(next)).text)
            out.html("\">Older</a>")
        }
        out.html("</nav>\n")
    }

    private func exports(_ out: inout HTMLWriter) {
        out.html("<p class=\"actions\">Take along what is asked for above: ")
        for (format, words) in [(AuditExport.csv, "CSV"), (.ndjson, "JSON, a line each")] {
            let path = ListPath("\(frame.path(.audit))/export", query.parameters).with("format", format.rawValue)
            out.link(path.text, words)
            out.html(" ")
        }
        out.html("</p>\n")
    }
}
