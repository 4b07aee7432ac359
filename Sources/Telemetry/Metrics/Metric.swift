/// A family of numbers under one name.
package protocol Metric: Sendable {
    func write(to page: inout Exposition)
}

/// A number that only rises, one for each combination of label values.
///
/// From any thread; one short lock an increment.
package final class Counter: Metric {
    private let name: String
    private let help: String
    private let series: Series<Int>

    /// - Parameters:
    ///   - name: Ends in `_total`.
    ///   - labels: Each with few possible values, none of which says who somebody is.
    package init(_ name: String, _ help: String, labels: [String] = []) {
        self.name = name
        self.help = help
        series = Series(labels: labels, start: 0)
    }

    /// - Parameter values: Of the labels, in their order.
    package func add(_ values: String..., by count: Int = 1) {
        series.change(values) { $0 &+= count }
    }

    /// What was counted so far.
    package func value(_ values: String...) -> Int {
        series.all.first { $0.labels.map(\.value) == values }?.value ?? 0
    }

    package func write(to page: inout Exposition) {
        page.begin(name, .counter, help)
        for (labels, value) in series.all { page.sample(name, labels, Double(value)) }
    }
}

/// A number that rises and falls, one for each combination of label values.
package final class Gauge: Metric {
    private let name: String
    private let help: String
    private let series: Series<Double>

    package init(_ name: String, _ help: String, labels: [String] = []) {
        self.name = name
        self.help = help
        series = Series(labels: labels, start: 0)
    }

    package func set(_ value: Double, _ values: String...) {
        series.change(values) { $0 = value }
    }

    package func write(to page: inout Exposition) {
        page.begin(name, .gauge, help)
        for (labels, value) in series.all { page.sample(name, labels, value) }
    }
}
