import Model

/// The `Retry-After` header field (RFC 9110, 10.2.3).
enum RetryAfter {
    /// How long to wait, for a number of seconds or a date; nil for anything else.
    static func wait(_ value: String?, now: Timestamp) -> Duration? {
        guard let value else { return nil }
        let text = value.utf8.drop { $0 == 0x20 || $0 == 0x09 }.prefix { $0 != 0x09 }
        let digits = text.prefix { (0x30...0x39).contains($0) }
        if (1...9).contains(digits.count), text.dropFirst(digits.count).allSatisfy({ $0 == 0x20 }) {
            return Int64(Substring(digits)).map { .seconds($0) }
        }
        return date(value).map { max($0 - now, .zero) }
    }

    /// The one form of date that may be sent today: `Sun, 06 Nov 1994 08:49:37 GMT` (5.6.7).
    private static func date(_ value: String) -> Timestamp? {
        let parts = value.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: parts[2].lowercased()) else {
            return nil
        }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        return Timestamp(rfc3339: "\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
}
