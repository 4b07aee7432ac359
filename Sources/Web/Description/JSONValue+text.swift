extension JSONValue {
    /// As people read it: two spaces a level, and what is short on one line.
    var prettyText: String {
        var text = ""
        write(to: &text, indent: 0)
        return text
    }

    /// On one line.
    var plainText: String {
        switch self {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .number(let digits): return digits
        case .string(let string): return Self.quoted(string)
        case .array(let items): return "[" + items.map(\.plainText).joined(separator: ", ") + "]"
        case .object(let members):
            return "{" + members.map { Self.quoted($0.name) + ": " + $0.value.plainText }.joined(separator: ", ") + "}"
        }
    }

    private static let widest = 72

    private func write(to text: inout String, indent: Int) {
        let plain = plainText
        guard indent + plain.count > Self.widest else { return text += plain }
        let inner = String(repeating: " ", count: indent + 2)
        let outer = String(repeating: " ", count: indent)
        switch self {
        case .array(let items):
            text += "["
            for (index, item) in items.enumerated() {
                text += (index == 0 ? "\n" : ",\n") + inner
                item.write(to: &text, indent: indent + 2)
            }
            text += "\n\(outer)]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                text += (index == 0 ? "\n" : ",\n") + inner + Self.quoted(member.name) + ": "
                member.value.write(to: &text, indent: indent + 2)
            }
            text += "\n\(outer)}"
        default: text += plain
        }
    }

    /// A string of JSON (RFC 8259, 7), and so one of YAML (1.2, 7.3.1), with everything escaped that a reader could
    /// take for a line break, or could not see.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where !scalar.isPlainInYAML:
                for unit in String(scalar).utf16 {
                    let code = String(unit, radix: 16)
                    quoted += "\\u" + String(repeating: "0", count: 4 - code.count) + code
                }
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
