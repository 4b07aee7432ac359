/// Running counts of one span, as they were read.
package struct RunningCounts: Sendable, Equatable {
    private var amounts: [Timestamp: [CountName: Int]] = [:]

    package init(_ entries: [(start: Timestamp, name: CountName, amount: Int)] = []) {
        for entry in entries { amounts[entry.start, default: [:]][entry.name, default: 0] += entry.amount }
    }

    /// How often any of these happened in one stretch.
    package func amount(of names: [CountName], at start: Timestamp) -> Int {
        guard let here = amounts[start] else { return 0 }
        return names.reduce(0) { $0 + (here[$1] ?? 0) }
    }

    /// How often any of these happened from one stretch on.
    package func amount(of names: [CountName], since start: Timestamp) -> Int {
        amounts.keys.filter { $0 >= start }.reduce(0) { $0 + amount(of: names, at: $1) }
    }

    /// The stretches in which anything was counted.
    package var starts: [Timestamp] { amounts.keys.sorted() }
}
