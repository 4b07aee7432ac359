extension RecoveryClock.Missing {
    /// A clause for people.
    package var words: String {
        switch self {
        case .attempts(let have, let need):
            "\(need) attempts to reach the owners are needed, and \(have) \(have == 1 ? "counts" : "count") so far"
        case .channels(let have, let need):
            "the attempts have to use \(need) different channels, and use \(have) so far"
        case .evidence(let items): "the checklist is not complete: \(items.map(\.spelledOut).joined(separator: ", "))"
        }
    }
}

extension RecoveryClock.Because {
    /// A clause for people.
    package var words: String {
        switch self {
        case .firstAttempt(let at, let wait):
            "the first attempt was made on \(at.day), and \(wait.passing) from it"
        case .lastAttempt(let at, let pause):
            "the last attempt was made on \(at.day), and \(pause.passing) from it"
        case .noOwner(let since, let wait):
            "the package has no owner on record, and \(wait.passing) from \(since.day)"
        case .everyOwnerAgreed(let at, let pause):
            "every owner has agreed, the last of them on \(at.day), and \(pause.passing) from it"
        case .someOwnersAgreed(let count, let all):
            "\(count) of \(all) owners \(count == 1 ? "has" : "have") agreed; only the word of all of them ends the wait"
        case .uncounted(let count):
            count == 1
                ? "one attempt does not count, because it is on its way still, reached nobody, or was refused"
                : "\(count) attempts do not count, because they are on their way still, reached nobody, or were refused"
        case .writtenLate(let count):
            count == 1
                ? "one attempt was written down more than \(within) after it was made, and counts as made \(within) before that"
                : "\(count) attempts were written down more than \(within) after they were made, and count as made \(within) before that"
        case .beforeRestart(let count):
            count == 1
                ? "one attempt does not count, because an owner has objected since, or the case was reopened"
                : "\(count) attempts do not count, because an owner has objected since, or the case was reopened"
        }
    }
}

/// After which an attempt is written down late.
private let within = ContactAttempt.writtenDownWithin.spelledOut

extension Timestamp {
    /// The minute in UTC, as `30 November 2026, 07:03 UTC`.
    package var spelledOut: String {
        let time = CivilTime(self)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(day), \(two(time.hour)):\(two(time.minute)) UTC"
    }

    /// The day in UTC, as `30 November 2026`.
    fileprivate var day: String {
        let time = CivilTime(self)
        return "\(time.day) \(CivilTime.months[time.month - 1]) \(time.year)"
    }
}

extension String {
    /// An item of a checklist in words: `source-repository` as `source repository`.
    package var spelledOut: String { replacing("-", with: " ") }
}

extension Duration {
    /// `42 days have to pass`.
    fileprivate var passing: String {
        let (count, words) = counted
        return count == 1 ? "\(words) has to pass" : "\(words) have to pass"
    }

    /// `42 days`, in the largest unit that says it whole.
    package var spelledOut: String { counted.words }

    private var counted: (count: Int64, words: String) {
        let seconds = components.seconds
        let units: [(name: String, length: Int64)] = [("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)]
        let unit = units.first { seconds % $0.length == 0 && seconds >= $0.length } ?? ("second", 1)
        let count = seconds / unit.length
        return (count, count == 1 ? "1 \(unit.name)" : "\(count) \(unit.name)s")
    }
}
