import Model
import Storage
import Workflows

/// What waits for an admin: cases by when they ask for attention, the longest overdue first, and open reports.
struct QueuePage {
    /// Whose cases it shows.
    enum Whose: Equatable {
        case all, mine, nobody
        case admin(String)

        init(_ text: String?) {
            switch text {
            case nil: self = .all
            case "mine": self = .mine
            case "nobody": self = .nobody
            case let name?: self = .admin(name)
            }
        }

        var query: String? {
            switch self {
            case .all: nil
            case .mine: "mine"
            case .nobody: "nobody"
            case .admin(let name): name
            }
        }

        func filter(of admin: String) -> RecoveryFilter.Assignee? {
            switch self {
            case .all: nil
            case .mine: .admin(admin)
            case .nobody: .nobody
            case .admin(let name): .admin(name)
            }
        }
    }

    let frame: AdminFrame
    let cases: [RecoveryCase]
    let next: RecoveryPlace?
    /// How many cases ask for attention today, whoever has them.
    let due: Int
    let reports: Listing<ReportStanding>
    let openReports: Int
    let whose: Whose
    /// Whether it shows what will be due, too.
    let isAhead: Bool
    let admins: [String]
    let done: AdminDone?

    func html() -> [UInt8] {
        AdminDocument.write(frame, title: AdminArea.queue.title, current: .queue, done: done) { out in
            out.lead(lead)
            let path = ListPath(frame.path(.queue), [("when", isAhead ? "ahead" : nil)])
            out.tabs(
                "Whose cases",
                [
                    ("All", path.text, whose == .all),
                    ("Mine", path.with("whose", "mine").text, whose == .mine),
                    ("Nobody’s", path.with("whose", "nobody").text, whose == .nobody),
                ])
            filters(&out)
            if cases.isEmpty { out.empty(nothing) } else { table(&out) }
            if let next {
                let place = ListPath(frame.path(.queue), [("when", isAhead ? "ahead" : nil), ("whose", whose.query)])
                    .with("from", "\(next.due.milliseconds)").with("after", next.id.description)
                out.html(
                    "<nav class=\"pager\" aria-label=\"Pages\"><a class=\"button quiet small\" rel=\"next\" href=\"")
                out.text(place.text)
                out.html("\">More</a></nav>\n")
            }
            reportList(&out)
        }
    }

    private var lead: String {
        let cases = due == 1 ? "One case asks" : "\(due == 0 ? "No" : "\(due)") cases ask"
        let reports = openReports == 1 ? "one report is" : "\(openReports == 0 ? "no" : "\(openReports)") reports are"
        return "\(cases) for attention today, and \(reports) open."
    }

    private func filters(_ out: inout HTMLWriter) {
        out.filters(frame.path(.queue), "Filter the queue", isFiltered: whose != .all || isAhead) { out in
            out.field(
                FormField(
                    name: "whose", label: "Assigned to",
                    kind: .choice(
                        [("", "Anybody"), ("mine", "Me"), ("nobody", "Nobody")] + admins.map { ($0, $0) }),
                    value: whose.query ?? ""))
            out.field(
                FormField(
                    name: "when", label: "Due",
                    kind: .choice([("", "Until the end of today"), ("ahead", "Also later")]),
                    value: isAhead ? "ahead" : ""))
        }
    }

    private var nothing: String {
        switch whose {
        case .all: isAhead ? "No case asks for attention, today or later." : "Nothing is due. Well done."
        case .mine: "Nothing of yours is due."
        case .nobody: "Every case that is due has somebody who works on it."
        case .admin: "Nothing of theirs is due."
        }
    }

    private func table(_ out: inout HTMLWriter) {
        out.table(
            "Cases that ask for attention", cases,
            [
                Column("Package", isHeader: true, .wide) { claim, out in
                    out.link("\(frame.path(.cases))/\(claim.id)") { $0.name(claim.package.text) }
                },
                Column("Why", .roomy) { claim, out in
                    if let due = claim.due { out.badge(due.why.words, due.why.tone) }
                },
                Column("Due") { claim, out in
                    if let due = claim.due { out.stamp(due.at, now: frame.now) }
                },
                Column("State") { claim, out in out.badge(claim.state.words, claim.state.tone) },
                Column("Claimed by", .wide) { claim, out in CaseListPage.claimant(claim, &out) },
                Column("Assigned to", .wide) { claim, out in CaseListPage.assignee(claim, frame, &out) },
            ])
    }

    private func reportList(_ out: inout HTMLWriter) {
        out.html("<section aria-labelledby=\"reports\">\n<h2 id=\"reports\">Open reports</h2>\n")
        if reports.items.isEmpty {
            out.empty("No report is open.")
        } else {
            ReportListPage.table(frame, reports.items, &out)
            if reports.older != nil {
                out.html("<p>")
                out.link(frame.path(.reports), "All open reports")
                out.html("</p>\n")
            }
        }
        out.html("</section>\n")
    }
}
