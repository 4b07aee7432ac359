/// Escaping on bytes: Swift's `Character` joins a quote and a combining mark that follows it to one, which a search
/// for quotes then misses.
enum HTMLEscaping {
    /// Appends text so that it is text wherever HTML has text or a quoted attribute.
    ///
    /// Control characters but tab and line feed, bidirectional controls and invisible characters (CVE-2021-42574) are
    /// left out: no name may turn around or hide what stands beside it.
    static func append(_ text: String.UTF8View, to bytes: inout [UInt8]) {
        let done: Void? = text.withContiguousStorageIfAvailable { append($0, to: &bytes) }
        if done == nil { Array(text).withUnsafeBufferPointer { append($0, to: &bytes) } }
    }

    private static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        var position = 0
        while position < text.count {
            let byte = text[position]
            switch byte {
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): bytes.append(contentsOf: "&#39;".utf8)
            case 0x09, 0x0A, 0x20...0x7E: bytes.append(byte)
            case 0..<0x80: break
            default:
                let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
                guard position + length <= text.count else { return }
                if !isHidden(text, position, length) {
                    for offset in 0..<length { bytes.append(text[position + offset]) }
                }
                position += length
                continue
            }
            position += 1
        }
    }

    /// Whether the scalar of these bytes is one that is left out.
    private static func isHidden(_ text: UnsafeBufferPointer<UInt8>, _ position: Int, _ length: Int) -> Bool {
        var value = UInt32(text[position]) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
        for offset in 1..<length { value = value << 6 | UInt32(text[position + offset] & 0x3F) }
        switch value {
        case 0x80...0x9F, 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B...0x200F,
            0x2028...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0x1BCA0...0x1BCA3,
            0x1D173...0x1D17A, 0xE0000...0xE0FFF:
            return true
        default: return false
        }
    }
}
