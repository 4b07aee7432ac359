/// One reply of the server: a code, an enhanced status code where there is one, and lines (RFC 5321, 4.2).
struct SMTPReply: Equatable {
    var code: Int
    /// Such as `5.1.1` (RFC 3463); left out where the server does not offer ENHANCEDSTATUSCODES.
    var status: String?
    /// Never empty; without line ends.
    var lines: [String]

    init(_ code: Int, _ status: String?, _ text: String) {
        self.init(code, status, lines: [text])
    }

    init(_ code: Int, _ status: String?, lines: [String]) {
        self.code = code
        self.status = status
        self.lines = lines.isEmpty ? [""] : lines
    }

    /// A reply from a fault plan: every line end in the text begins another line, other controls are dropped.
    init(scripted code: Int, _ text: String) {
        var lines: [[UInt8]] = [[]]
        for byte in text.utf8 where byte != 13 {
            if byte == 10 {
                lines.append([])
            } else if byte >= 32, byte != 127 {
                lines[lines.count - 1].append(byte)
            }
        }
        self.init(code, nil, lines: lines.map { String(decoding: $0, as: UTF8.self) })
    }

    /// The lines as they go out, without their ends.
    func wireLines(enhanced: Bool) -> [String] {
        let prefix = enhanced ? status.map { $0 + " " } ?? "" : ""
        return lines.indices.map { index in
            "\(code)\(index < lines.count - 1 ? "-" : " ")\(prefix)\(lines[index])"
        }
    }
}
