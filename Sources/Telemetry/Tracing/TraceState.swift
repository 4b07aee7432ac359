/// The `tracestate` header (W3C Trace Context, 3.3): what is passed on unread, if it is well-formed.
enum TraceState {
    /// No more than this (octets) is passed on; 3.3.1.5 asks for 512 at least.
    static let longest = 512
    private static let mostMembers = 32

    /// The fields in one.
    ///
    /// - Returns: nil where there is nothing, or where one member is not what it must be: then all are dropped.
    static func join(_ fields: [String]) -> String? {
        var seen: Set<Substring> = []
        var members: [Substring] = []
        for field in fields where field.utf8.count <= 4 * longest {
            for part in field.split(separator: ",", omittingEmptySubsequences: true) {
                let member = trimmed(part)
                guard !member.isEmpty else { continue }
                guard let key = key(of: member), seen.insert(key).inserted, members.count < mostMembers else {
                    return nil
                }
                members.append(member)
            }
        }
        // The rightmost were written first, and matter least.
        while members.reduce(members.count - 1, { $0 + $1.utf8.count }) > longest { members.removeLast() }
        return members.isEmpty ? nil : members.joined(separator: ",")
    }

    /// The key of `key=value`; nil where either is not well-formed.
    private static func key(of member: Substring) -> Substring? {
        guard let equals = member.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let (key, value) = (member[..<equals], member.utf8[member.utf8.index(after: equals)...])
        let parts = key.utf8.split(separator: UInt8(ascii: "@"), maxSplits: 2, omittingEmptySubsequences: false)
        let isKey =
            switch parts.count {
            case 1: isName(parts[0], atMost: 256, startsWithDigit: false)
            case 2:
                isName(parts[0], atMost: 241, startsWithDigit: true)
                    && isName(parts[1], atMost: 14, startsWithDigit: false)
            default: false
            }
        let isValue =
            (1...256).contains(value.count)
            && value.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ",") }
        return isKey && isValue ? key : nil
    }

    private static func isName(_ name: Substring.UTF8View, atMost: Int, startsWithDigit: Bool) -> Bool {
        guard let first = name.first, name.count <= atMost else { return false }
        guard isLetter(first) || (startsWithDigit && isDigit(first)) else { return false }
        return name.allSatisfy { byte in
            isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "*") || byte == UInt8(ascii: "/")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Without the white space around a member (RFC 9110, 5.6.3).
    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.utf8.first, first == 0x20 || first == 0x09 { text = text.dropFirst() }
        while let last = text.utf8.last, last == 0x20 || last == 0x09 { text = text.dropLast() }
        return text
    }
}
