import Model

extension HTMLWriter {
    /// A moment, and in brackets how long ago it was or how far off it is.
    mutating func when(_ moment: Timestamp, now: Timestamp) {
        time(moment)
        html(" <span class=\"ago\">(")
        text(Ago.words(moment, now: now))
        html(")</span>")
    }
}

extension HTMLWriter {
    /// A moment for a table, where the footer says that times are in UTC: `21 Nov 2026, 07:03`, and how far off it is
    /// below.
    mutating func stamp(_ moment: Timestamp, now: Timestamp) {
        let time = CivilTime(moment)
        var rfc: [UInt8] = []
        time.appendRFC3339(to: &rfc)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        html("<time datetime=\"")
        text(String(decoding: rfc, as: UTF8.self))
        html("\">")
        text(
            "\(time.day) \(CivilTime.months[time.month - 1].prefix(3)) \(time.year), \(two(time.hour)):\(two(time.minute))"
        )
        html("</time> <small>")
        text(Ago.words(moment, now: now))
        html("</small>")
    }
}

extension HTMLWriter {
    /// The time of day, `03:19 UTC`; with the day before it where that is another than today: `23 Nov, 03:19 UTC`.
    mutating func clock(_ moment: Timestamp, now: Timestamp) {
        let (time, today) = (CivilTime(moment), CivilTime(now))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        html("<time datetime=\"")
        text(moment.description)
        html("\">")
        if (time.year, time.month, time.day) != (today.year, today.month, today.day) {
            text("\(time.day) \(CivilTime.months[time.month - 1].prefix(3)), ")
        }
        text("\(two(time.hour)):\(two(time.minute)) UTC")
        html("</time>")
    }
}

/// Moments as people say them.
enum Ago {
    private static let units: [(length: Int64, name: String)] = [
        (86_400, "day"), (3600, "hour"), (60, "minute"),
    ]

    /// `3 hours ago`, `in 2 days`, `just now`; in the largest unit of which there is a whole one.
    static func words(_ moment: Timestamp, now: Timestamp) -> String {
        let seconds = (now - moment).milliseconds / 1000
        guard let words = length(abs(seconds)) else { return seconds < 0 ? "in a moment" : "just now" }
        return seconds < 0 ? "in \(words)" : "\(words) ago"
    }

    /// `3 hours`, to the nearest one; nil for less than a minute.
    static func length(_ seconds: Int64) -> String? {
        guard let unit = units.first(where: { seconds >= $0.length }) else { return nil }
        let count = (seconds + unit.length / 2) / unit.length
        return count == 1 ? "1 \(unit.name)" : "\(count) \(unit.name)s"
    }
}
