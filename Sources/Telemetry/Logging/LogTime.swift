import Foundation

/// A moment as a log line shows it.
///
/// Of its own, because this room stands below `Model`, and because a formatter costs more than the rest of the line.
package struct LogTime: Sendable, Hashable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The wall clock.
    package static func now() -> LogTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return LogTime(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Appends RFC 3339, UTC, with milliseconds: `2026-11-21T07:03:12.345Z`.
    func append(to line: inout [UInt8]) {
        let (days, ofDay) = Self.divide(milliseconds, by: 86_400_000)
        let (year, month, day) = Self.civil(days: days)
        Self.digits(year, 4, &line)
        line.append(UInt8(ascii: "-"))
        Self.digits(month, 2, &line)
        line.append(UInt8(ascii: "-"))
        Self.digits(day, 2, &line)
        line.append(UInt8(ascii: "T"))
        Self.digits(ofDay / 3_600_000, 2, &line)
        line.append(UInt8(ascii: ":"))
        Self.digits(ofDay / 60_000 % 60, 2, &line)
        line.append(UInt8(ascii: ":"))
        Self.digits(ofDay / 1000 % 60, 2, &line)
        line.append(UInt8(ascii: "."))
        Self.digits(ofDay % 1000, 3, &line)
        line.append(UInt8(ascii: "Z"))
    }

    /// The proleptic Gregorian date of a day number, by eras of 400 years that begin on 1 March.
    private static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, ofEra) = divide(days + 719_468, by: 146_097)
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let dayOfYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    /// Quotient and remainder, the remainder never negative.
    private static func divide(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
        let quotient = (value - (value < 0 ? divisor - 1 : 0)) / divisor
        return (quotient, value - quotient * divisor)
    }

    private static func digits(_ value: Int64, _ width: Int, _ line: inout [UInt8]) {
        var unit: Int64 = 1
        for _ in 1..<width { unit *= 10 }
        while unit > 0 {
            line.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / unit % 10))
            unit /= 10
        }
    }
}
