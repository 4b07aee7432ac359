/// One of several things that a plot tells apart, by colour and by pattern.
///
/// The order is that of the style's colours.
enum Series: Int, CaseIterable {
    /// Plain.
    case first
    /// Lines that rise.
    case second
    /// Dots.
    case third
    /// Lines that cross.
    case fourth
    /// Lines that lie.
    case fifth

    /// The id of its pattern in a plot.
    fileprivate var pattern: StaticString {
        switch self {
        case .first: "p1"
        case .second: "p2"
        case .third: "p3"
        case .fourth: "p4"
        case .fifth: "p5"
        }
    }

    fileprivate var colour: StaticString {
        switch self {
        case .first: "f1"
        case .second: "f2"
        case .third: "f3"
        case .fourth: "f4"
        case .fifth: "f5"
        }
    }

    /// What lies over the colour; nothing for the first.
    fileprivate var marks: StaticString {
        switch self {
        case .first: ""
        case .second: "<path d=\"M-2 2 2-2M0 8 8 0M6 10 10 6\"/>"
        case .third: "<circle cx=\"2\" cy=\"2\" r=\".7\"/><circle cx=\"6\" cy=\"6\" r=\".7\"/>"
        case .fourth: "<path d=\"M0 0 8 8M0 8 8 0\"/>"
        case .fifth: "<path d=\"M0 2H8M0 6H8\"/>"
        }
    }
}

extension HTMLWriter {
    /// Opens a plot, with what it says for those who do not see it, and the patterns of all series.
    ///
    /// - Parameters:
    ///   - name: Keeps its ids apart from others on the page: letters.
    ///   - height: In pixels.
    mutating func beginPlot(_ name: StaticString, _ title: String, _ words: String, height: Int) {
        html("<svg class=\"plot\" role=\"img\" aria-labelledby=\"")
        html(name)
        html("-t ")
        html(name)
        html("-d\" height=\"")
        text(String(height))
        html("\">\n<title id=\"")
        html(name)
        html("-t\">")
        text(title)
        html("</title>\n<desc id=\"")
        html(name)
        html("-d\">")
        text(words)
        html("</desc>\n")
        patterns(name)
    }

    /// The patterns of all series, under names that belong to one plot.
    private mutating func patterns(_ plot: StaticString) {
        html("<defs>\n")
        for series in Series.allCases {
            html("<pattern id=\"")
            html(plot)
            html("-")
            html(series.pattern)
            html("\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><rect width=\"8\" height=\"8\" class=\"")
            html(series.colour)
            html("\"/>")
            html(series.marks)
            html("</pattern>\n")
        }
        html("</defs>\n")
    }

    /// The attribute that fills with a series.
    mutating func fill(_ plot: StaticString, _ series: Series) {
        html(" fill=\"url(#")
        html(plot)
        html("-")
        html(series.pattern)
        html(")\"")
    }

    /// What each series of a plot is.
    ///
    /// - Parameter plot: Whose patterns are shown; it has to be on the page.
    mutating func legend(_ plot: StaticString, _ entries: [(series: Series, words: String)]) {
        html("<ul class=\"legend\">\n")
        for entry in entries {
            html(
                "<li><svg class=\"plot\" aria-hidden=\"true\" focusable=\"false\"><rect width=\"100%\" height=\"100%\" rx=\"3\""
            )
            fill(plot, entry.series)
            html("/></svg>")
            text(entry.words)
            html("</li>\n")
        }
        html("</ul>\n")
    }
}
