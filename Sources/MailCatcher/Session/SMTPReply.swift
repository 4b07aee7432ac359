import NIOCore

/// One reply of the server: a code and its lines (RFC 5321, 4.2).
struct SMTPReply: Equatable {
    var code: Int
    /// The text of each line, behind the code; never empty.
    var lines: [String]

    init(_ code: Int, _ lines: [String]) {
        self.code = code
        self.lines = lines.isEmpty ? [""] : lines
    }

    /// A reply whose text may have several lines, separated by `\n`.
    init(_ code: Int, text: String) {
        self.init(code, text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }

    var isPositive: Bool { code < 400 }

    func write(to buffer: inout ByteBuffer) {
        for (index, line) in lines.enumerated() {
            buffer.writeString(String(code))
            buffer.writeString(index < lines.count - 1 ? "-" : " ")
            buffer.writeString(line)
            buffer.writeString("\r\n")
        }
    }
}
