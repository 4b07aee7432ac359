import Model
import Storage
import Workflows

/// Reports of abuse, and one of them.
enum ReportListPage {
    static func list(
        _ frame: AdminFrame, _ listing: Listing<ReportStanding>, openOnly: Bool, package: String?, done: AdminDone?
    ) -> [UInt8] {
        AdminDocument.write(frame, title: AdminArea.reports.title, current: .reports, done: done) { out in
            out.lead("What people report about packages, the newest first.")
            let path = ListPath(frame.path(.reports), [("package", package)])
            out.tabs(
                "Reports",
                [("Open", path.text, openOnly), ("All", path.with("state", "all").text, !openOnly)])
            out.filters(frame.path(.reports), "Filter reports", isFiltered: package != nil) { out in
                if !openOnly { out.hidden("state", "all") }
                out.field(FormField(name: "package", label: "Package", kind: .search, value: package ?? "", most: 128))
            }
            guard !listing.items.isEmpty else {
                return out.empty(openOnly ? "No report is open." : "Nothing was reported yet.")
            }
            table(frame, listing.items, &out)
            out.pager(openOnly ? path : path.with("state", "all"), listing)
        }
    }

    static func table(_ frame: AdminFrame, _ reports: [ReportStanding], _ out: inout HTMLWriter) {
        out.table(
            "Reports", reports,
            [
                Column("Package", isHeader: true, .wide) { standing, out in
                    out.link("\(frame.path(.reports))/\(standing.report.id)") {
                        $0.name(standing.report.package.id.text)
                    }
                },
                Column("What is wrong", .wide) { standing, out in
                    out.html("<span dir=\"auto\">")
                    out.text(standing.report.reason)
                    out.html("</span>")
                },
                Column("Reported by", .wide) { standing, out in
                    out.name(standing.report.reporter ?? standing.report.email?.text ?? "Somebody")
                },
                Column("State") { standing, out in state(standing, &out) },
                Column("Reported") { standing, out in out.stamp(standing.report.createdAt, now: frame.now) },
            ])
    }

    private static func state(_ standing: ReportStanding, _ out: inout HTMLWriter) {
        if standing.recoveryCase != nil {
            out.badge("A case", .info)
        } else {
            out.badge(standing.isOpen ? "Open" : "Dealt with", standing.isOpen ? .warn : .quiet)
        }
    }

    /// - Parameter typed: What was typed into the form that closes it.
    static func one(_ frame: AdminFrame, _ standing: ReportStanding, typed: Typed, done: AdminDone?) -> [UInt8] {
        let report = standing.report
        return AdminDocument.write(
            frame, title: "Report about \(report.package.id.text)", current: .reports, trail: .reports,
            heading: { out in
                out.html("Report about ")
                out.name(report.package.id.text)
            }, done: done
        ) { out in
            out.problems(typed)
            out.html("<div class=\"columns\">\n")
            out.panel("facts", "Report") { out in
                out.html("<dl>\n")
                out.fact("State") { state(standing, &$0) }
                out.fact("Package") { $0.name(report.package.id.text) }
                if let reporter = report.reporter { out.fact("Account") { $0.name(reporter) } }
                if let email = report.email { out.fact("Address") { $0.name(email.text) } }
                out.fact("What is wrong") { $0.quote(report.reason) }
                if let message = report.message { out.fact("Their words") { $0.quote(message) } }
                out.fact("Reported", report.createdAt, now: frame.now)
                out.fact("Id") { $0.id(report.id) }
                out.html("</dl>\n")
            }
            out.panel("act", "What can be done") { act(frame, standing, typed, &$0) }
            out.html("</div>\n")
        }
    }

    private static func act(
        _ frame: AdminFrame, _ standing: ReportStanding, _ typed: Typed, _ out: inout HTMLWriter
    ) {
        let path = "\(frame.path(.reports))/\(standing.report.id)"
        if let id = standing.recoveryCase {
            out.html("<p>It became a recovery case: ")
            out.link("\(frame.path(.cases))/\(id)", "open the case")
            out.html(".</p>\n")
        } else {
            out.html("<h3>Make a recovery case of it</h3>\n<p>Where the package has lost its owner. ")
            out.html("Nobody claims it yet: you name a claimant in the case.</p>\n")
            out.button("Make a case of it", to: "\(path)/case", nonce: frame.nonce)
        }
        guard standing.isOpen else { return }
        out.html("<hr>\n<h3>Close it</h3>\n")
        out.form(to: "\(path)/close", nonce: frame.nonce)
        out.field(
            typed.filling(
                FormField(
                    name: "reason", label: "What came of it", kind: .area,
                    hint: "It is kept in the audit log. Whoever reported is not told.", isRequired: true,
                    most: PlainText.limit)))
        out.html("<button class=\"quiet\">Close the report</button></form>\n")
    }
}
