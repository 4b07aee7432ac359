import Model
import Synchronization

/// The `Date` header (RFC 9110, 6.6.1), formatted once a second and not once a response.
final class HTTPDate: Sendable {
    private let last = Mutex<(second: Int64, text: String)>((.min, ""))

    func text(at now: Timestamp) -> String {
        let second = now.seconds
        return last.withLock { last in
            if last.second != second { last = (second, Self.format(second)) }
            return last.text
        }
    }

    /// IMF-fixdate (RFC 9110, 5.6.7): `Sat, 21 Nov 2026 07:03:12 GMT`.
    static func format(_ second: Int64) -> String {
        let time = CivilTime(Timestamp(seconds: second))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return """
            \(days[time.weekday]), \(two(time.day)) \(CivilTime.months[time.month - 1].prefix(3)) \(time.year) \
            \(two(time.hour)):\(two(time.minute)):\(two(time.second)) GMT
            """
    }

    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
}
