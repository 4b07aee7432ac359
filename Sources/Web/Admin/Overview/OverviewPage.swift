import Model
import Workflows

/// Questions that an admin has in the morning, each with a plot that answers it and the numbers behind it.
struct OverviewPage {
    let frame: AdminFrame
    let overview: Overview

    func html() -> [UInt8] {
        AdminDocument.write(frame, title: AdminArea.overview.title, current: .overview) { out in
            out.lead("How mail and invitations of this gallery fare. Counted as it happens, in UTC.")
            out.html("<div class=\"columns\">\n")
            out.panel("mail-hours", "Does mail go out today?") { hours(&$0) }
            out.panel("mail-days", "Did mail go out these two weeks?") { days(&$0) }
            out.panel("outcomes", "What became of invitations?") { months(&$0) }
            out.panel("waits", "How long do people take to answer?") { answers(&$0) }
            out.panel("pending", "How long have invitations been pending?") { pending(&$0) }
            out.panel("cases", "How old are the cases that wait?") { cases(&$0) }
            out.html("</div>\n")
        }
    }

    // MARK: Mail

    private func hours(_ out: inout HTMLWriter) {
        let labels = overview.hours.map { Self.two(CivilTime($0.start).hour) + ":00" }
        mail("hours", "Mail of the last 24 hours", overview.hours, labels, labelled: 6, "Hour", &out)
    }

    private func days(_ out: inout HTMLWriter) {
        let labels = overview.days.map { point in
            let day = CivilTime(point.start)
            return "\(day.day) \(CivilTime.months[day.month - 1].prefix(3))"
        }
        mail("days", "Mail of the last 14 days", overview.days, labels, labelled: 4, "Day", &out)
    }

    private func mail(
        _ name: StaticString, _ title: String, _ points: [Overview.Mail], _ labels: [String], labelled: Int,
        _ unit: String, _ out: inout HTMLWriter
    ) {
        let (sent, deferred) = (points.map(\.sent), points.map(\.deferred))
        let (failed, bounced) = (points.map(\.failed), points.map(\.bounced))
        func sum(_ values: [Int]) -> Int { values.reduce(0, +) }
        let words =
            "\(sum(sent)) sent, \(sum(deferred)) put off to try again, \(sum(failed)) refused for good, "
            + "\(sum(bounced)) came back."
        let bands = [
            ColumnPlot.Band(title: "Sent: \(Grouped.text(sum(sent)))", series: [.first], values: sent.map { [$0] }),
            ColumnPlot.Band(
                title: "Put off: \(Grouped.text(sum(deferred)))", series: [.third], values: deferred.map { [$0] }),
            ColumnPlot.Band(
                title: "Refused: \(Grouped.text(sum(failed)))", series: [.fourth], values: failed.map { [$0] }),
            ColumnPlot.Band(
                title: "Came back: \(Grouped.text(sum(bounced)))", series: [.fifth], values: bounced.map { [$0] }),
        ]
        ColumnPlot(
            name: name, title: title, words: words, columns: labels, labelled: labelled, bands: bands, bandHeight: 56
        ).write(&out)
        numbers(title, Array(zip(labels, points)), unit, &out)
    }

    private func numbers(
        _ title: String, _ rows: [(String, Overview.Mail)], _ unit: String, _ out: inout HTMLWriter
    ) {
        numbers(title, &out) { out in
            out.table(
                title, rows,
                [
                    Column(unit, isHeader: true) { row, out in out.text(row.0) },
                    Column("Sent", .count) { row, out in out.text("\(row.1.sent)") },
                    Column("Put off", .count) { row, out in out.text("\(row.1.deferred)") },
                    Column("Refused", .count) { row, out in out.text("\(row.1.failed)") },
                    Column("Came back", .count) { row, out in out.text("\(row.1.bounced)") },
                ])
        }
    }

    // MARK: Invitations

    private typealias Outcome = (series: Series, words: String, count: @Sendable (Overview.Month) -> Int)

    private static let outcomes: [Outcome] = [
        (.first, "Accepted", { $0.accepted }), (.second, "Declined", { $0.declined }),
        (.third, "Expired", { $0.expired }), (.fourth, "Undeliverable", { $0.undeliverable }),
        (.fifth, "Cancelled or void", { $0.cancelled }),
    ]

