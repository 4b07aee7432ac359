/// Makes any text safe inside one line of a log, for a reader and for the terminal that shows it.
///
/// What could end the line (CR, LF, U+2028, U+2029, NEL), drive a terminal (other controls), or make it read
/// differently than it is stored (bidirectional controls, zero-width and tag characters) becomes `\n`, `\u202E` and so
/// on, as JSON writes it (RFC 8259, 7). It works on bytes: `"\r\n"` is one `Character` in Swift.
enum LogEscaping {
    private static let hex = Array("0123456789ABCDEF".utf8)

    /// Appends `text`, escaped; `\` too, and `"` unless it stands free of quotes.
    static func append(_ text: String, quoted: Bool = true, to line: inout [UInt8]) {
        var text = text
        text.withUTF8 { append($0, quoted: quoted, to: &line) }
    }

    private static func append(_ bytes: UnsafeBufferPointer<UInt8>, quoted: Bool, to line: inout [UInt8]) {
        var clean = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\\"), byte != UInt8(ascii: "\"") || !quoted {
                index += 1
                continue
            }
            let length = length(leading: byte)
            guard byte < 0x80 || isDeceptive(bytes, at: index) else {
                index += length
                continue
            }
            line.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[clean..<index]))
            escape(bytes, at: index, length: length, to: &line)
            index += length
            clean = index
        }
        line.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[clean..<bytes.count]))
    }

    /// The number of bytes of the character that starts with `byte`, in the valid UTF-8 that every string holds.
    static func length(leading byte: UInt8) -> Int {
        byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    }

    private static func isDeceptive(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        switch bytes[index] {
        case 0xC2: bytes[index + 1] < 0xA0 || bytes[index + 1] == 0xAD  // C1, soft hyphen
        case 0xD8: bytes[index + 1] == 0x9C  // U+061C Arabic letter mark
        case 0xE1: bytes[index + 1] == 0xA0 && bytes[index + 2] == 0x8E  // U+180E
        case 0xE2:
            switch bytes[index + 1] {
            case 0x80: (0x8B...0x8F).contains(bytes[index + 2]) || (0xA8...0xAE).contains(bytes[index + 2])
            case 0x81: (0xA0...0xAF).contains(bytes[index + 2])  // U+2060 to U+206F
            default: false
            }
        case 0xEF:
            bytes[index + 1] == 0xBB && bytes[index + 2] == 0xBF  // U+FEFF
                || bytes[index + 1] == 0xBF && (0xB9...0xBB).contains(bytes[index + 2])  // U+FFF9 to U+FFFB
        case 0xF3: bytes[index + 1] == 0xA0 && bytes[index + 2] < 0x82  // U+E0000 to U+E007F, tags
        default: false
        }
    }

    private static func escape(
        _ bytes: UnsafeBufferPointer<UInt8>, at index: Int, length: Int, to line: inout [UInt8]
    ) {
        line.append(UInt8(ascii: "\\"))
        switch bytes[index] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): line.append(bytes[index])
        case 0x0A: line.append(UInt8(ascii: "n"))
        case 0x0D: line.append(UInt8(ascii: "r"))
        case 0x09: line.append(UInt8(ascii: "t"))
        default:
            var scalar = UInt32(bytes[index]) & (length == 1 ? 0x7F : 0x7F >> UInt32(length))
            for next in 1..<max(length, 1) { scalar = scalar << 6 | UInt32(bytes[index + next] & 0x3F) }
            if scalar < 0x1_0000 {
                unit(scalar, to: &line)
            } else {
                unit(0xD800 + (scalar - 0x1_0000) >> 10, to: &line)
                line.append(UInt8(ascii: "\\"))
                unit(0xDC00 + (scalar - 0x1_0000) & 0x3FF, to: &line)
            }
        }
    }

    private static func unit(_ value: UInt32, to line: inout [UInt8]) {
        line.append(UInt8(ascii: "u"))
        for shift in stride(from: UInt32(12), through: 0, by: -4) { line.append(hex[Int(value >> shift & 15)]) }
    }
}
