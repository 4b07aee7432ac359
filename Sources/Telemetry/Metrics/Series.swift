import Synchronization

/// The values of one family of numbers, by what its labels say.
///
/// Bounded, so that a label whose values come from outside after all fills no memory: what comes when the family is full
/// is counted with `other` in every label.
final class Series<Value: Sendable>: Sendable {
    /// How many combinations of label values one family holds.
    static var most: Int { 500 }

    let labels: [String]
    private let start: Value
    private let values: Mutex<[[String]: Value]>

    /// - Parameter start: The value of a combination that is seen for the first time; a family without labels has it
    ///   from the beginning.
    init(labels: [String], start: Value) {
        self.labels = labels
        self.start = start
        values = Mutex(labels.isEmpty ? [[]: start] : [:])
    }

    /// Changes one value; a wrong number of labels is a slip of ours and is counted as `other`, not lost.
    func change(_ key: [String], _ change: (inout Value) -> Void) {
        let isWrong = key.count != labels.count
        values.withLock { values in
            let isFull = values.count >= Self.most && values[key] == nil
            let key = isWrong || isFull ? [String](repeating: "other", count: labels.count) : key
            change(&values[key, default: start])
        }
    }

    /// All of them, in an order that does not change from one page to the next.
    var all: [(labels: [(name: String, value: String)], value: Value)] {
        values.withLock { $0 }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { (labels: zip(labels, $0.key).map { (name: $0, value: $1) }, value: $0.value) }
    }
}
