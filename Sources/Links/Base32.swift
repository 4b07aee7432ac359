/// Base 32 (RFC 4648, 6) without padding: what people type and authenticator apps take.
package enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        var (bits, count) = (UInt32(0), UInt32(0))
        for byte in bytes {
            (bits, count) = ((bits << 8 | UInt32(byte)) & 0xFFFF, count + 8)
            while count >= 5 {
                count -= 5
                text.append(alphabet[Int(bits >> count & 31)])
            }
        }
        if count > 0 { text.append(alphabet[Int(bits << (5 - count) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// What somebody typed, as it is compared: without spaces and hyphens, in upper case, and with the letters that the
    /// digits 0, 1 and 8, which the alphabet has not, were meant for.
    package static func normal(_ typed: String) -> String {
        var text: [UInt8] = []
        for byte in typed.utf8.prefix(100) {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): text.append(byte - 32)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "2")...UInt8(ascii: "7"): text.append(byte)
            case UInt8(ascii: "0"): text.append(UInt8(ascii: "O"))
            case UInt8(ascii: "1"): text.append(UInt8(ascii: "I"))
            case UInt8(ascii: "8"): text.append(UInt8(ascii: "B"))
            default: break
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
