import Logging

/// Builds one line, its newline included, in either format.
enum LogLine {
    /// A line for programs: `{"time":…,"level":…,"logger":…,"message":…,KEY:VALUE,…}`.
    static func json(
        time: LogTime, level: Logger.Level, label: String, message: String,
        fields: [(key: String, value: Logger.MetadataValue)], to line: inout [UInt8]
    ) {
        line.append(contentsOf: #"{"time":""#.utf8)
        time.append(to: &line)
        line.append(contentsOf: #"","level":""#.utf8)
        line.append(contentsOf: level.rawValue.utf8)
        line.append(contentsOf: #"","logger":"#.utf8)
        LogValue.quoted(label, to: &line)
        line.append(contentsOf: #","message":"#.utf8)
        LogValue.quoted(message, to: &line)
        for (key, value) in fields {
            line.append(UInt8(ascii: ","))
            // A key of ours must not appear twice in the object: readers disagree on which one counts.
            switch key {
            case "time", "level", "logger", "message": LogValue.quoted("metadata." + key, to: &line)
            default: LogValue.quoted(key, to: &line)
            }
            line.append(UInt8(ascii: ":"))
            LogValue.json(value, to: &line)
        }
        line.append(contentsOf: "}\n".utf8)
    }

    /// A line for people: `2026-11-21T07:03:12.345Z info     LABEL: MESSAGE  KEY=VALUE …`.
    static func text(
        time: LogTime, level: Logger.Level, label: String, message: String,
        fields: [(key: String, value: Logger.MetadataValue)], to line: inout [UInt8]
    ) {
        time.append(to: &line)
        line.append(UInt8(ascii: " "))
        line.append(contentsOf: level.rawValue.utf8)
        for _ in level.rawValue.utf8.count..<9 { line.append(UInt8(ascii: " ")) }
        LogEscaping.append(label, quoted: false, to: &line)
        line.append(contentsOf: ": ".utf8)
        LogEscaping.append(LogValue.safe(message), quoted: false, to: &line)
        for (index, field) in fields.enumerated() {
            line.append(contentsOf: (index == 0 ? "  " : " ").utf8)
            LogValue.bare(field.key, to: &line)
            line.append(UInt8(ascii: "="))
            LogValue.text(field.value, to: &line)
        }
        line.append(UInt8(ascii: "\n"))
    }
}
