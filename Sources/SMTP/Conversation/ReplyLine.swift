/// One line of a server's reply (RFC 5321, 4.2), read exactly as libcurl 7.88 reads it, so that both always agree on
/// which line ends a reply.
struct ReplyLine {
    let code: Int
    let isLast: Bool
    /// What follows the code and its separator, without the line end.
    let text: Slice<UnsafeRawBufferPointer>

    /// Nil for a line that is none of a reply; libcurl passes over such lines too.
    init?(_ raw: UnsafeRawBufferPointer) {
        guard raw.count >= 4, raw[0].isDigit, raw[1].isDigit, raw[2].isDigit else { return nil }
        // libcurl: a space in fourth place, or nothing but the code and CRLF.
        isLast = raw[3] == UInt8(ascii: " ") || raw.count == 5
        guard isLast || raw[3] == UInt8(ascii: "-") else { return nil }
        code = raw[..<3].reduce(0) { $0 * 10 + Int($1 - 48) }
        let end = raw.lastIndex { $0 != 0x0d && $0 != 0x0a }.map { $0 + 1 } ?? 0
        text = end > 4 ? raw[4..<end] : raw[0..<0]
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (48...57).contains(self) }
}
