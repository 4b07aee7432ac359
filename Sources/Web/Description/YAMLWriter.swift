/// Writes a JSON value as block-style YAML (1.2), fields in the order in which they stand.
///
/// Every text is in double quotes or, where it has several lines, a literal block, so that none is taken for a number,
/// a date or a `no`; only names that cannot be taken for anything else stand bare.
enum YAMLWriter {
    static func write(_ value: JSONValue) -> String { lines(value).map { $0 + "\n" }.joined() }

    private static func lines(_ value: JSONValue) -> [String] {
        switch value {
        case .object(let members) where !members.isEmpty: members.flatMap(lines)
        case .array(let items) where !items.isEmpty:
            items.flatMap { item in
                lines(item).enumerated().map { $0 == 0 ? "- " + $1 : indented($1) }
            }
        default: [value.plainText]
        }
    }

    private static func lines(_ member: JSONValue.Member) -> [String] {
        let name = name(member.name) + ":"
        switch member.value {
        case .object(let members) where !members.isEmpty: return [name] + lines(member.value).map(indented)
        case .array(let items) where !items.isEmpty: return [name] + lines(member.value).map(indented)
        case .string(let text) where isBlock(text):
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            return [name + " |-"] + lines.map { indented(String($0)) }
        default: return [name + " " + member.value.plainText]
        }
    }

    private static func indented(_ line: String) -> String { line.isEmpty ? line : "  " + line }

    /// Whether a text can stand in a literal block and come out as it went in.
    private static func isBlock(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x0A }
        return text.utf8.contains(0x0A) && !isBlank(first) && !isBlank(last) && !text.contains(" \n")
            && text.unicodeScalars.allSatisfy { $0 == "\n" || $0.isPlainInYAML }
    }

    private static func name(_ name: String) -> String {
        let isPlain =
            name.utf8.first.map { isLetter($0) || $0 == UInt8(ascii: "$") } == true
            && name.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) || "-_$".utf8.contains($0) }
        return isPlain && !words.contains(name.lowercased()) ? name : JSONValue.quoted(name)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }

    /// What a reader of YAML 1.1 or 1.2 takes for something else than a text.
    private static let words: Set<String> = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
}

extension Unicode.Scalar {
    /// Whether it needs no escape: neither a control, nor taken for a line break, nor invisible.
    var isPlainInYAML: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: false
        default: true
        }
    }
}
