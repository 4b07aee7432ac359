import Model

/// Columns over time: several bands one above the other, each with its own scale, or one band whose columns are stacked.
///
/// Across, everything is in hundredths of the width, so that words keep their size on a narrow screen.
struct ColumnPlot {
    /// One band of columns.
    struct Band {
        let title: String
        let series: [Series]
        /// For each column, a value for each series.
        let values: [[Int]]
    }

    /// Keeps its ids apart from others on the page: letters.
    let name: StaticString
    let title: String
    /// What it says in a sentence or two, for those who do not see it.
    let words: String
    /// What each column stands for.
    let columns: [String]
    /// Every how manieth column has its label below.
    let labelled: Int
    let bands: [Band]
    /// In pixels.
    var bandHeight = 96

    private static let gap = 38
    /// How much of the width the columns have; beside them stand the numbers of the lines.
    private static let room = 90.0
    private static let foot = 24

    func write(_ out: inout HTMLWriter) {
        let height = bands.count * (bandHeight + Self.gap) + Self.foot
        out.beginPlot(name, title, words, height: height)
        for (index, band) in bands.enumerated() {
            write(band, top: index * (bandHeight + Self.gap) + Self.gap, &out)
        }
        labels(height - 6, &out)
        out.html("</svg>\n")
    }

    private func write(_ band: Band, top: Int, _ out: inout HTMLWriter) {
        let totals = band.values.map { $0.reduce(0, +) }
        let scale = PlotScale(upTo: totals.max() ?? 0, steps: bandHeight > 120 ? 4 : 2)
        if !band.title.isEmpty {
            word(band.title, x: 0, y: top - 15, "strong", "start", &out)
        }
        for tick in scale.ticks {
            let y = Double(top + bandHeight) - scale.length(tick, of: bandHeight)
            out.html(tick == 0 ? "<line class=\"base\" x1=\"0\" x2=\"100%\" y1=\"" : "<line x1=\"0\" x2=\"100%\" y1=\"")
            out.text(Self.number(y))
            out.html("\" y2=\"")
            out.text(Self.number(y))
            out.html("\"/>\n")
            if tick > 0 { word(Grouped.text(tick), x: 100, y: Int(y) + 12, "soft", "end", &out) }
        }
        let slot = Self.room / Double(max(1, columns.count))
        for (index, values) in band.values.enumerated() {
            var bottom = Double(top + bandHeight)
            for (series, value) in zip(band.series, values) where value > 0 {
                // What happened at all is seen.
                let length = max(2, scale.length(value, of: bandHeight))
                bottom -= length
                out.html("<rect class=\"edge\" x=\"")
                out.text(Self.number(Double(index) * slot + slot * 0.14))
                out.html("%\" width=\"")
                out.text(Self.number(slot * 0.72))
                out.html("%\" y=\"")
                out.text(Self.number(bottom))
                out.html("\" height=\"")
                out.text(Self.number(length))
                out.html("\"")
                out.fill(name, series)
                out.html("/>\n")
            }
        }
    }

    private func labels(_ y: Int, _ out: inout HTMLWriter) {
        let slot = Self.room / Double(max(1, columns.count))
        for (index, column) in columns.enumerated() where index % max(1, labelled) == 0 {
            word(column, x: Double(index) * slot + slot * 0.14, y: y, "soft", "start", &out)
        }
    }

    private func word(
        _ words: String, x: Double, y: Int, _ style: StaticString, _ anchor: StaticString, _ out: inout HTMLWriter
    ) {
        out.html("<text class=\"")
        out.html(style)
        out.html("\" text-anchor=\"")
        out.html(anchor)
        out.html("\" x=\"")
        out.text(Self.number(x))
        out.html("%\" y=\"")
        out.text(String(y))
        out.html("\">")
        out.text(words)
        out.html("</text>\n")
    }

    /// With two digits behind the point at most.
    static func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let (whole, rest) = (hundredths / 100, abs(hundredths % 100))
        let sign = hundredths < 0 && whole == 0 ? "-" : ""
        guard rest > 0 else { return "\(whole)" }
        return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}

/// Numbers as people read them.
enum Grouped {
    /// With a thin space between thousands.
    static func text(_ number: Int) -> String {
        var (left, groups): (Int, [String]) = (number.magnitude > 9_999 ? number : 0, [])
        guard left != 0 else { return String(number) }
        while abs(left) >= 1000 {
            let group = String(abs(left % 1000))
            groups.insert(String(repeating: "0", count: 3 - group.count) + group, at: 0)
            left /= 1000
        }
        return ([String(left)] + groups).joined(separator: "\u{202F}")
    }
}
