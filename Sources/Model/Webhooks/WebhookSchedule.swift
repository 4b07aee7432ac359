/// When to try again what an endpoint did not take: as many times as there are waits, and then no more.
package struct WebhookSchedule: Sendable, Equatable {
    /// The waits after the first, second, … try.
    package var waits: [Duration]

    /// - Parameter waits: At least one, none of them zero.
    package init?(_ waits: [Duration]) {
        guard !waits.isEmpty, waits.allSatisfy({ $0 > .zero }) else { return nil }
        self.waits = waits
    }

    private init(seconds: [Int]) {
        waits = seconds.map { .seconds($0) }
    }

    /// The example of Standard Webhooks 1.0.0: ten attempts in about three days.
    package static let standard = WebhookSchedule(
        seconds: [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400])

    /// The wait after a number of tries, longer by up to a tenth so that what failed together does not come back
    /// together; nil where the schedule is used up.
    ///
    /// - Parameters:
    ///   - tries: Tries so far, 1 or more.
    ///   - jitter: From 0 to 1.
    package func wait(afterTries tries: Int, jitter: Double) -> Duration? {
        guard tries <= waits.count else { return nil }
        let wait = waits[max(tries, 1) - 1]
        return wait + .milliseconds(Int64(Double(wait.milliseconds) * 0.1 * min(max(jitter, 0), 1)))
    }

    /// How long a delivery rests that its workers died with too often: as long as after one more failed try.
    func rest(afterTries tries: Int) -> Duration { waits[min(max(tries, 0), waits.count - 1)] }
}
