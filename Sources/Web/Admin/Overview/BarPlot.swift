import Model

/// Bars that lie below each other, each with its words in front and its number behind.
struct BarPlot {
    let name: StaticString
    let title: String
    let words: String
    let bars: [(words: String, value: Int)]
    var series = Series.second

    /// In pixels.
    private static let step = 30
    /// In hundredths of the width: where bars begin, and the most that one takes, so that its number has room.
    private static let start = 34.0
    private static let most = 50.0

    func write(_ out: inout HTMLWriter) {
        out.beginPlot(name, title, words, height: bars.count * Self.step + 4)
        let greatest = max(1, bars.map(\.value).max() ?? 1)
        for (index, bar) in bars.enumerated() {
            let top = index * Self.step
            let length = Self.most * Double(bar.value) / Double(greatest)
            word(bar.words, x: 0, top + 19, &out)
            out.html("<rect class=\"edge\" x=\"")
            out.text(ColumnPlot.number(Self.start))
            out.html("%\" y=\"")
            out.text(String(top + 5))
            out.html("\" height=\"20\" width=\"")
            out.text(ColumnPlot.number(bar.value > 0 ? max(0.6, length) : 0))
            out.html("%\"")
            out.fill(name, series)
            out.html("/>\n")
            word(Grouped.text(bar.value), x: Self.start + length + 1.5, top + 19, &out)
        }
        out.html("<line class=\"base\" x1=\"")
        out.text(ColumnPlot.number(Self.start))
        out.html("%\" x2=\"")
        out.text(ColumnPlot.number(Self.start))
        out.html("%\" y1=\"0\" y2=\"")
        out.text(String(bars.count * Self.step))
        out.html("\"/>\n</svg>\n")
    }

    private func word(_ words: String, x: Double, _ y: Int, _ out: inout HTMLWriter) {
        out.html("<text x=\"")
        out.text(ColumnPlot.number(x))
        out.html("%\" y=\"")
        out.text(String(y))
        out.html("\">")
        out.text(words)
        out.html("</text>\n")
    }
}
