package import FoundationEssentials

/// A moment in UTC, in whole milliseconds since 1970-01-01T00:00:00Z.
///
/// What the database stores.
package struct Timestamp: Sendable, Hashable, Comparable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package init(seconds: Int64) {
        self.milliseconds = seconds * 1000
    }

    package init(_ date: Date) {
        self.milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded(.down))
    }

    /// The wall clock.
    ///
    /// Only the executable, the services and the edge of Web read it; everything else is told.
    package static func wallClock() -> Timestamp { Timestamp(Date()) }

    /// Whole seconds since the epoch, rounded down.
    package var seconds: Int64 { milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000 }

    package var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    package static func < (one: Timestamp, other: Timestamp) -> Bool { one.milliseconds < other.milliseconds }

    package static func + (moment: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds + duration.milliseconds)
    }

    package static func - (moment: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds - duration.milliseconds)
    }

    package static func - (later: Timestamp, earlier: Timestamp) -> Duration {
        .milliseconds(later.milliseconds - earlier.milliseconds)
    }
}

extension Duration {
    /// Whole milliseconds, rounded towards zero.
    package var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }

    /// Whole seconds, rounded up: what a `Retry-After` header can say without inviting a request too early.
    package var secondsRoundedUp: Int64 {
        components.seconds + (components.attoseconds > 0 ? 1 : 0)
    }

    /// Reads `90s`, `15m`, `2h`, `7d`, `250ms`: a whole number and one unit, as configuration writes it.
    package init?(text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits), count <= 4_000_000_000 else { return nil }
        switch text.dropFirst(digits.count) {
        case "ms": self = .milliseconds(count)
        case "s": self = .seconds(count)
        case "m": self = .seconds(count * 60)
        case "h": self = .seconds(count * 3600)
        case "d": self = .seconds(count * 86_400)
        default: return nil
        }
    }

    /// The shortest text that ``init(text:)`` reads back as the same duration.
    package var text: String {
        let all = milliseconds
        if all % 1000 != 0 { return "\(all)ms" }
        let seconds = all / 1000
        for (length, unit) in [(86_400, "d"), (3600, "h"), (60, "m")] as [(Int64, String)]
        where seconds != 0 && seconds % length == 0 {
            return "\(seconds / length)\(unit)"
        }
        return "\(seconds)s"
    }
}

extension Timestamp {
    /// Whether a moment that was written down lies so far ahead that the clock was ahead then.
    ///
    /// A minute is left to the clocks of several nodes.
    package func isAhead(of now: Timestamp) -> Bool { self > now + .seconds(60) }
}
