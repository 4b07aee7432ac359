// By integer arithmetic, as a `Date` counts seconds in a Double and so shows some moments one millisecond early.

extension Timestamp: CustomStringConvertible {
    /// RFC 3339, UTC, with milliseconds: `2026-11-21T07:03:12.345Z`.
    ///
    /// For the years 0 to 9999.
    package var description: String {
        let (day, inDay) = Self.divide(milliseconds, by: Self.dayLength)
        let date = CivilDate(day: day)
        return String(unsafeUninitializedCapacity: 24) { buffer in
            var position = 0
            func put(_ number: Int64, digits: Int, then mark: Unicode.Scalar) {
                var rest = number
                for index in stride(from: position + digits - 1, through: position, by: -1) {
                    buffer[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                    rest /= 10
                }
                buffer[position + digits] = UInt8(ascii: mark)
                position += digits + 1
            }
            put(date.year, digits: 4, then: "-")
            put(date.month, digits: 2, then: "-")
            put(date.day, digits: 2, then: "T")
            put(inDay / 3_600_000, digits: 2, then: ":")
            put(inDay / 60_000 % 60, digits: 2, then: ":")
            put(inDay / 1000 % 60, digits: 2, then: ".")
            put(inDay % 1000, digits: 3, then: "Z")
            return position
        }
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
        let date = CivilDate(year: year, month: month, day: day)
        guard (1...12).contains(month), day >= 1, CivilDate(day: date.number) == date, hour < 24, minute < 60,
            second <= 60
        else { return nil }
        let seconds = (hour * 60 + minute - offset) * 60 + second
        self.init(milliseconds: date.number * Self.dayLength + seconds * 1000 + fraction)
    }

    private static let dayLength: Int64 = 86_400_000

    /// Division that rounds down, so that moments before 1970 count forward within their day.
    fileprivate static func divide(_ number: Int64, by divisor: Int64) -> (quotient: Int64, rest: Int64) {
        let (quotient, rest) = number.quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
    }
}

/// A day of the Gregorian calendar, counted in years that begin in March so that a leap day is a year's last, and in
/// eras of 400 years, which are all of one length.
private struct CivilDate: Equatable {
    var year: Int64
    var month: Int64
    var day: Int64

    init(year: Int64, month: Int64, day: Int64) {
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// The date of a number of days since 1970-01-01.
    init(day number: Int64) {
        let (era, inEra) = Timestamp.divide(number + 719_468, by: 146_097)
        let yearOfEra = (inEra - inEra / 1460 + inEra / 36_524 - inEra / 146_096) / 365
        let inYear = inEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * inYear + 2) / 153
        day = inYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01; another date's where there is no such day.
    var number: Int64 {
        let (era, yearOfEra) = Timestamp.divide(month <= 2 ? year - 1 : year, by: 400)
        let inYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + inYear - 719_468
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
