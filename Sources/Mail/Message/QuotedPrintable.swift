/// The quoted-printable encoding of text (RFC 2045, 6.7).
enum QuotedPrintable {
    /// Octets on a line, the soft break's `=` included.
    private static let longest = 76

    /// Appends text whose lines end in LF as lines of at most 76 octets that end in CRLF.
    ///
    /// A dot that would begin a line and the F of `From ` are encoded too, so that nothing on the way has to change
    /// the line; spaces and tabs before a line's end are, because relays drop them.
    static func append(_ text: [UInt8], to output: inout [UInt8]) {
        output.reserveCapacity(output.count + text.count + text.count / 4)
        text.withUnsafeBufferPointer { bytes in
            var column = 0
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                if byte == 0x0A {
                    output.append(0x0D)
                    output.append(0x0A)
                    column = 0
                    index += 1
                    continue
                }
                var end = index
                let room = min(bytes.count, index + longest - 1 - column)
                if column > 0 || !needsCare(at: index, in: bytes) {
                    while end < room, isLiteral(bytes[end]) { end += 1 }
                    // The last space of a line is not literal; the line's end says whether this was the last.
                    if end > index, end == bytes.count || bytes[end] == 0x0A, isBlank(bytes[end - 1]) { end -= 1 }
                }
                if end > index {
                    output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[index..<end]))
                    column += end - index
                    index = end
                } else if column + 3 > longest - 1 || (column > longest - 2 && isLiteral(byte)) {
                    output.append(contentsOf: softBreak)
                    column = 0
                } else {
                    output.append(0x3D)
                    output.append(digit(byte >> 4))
                    output.append(digit(byte & 15))
                    column += 3
                    index += 1
                }
            }
        }
    }

    /// The upper-case hexadecimal digit of a number below 16.
    static func digit(_ number: UInt8) -> UInt8 { number < 10 ? 0x30 + number : 0x37 + number }

    private static let softBreak: [UInt8] = [0x3D, 0x0D, 0x0A]

    /// Printable ASCII but `=`, and blanks, for which the end of the line decides.
    private static func isLiteral(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte <= 0x7E && byte != 0x3D || byte == 0x09
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// Whether a line must not begin with this byte as it is.
    private static func needsCare(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        if bytes[index] == UInt8(ascii: ".") { return true }
        return bytes[index] == UInt8(ascii: "F") && bytes[index...].prefix(5).elementsEqual("From ".utf8)
    }
}
