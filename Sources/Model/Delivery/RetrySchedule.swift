/// When to try again what may yet succeed (RFC 5321, 4.5.4.1).
package struct RetrySchedule: Sendable, Equatable {
    /// The waits after the first, second, … try; the last one repeats.
    package var waits: [Duration]

    /// - Parameter waits: At least one.
    package init?(_ waits: [Duration]) {
        guard !waits.isEmpty, waits.allSatisfy({ $0 > .zero }) else { return nil }
        self.waits = waits
    }

    private init(minutes: [Int]) {
        waits = minutes.map { .seconds($0 * 60) }
    }

    package static let standard = RetrySchedule(minutes: [5, 15, 30, 60, 120, 240, 480, 960])

    /// How long a relay that cannot be spoken to is left alone.
    package var circuit: Duration { waits.first ?? .seconds(300) }

    /// The wait after a number of tries, longer by up to a tenth so that what failed together does not come back
    /// together.
    ///
    /// Never shorter: greylisting counts from a fixed minimum (RFC 6647).
    ///
    /// - Parameters:
    ///   - tries: Tries so far, 1 or more.
    ///   - jitter: From 0 to 1.
    package func wait(afterTries tries: Int, jitter: Double) -> Duration {
        let wait = waits[min(max(tries, 1), waits.count) - 1]
        return wait + .milliseconds(Int64(Double(wait.milliseconds) * 0.1 * min(max(jitter, 0), 1)))
    }
}
