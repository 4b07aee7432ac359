/// An axis for counts that begins at nothing: where its lines are, and how long a bar is.
struct PlotScale: Sendable, Equatable {
    /// The numbers at which a line is drawn: round ones, from 0 on, the last one no less than any value.
    let ticks: [Int]

    /// - Parameters:
    ///   - most: The greatest value.
    ///   - steps: How many lines there should be above the first, about; at least 1.
    init(upTo most: Int, steps: Int = 4) {
        let least = max(1, (max(most, 1) + max(1, steps) - 1) / max(1, steps))
        var step = 1
        // 1, 2, 5, 10, 20, 50, …
        for factor in [2, 5, 10].cycled(upTo: 60) where step < least { step = factor }
        let count = (max(most, 1) + step - 1) / step
        ticks = (0...count).map { $0 * step }
    }

    /// Where the axis ends.
    var top: Int { ticks.last ?? 1 }

    /// How long a bar for a value is on an axis of some length.
    func length(_ value: Int, of axis: Int) -> Double {
        Double(axis) * Double(max(0, value)) / Double(max(1, top))
    }
}

extension [Int] {
    /// 2, 5, 10, 20, 50, 100, …: the pattern times powers of its last member.
    fileprivate func cycled(upTo count: Int) -> [Int] {
        var (numbers, power): ([Int], Int) = ([], 1)
        while numbers.count < count {
            for factor in self {
                let (product, overflow) = factor.multipliedReportingOverflow(by: power)
                if overflow { return numbers }
                numbers.append(product)
            }
            let (next, overflow) = power.multipliedReportingOverflow(by: last ?? 10)
            if overflow { return numbers }
            power = next
        }
        return numbers
    }
}
