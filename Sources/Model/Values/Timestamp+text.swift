extension Timestamp: CustomStringConvertible {
    /// RFC 3339, UTC, with milliseconds: `2026-11-21T07:03:12.345Z`.
    ///
    /// Counted in whole milliseconds all the way: a `Date` holds a Double, and shows some moments one early.
    package var description: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(24)
        CivilTime(self).appendRFC3339(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads the date-time of RFC 3339, 5.6, with any offset; digits beyond milliseconds are dropped, and a leap second
    /// counts as the first of the next minute.
    ///
    /// Nil where the text is something else.
    package init?(rfc3339 text: String) {
        var rest = Array(text.utf8)[...]
        guard let year = rest.takeNumber(digits: 4), rest.take("-"), let month = rest.takeNumber(digits: 2),
            rest.take("-"), let day = rest.takeNumber(digits: 2), rest.take("T") || rest.take("t"),
            let hour = rest.takeNumber(digits: 2), rest.take(":"), let minute = rest.takeNumber(digits: 2),
            rest.take(":"), let second = rest.takeNumber(digits: 2), let fraction = rest.takeFraction(),
            let offset = rest.takeOffset(), rest.isEmpty
        else { return nil }
        let start = Timestamp(milliseconds: Self.days(year: year, month: month, day: day) * 86_400_000)
        let date = CivilTime(start)
        guard (date.year, date.month, date.day) == (Int(year), Int(month), Int(day)), hour < 24, minute < 60,
            second <= 60
        else { return nil }
        self = start + .milliseconds(((hour * 60 + minute - offset) * 60 + second) * 1000 + fraction)
    }

    /// Days since 1970-01-01 of a date of the Gregorian calendar, in years that begin in March so that the leap day is
    /// the last; another date's where there is no such day.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let marchYear = year + 400 - (month <= 2 ? 1 : 0)
        let days = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + days - 719_468 - 146_097
    }
}

extension ArraySlice<UInt8> {
    fileprivate mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard first == UInt8(ascii: mark) else { return false }
        removeFirst()
        return true
    }

    fileprivate mutating func takeNumber(digits: Int) -> Int64? {
        let text = prefix(digits)
        guard text.count == digits, text.allSatisfy({ (48...57).contains($0) }) else { return nil }
        removeFirst(digits)
        return text.reduce(0) { $0 * 10 + Int64($1 - 48) }
    }

    /// Milliseconds of a fraction, 0 where there is none; nil for a point without digits.
    fileprivate mutating func takeFraction() -> Int64? {
        guard take(".") else { return 0 }
        let digits = prefix { (48...57).contains($0) }
        guard !digits.isEmpty else { return nil }
        removeFirst(digits.count)
        return (0..<3).reduce(0) { sum, index in
            sum * 10 + (index < digits.count ? Int64(digits[digits.startIndex + index] - 48) : 0)
        }
    }

    /// Minutes east of UTC.
    fileprivate mutating func takeOffset() -> Int64? {
        if take("Z") || take("z") { return 0 }
        let isEast = take("+")
        guard isEast || take("-"), let hours = takeNumber(digits: 2), take(":"), let minutes = takeNumber(digits: 2),
            hours < 24, minutes < 60
        else { return nil }
        return (hours * 60 + minutes) * (isEast ? 1 : -1)
    }
}
