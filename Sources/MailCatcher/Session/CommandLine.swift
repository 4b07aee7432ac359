/// One command line, split at its first space (RFC 5321, 4.1.1).
struct CommandLine: Equatable {
    /// In upper case; empty where the line does not start with letters.
    let verb: String
    /// The rest without the space before it and without spaces at its end.
    let argument: String

    /// Reads a line without its CRLF; nil where it holds a control character.
    init?(_ line: String) {
        guard !line.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
        let bytes = line.utf8
        let end = bytes.firstIndex(of: UInt8(ascii: " ")) ?? bytes.endIndex
        verb = line[..<end].uppercased()
        var rest = line[end...].utf8.drop { $0 == UInt8(ascii: " ") }
        while rest.last == UInt8(ascii: " ") { rest.removeLast() }
        argument = String(rest) ?? ""
    }
}
