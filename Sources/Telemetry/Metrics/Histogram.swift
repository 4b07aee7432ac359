/// How many observations fell under each of a few bounds, and their sum.
package final class Histogram: Metric {
    /// What was observed with one combination of label values.
    private struct Tally: Sendable {
        /// One more than there are bounds: the last is for what lies above all.
        var counts: [Int]
        var sum = 0.0
    }

    /// From a millisecond to ten seconds, for answers to requests.
    package static let seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private let name: String
    private let help: String
    private let bounds: [Double]
    private let series: Series<Tally>

    /// - Parameter bounds: Rising; each takes in its own value.
    package init(_ name: String, _ help: String, labels: [String] = [], bounds: [Double] = Histogram.seconds) {
        self.name = name
        self.help = help
        self.bounds = bounds
        series = Series(labels: labels, start: Tally(counts: [Int](repeating: 0, count: bounds.count + 1)))
    }

    package func observe(_ value: Double, _ values: String...) {
        let index = bounds.firstIndex { value <= $0 } ?? bounds.count
        series.change(values) { tally in
            tally.counts[index] &+= 1
            tally.sum += value
        }
    }

    package func write(to page: inout Exposition) {
        page.begin(name, .histogram, help)
        for (labels, tally) in series.all {
            var count = 0
            for (index, bound) in (bounds + [.infinity]).enumerated() {
                count += tally.counts[index]
                page.sample("\(name)_bucket", labels + [("le", Exposition.text(bound))], Double(count))
            }
            page.sample("\(name)_sum", labels, tally.sum)
            page.sample("\(name)_count", labels, Double(count))
        }
    }
}
