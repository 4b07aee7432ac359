/// The stretch of time that one number of a running count stands for.
///
/// All begin at whole hours and days in UTC.
package enum CountSpan: Int64, Sendable, CaseIterable {
    case hour = 3_600_000
    case day = 86_400_000

    package var duration: Duration { .milliseconds(rawValue) }

    /// The beginning of the stretch in which a moment lies.
    package func start(of moment: Timestamp) -> Timestamp {
        let rest = moment.milliseconds % rawValue
        return Timestamp(milliseconds: moment.milliseconds - (rest < 0 ? rest + rawValue : rest))
    }

    /// The beginnings of the last stretches, oldest first; the last one is under way.
    package func starts(_ count: Int, until now: Timestamp) -> [Timestamp] {
        let last = start(of: now).milliseconds
        return (0..<Int64(max(0, count))).reversed().map { Timestamp(milliseconds: last - $0 * rawValue) }
    }
}
