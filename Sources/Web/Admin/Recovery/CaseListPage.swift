import Model
import Storage
import Workflows

/// All recovery cases, newest first.
struct CaseListPage {
    let frame: AdminFrame
    let listing: Listing<RecoveryCase>
    let filter: RecoveryFilter
    /// What was typed into the field for a claimant: an account or an address.
    let sought: String?
    /// What stands in the field for who has it.
    let whose: QueuePage.Whose
    let admins: [String]
    let done: AdminDone?

    func html() -> [UInt8] {
        AdminDocument.write(frame, title: AdminArea.cases.title, current: .cases, done: done) { out in
            out.lead(
                "Claims to packages that have lost their active owner. A claim is here once its address is confirmed.")
            out.html("<p>")
            out.link("\(frame.path(.cases))/open", "Open a case for somebody")
            out.html("</p>\n")
            out.tabs(
                "Cases by state",
                [("All", path.text, filter.state == nil)]
                    + RecoveryState.listed.map {
                        ($0.words, path.with("state", $0.rawValue).text, $0 == filter.state)
                    })
            filters(&out)
            guard !listing.items.isEmpty else { return out.empty(nothing) }
            out.table(
                "Recovery cases", listing.items,
                [
                    Column("Package", isHeader: true, .wide) { claim, out in
                        out.link("\(frame.path(.cases))/\(claim.id)") { $0.name(claim.package.text) }
                    },
                    Column("State") { claim, out in out.badge(claim.state.words, claim.state.tone) },
                    Column("Claimed by", .wide) { claim, out in Self.claimant(claim, &out) },
                    Column("Assigned to", .wide) { claim, out in Self.assignee(claim, frame, &out) },
                    Column("Next", .wide) { claim, out in
                        guard let due = claim.due else { return out.html("–") }
                        out.text(due.why.words)
                        out.html("<br>")
                        out.stamp(due.at, now: frame.now)
                    },
                    Column("Opened") { claim, out in out.stamp(claim.confirmedAt ?? claim.createdAt, now: frame.now) },
                ])
            out.pager(path.with("state", filter.state?.rawValue), listing)
        }
    }

    private var path: ListPath {
        ListPath(
            frame.path(.cases), [("package", filter.package), ("claimant", sought), ("whose", whose.query)])
    }

    private func filters(_ out: inout HTMLWriter) {
        let isFiltered = filter.package != nil || sought != nil || whose != .all
        out.filters(frame.path(.cases), "Filter cases", isFiltered: isFiltered) { out in
            if let state = filter.state { out.hidden("state", state.rawValue) }
            out.field(
                FormField(name: "package", label: "Package", kind: .search, value: filter.package ?? "", most: 128))
            out.field(
                FormField(
                    name: "claimant", label: "Claimant", kind: .search, value: sought ?? "",
                    most: 254))
            out.field(
                FormField(
                    name: "whose", label: "Assigned to",
                    kind: .choice(
                        [("", "Anybody"), ("mine", "Me"), ("nobody", "Nobody")] + admins.map { ($0, $0) }),
                    value: whose.query ?? ""))
        }
    }

    private var nothing: String {
        if filter.package != nil || sought != nil || whose != .all {
            return "No case fits the filter. Widen it, or show all."
        }
        return filter.state == nil ? "Nobody has claimed a package of this gallery yet." : "No case is in this state."
    }

    /// Who claims it, in their own words.
    static func claimant(_ claim: RecoveryCase, _ out: inout HTMLWriter) {
        guard let claimant = claim.claimant else { return out.html("<span class=\"soft\">Nobody yet</span>") }
        out.name(claimant.shown)
        if let username = claimant.username, !claimant.name.isEmpty {
            out.html("<small>")
            out.name(username.text)
            out.html("</small>")
        }
    }

    static func assignee(_ claim: RecoveryCase, _ frame: AdminFrame, _ out: inout HTMLWriter) {
        guard let assignee = claim.assignee else { return out.html("<span class=\"soft\">Nobody</span>") }
        out.name(assignee)
        if let admin = frame.admin, Name.fold(admin) == Name.fold(assignee) { out.html(" (you)") }
    }
}
