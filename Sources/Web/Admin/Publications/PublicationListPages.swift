import Model
import Workflows

/// Versions of packages, those on hold before all.
enum PublicationListPages {
    static func list(
        _ frame: AdminFrame, _ listing: Listing<PublicationView>, package: String?, state: PublicationState?,
        done: AdminDone?
    ) -> [UInt8] {
        AdminDocument.write(frame, title: AdminArea.publications.title, current: .publications, done: done) { out in
            out.lead("Versions that this gallery has told of, the newest first.")
            let path = ListPath(frame.path(.publications), [("package", package)])
            out.tabs(
                "Publications by state",
                [("All", path.text, state == nil)]
                    + tabs.map { ($0.words, path.with("state", $0.rawValue).text, $0 == state) })
            out.filters(frame.path(.publications), "Filter publications", isFiltered: package != nil) { out in
                if let state { out.hidden("state", state.rawValue) }
                out.field(FormField(name: "package", label: "Package", kind: .search, value: package ?? "", most: 128))
            }
            guard !listing.items.isEmpty else { return out.empty(nothing(package, state)) }
            out.table(
                "Publications", listing.items,
                [
                    Column("Version", isHeader: true, .wide) { view, out in
                        let publication = view.publication
                        out.link("\(frame.path(.publications))/\(publication.id)") { out in
                            out.name(publication.package.id.text)
                            out.html(" ")
                            out.text(publication.version.text)
                        }
                    },
                    Column("State") { view, out in out.badge(view.state.words, view.state.tone) },
                    Column("Publisher", .wide) { view, out in
                        out.name(view.publication.publisher.username.text)
                        if view.publication.unusual { out.html("<small>new to this package</small>") }
                    },
                    Column("Told") { view, out in out.stamp(view.publication.createdAt, now: frame.now) },
                    Column("On hold until") { view, out in
                        guard view.state == .held, let until = view.publication.holdUntil else { return out.html("–") }
                        out.stamp(until, now: frame.now)
                    },
                ])
            out.pager(path.with("state", state?.rawValue), listing)
        }
    }

    private static let tabs: [PublicationState] = [
        .held, .received, .validating, .live, .failed, .rejected, .withdrawn,
    ]

    private static func nothing(_ package: String?, _ state: PublicationState?) -> String {
        if package != nil { return "This package has no such version. Its name is compared whole, in any case." }
        return switch state {
        case .held: "Nothing is on hold: no version waits for an owner."
        case nil: "This gallery has told of no version yet."
        default: "No version is in this state."
        }
    }
}

extension PublicationState {
    /// Its name for people.
    var words: String {
        switch self {
        case .received: "Received"
        case .held: "On hold"
        case .validating: "Validating"
        case .live: "Live"
        case .failed: "Failed"
        case .rejected: "Rejected"
        case .withdrawn: "Withdrawn"
        }
    }

    var tone: Tone {
        switch self {
        case .received, .validating: .info
        case .held: .warn
        case .live: .good
        case .failed, .rejected: .bad
        case .withdrawn: .quiet
        }
    }

    /// Whether there is anything left to take back.
    var canBeWithdrawn: Bool {
        switch self {
        case .received, .held, .validating, .live: true
        case .failed, .rejected, .withdrawn: false
        }
    }
}
