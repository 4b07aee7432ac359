import Model

extension CivilTime {
    /// `Sat, 21 Nov 2026 07:03:12 +0000` (RFC 5322, 3.3): with a numeric zone.
    var mailDate: String {
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        return "\(days[weekday]), \(day) \(Self.months[month - 1].prefix(3)) \(year) "
            + "\(Self.two(hour)):\(Self.two(minute)):\(Self.two(second)) +0000"
    }

    static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
