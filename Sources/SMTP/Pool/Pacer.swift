/// Spreads mails over time: at most so many a second, with a little burst after a quiet moment.
///
/// A token bucket in its other form (GCRA): instead of a count of tokens it keeps when the next one is due.
struct Pacer {
    private let interval: Duration
    private let tolerance: Duration
    private var due: ContinuousClock.Instant?

    /// - Parameter rate: mails a second; nil, or nothing above 0, sets no limit.
    init?(rate: Double?) {
        guard let rate, rate > 0, rate.isFinite else { return nil }
        interval = .seconds(1 / rate)
        // What a tenth of a second would have let through.
        tolerance = .milliseconds(100)
    }

    /// Takes a turn, or says when the next one is.
    mutating func take(now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        let next = due ?? now
        if next - tolerance > now { return next - tolerance }
        due = max(next, now) + interval
        return nil
    }
}
