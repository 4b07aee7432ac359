import Logging

/// Writes one value of a line: redacted first, then cut to a bearable length, then escaped.
enum LogValue {
    /// A value longer than this (octets) is cut: a log is no place for somebody else's megabyte.
    static let longest = 4096

    static func json(_ value: Logger.MetadataValue, to line: inout [UInt8]) {
        switch value {
        case .string(let text): quoted(text, to: &line)
        case .stringConvertible(let value):
            if let plain = plain(value) {
                line.append(contentsOf: plain.utf8)
            } else {
                quoted(value.description, to: &line)
            }
        case .array(let values):
            line.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { line.append(UInt8(ascii: ",")) }
                json(value, to: &line)
            }
            line.append(UInt8(ascii: "]"))
        case .dictionary(let values):
            line.append(UInt8(ascii: "{"))
            for (index, pair) in values.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { line.append(UInt8(ascii: ",")) }
                quoted(pair.key, to: &line)
                line.append(UInt8(ascii: ":"))
                json(pair.value, to: &line)
            }
            line.append(UInt8(ascii: "}"))
        }
    }

    /// Bare where nothing in it could be mistaken for the next field, quoted otherwise; nested values as JSON.
    static func text(_ value: Logger.MetadataValue, to line: inout [UInt8]) {
        switch value {
        case .string(let text): bare(text, to: &line)
        case .stringConvertible(let value): bare(value.description, to: &line)
        case .array, .dictionary: json(value, to: &line)
        }
    }

    static func quoted(_ text: String, to line: inout [UInt8]) {
        line.append(UInt8(ascii: "\""))
        LogEscaping.append(safe(text), to: &line)
        line.append(UInt8(ascii: "\""))
    }

    static func bare(_ text: String, to line: inout [UInt8]) {
        let text = safe(text)
        let isPlain = text.utf8.allSatisfy { byte in
            byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "=")
                && byte != UInt8(ascii: "\\")
        }
        if isPlain, !text.isEmpty {
            line.append(contentsOf: text.utf8)
        } else {
            line.append(UInt8(ascii: "\""))
            LogEscaping.append(text, to: &line)
            line.append(UInt8(ascii: "\""))
        }
    }

    /// Redacted, and no longer than ``longest`` and a note of what was cut.
    static func safe(_ text: String) -> String {
        let redacted = Redaction.redact(text)
        let length = redacted.utf8.count
        guard length > longest else { return redacted }
        var end = redacted.utf8.index(redacted.utf8.startIndex, offsetBy: longest)
        while end.samePosition(in: redacted.unicodeScalars) == nil { end = redacted.utf8.index(before: end) }
        let kept = redacted[..<end]
        return "\(kept)… (\(length - kept.utf8.count) octets more)"
    }

    /// The JSON spelling of a number or a truth value; nil for all else.
    private static func plain(_ value: any CustomStringConvertible) -> String? {
        switch value {
        case let value as Bool: value.description
        case let value as any FixedWidthInteger: "\(value)"
        case let value as Double: value.isFinite ? value.description : nil
        default: nil
        }
    }
}