    private func months(_ out: inout HTMLWriter) {
        let labels = overview.months.map { month in
            let name = CivilTime.months[month.month - 1].prefix(3)
            return month.month == 1 ? "\(name) \(month.year)" : String(name)
        }
        let totals = Self.outcomes.map { outcome in overview.months.map(outcome.count).reduce(0, +) }
        let named = zip(Self.outcomes, totals).map { (series: $0.series, words: "\($0.words): \($1)") }
        out.legend("months", named)
        ColumnPlot(
            name: "months", title: "What became of the invitations of the last twelve months",
            words: named.map(\.words).joined(separator: ", ") + ".", columns: labels, labelled: 2,
            bands: [
                ColumnPlot.Band(
                    title: "", series: Self.outcomes.map(\.series),
                    values: overview.months.map { month in Self.outcomes.map { $0.count(month) } })
            ], bandHeight: 190
        ).write(&out)
        numbers("what became of invitations", &out) { out in
            out.table(
                "What became of invitations", Array(zip(labels, overview.months)),
                [Column("Month", isHeader: true) { row, out in out.text(row.0) }]
                    + Self.outcomes.map { outcome in
                        Column(outcome.words, .count) { row, out in out.text("\(outcome.count(row.1))") }
                    })
        }
    }

    private func answers(_ out: inout HTMLWriter) {
        let all = overview.answered.reduce(0, +)
        guard all > 0 else {
            return out.html("<p class=\"soft\">Nobody has accepted or declined in the last 90 days.</p>\n")
        }
        waits(
            "answers", overview.answered, "How long invitations waited for their answer", "Answered after",
            "\(all) invitations that were accepted or declined in the last \(Overview.answeredDays) days.", &out)
    }

    /// What waits now, which the answers of others do not show.
    private func pending(_ out: inout HTMLWriter) {
        let all = overview.pending.reduce(0, +)
        guard all > 0 else { return out.html("<p class=\"soft\">No invitation waits for an answer.</p>\n") }
        waits(
            "pending-now", overview.pending, "How long invitations that wait now have waited", "Pending for",
            all == 1 ? "One invitation waits for its answer now." : "\(all) invitations wait for their answer now.",
            &out)
    }

    private func waits(
        _ name: StaticString, _ counts: [Int], _ title: String, _ column: String, _ lead: String,
        _ out: inout HTMLWriter
    ) {
        let rows = zip(PendingTime.allCases, counts).map { (words: $0.words, value: $1) }
        out.html("<p class=\"soft\">")
        out.text(lead)
        out.html("</p>\n")
        BarPlot(
            name: name, title: title,
            words: rows.map { "\($0.words): \($0.value)" }.joined(separator: ", ") + ".", bars: rows
        ).write(&out)
        numbers(title, &out) { out in
            out.table(
                title, rows,
                [
                    Column(column, isHeader: true) { row, out in out.text(row.words) },
                    Column("Invitations", .count) { row, out in out.text("\(row.value)") },
                ])
        }
    }

    // MARK: Cases

    private static let states: [(series: Series, state: RecoveryState, words: String)] = [
        (.first, .open, "Open"), (.second, .contacting, "Contacting"), (.third, .waiting, "Waiting"),
        (.fourth, .objected, "Objected"),
    ]

    private func cases(_ out: inout HTMLWriter) {
        func count(_ state: RecoveryState, _ age: CaseAge) -> Int { overview.cases[state]?[age.rawValue] ?? 0 }
        let named = Self.states.map { entry in
            let all = CaseAge.allCases.reduce(0) { $0 + count(entry.state, $1) }
            return (series: entry.series, words: "\(entry.words): \(all)", all: all)
        }
        guard named.contains(where: { $0.all > 0 }) else {
            return out.html("<p class=\"soft\">No recovery case waits for anything.</p>\n")
        }
        out.legend("ages", named.map { ($0.series, $0.words) })
        ColumnPlot(
            name: "ages", title: "Recovery cases that wait, by age and state",
            words: named.map(\.words).joined(separator: ", ") + ".", columns: CaseAge.allCases.map(\.words),
            labelled: 1,
            bands: [
                ColumnPlot.Band(
                    title: "", series: Self.states.map(\.series),
                    values: CaseAge.allCases.map { age in Self.states.map { count($0.state, age) } })
            ], bandHeight: 150
        ).write(&out)
        numbers("recovery cases by age and state", &out) { out in
            out.table(
                "Recovery cases by age and state", CaseAge.allCases,
                [Column("Age", isHeader: true) { age, out in out.text(age.words) }]
                    + Self.states.map { entry in
                        Column(entry.words, .count) { age, out in out.text("\(count(entry.state, age))") }
                    })
        }
    }

    /// The table behind a plot.
    private func numbers(_ title: String, _ out: inout HTMLWriter, _ table: (inout HTMLWriter) -> Void) {
        out.html(
            "<details class=\"more\"><summary>The numbers</summary>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\""
        )
        out.html(" aria-label=\"")
        out.text("The numbers: \(title)")
        out.html("\">\n")
        table(&out)
        out.html("</div></details>\n")
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
