/// The base64 encoding (RFC 4648, 4).
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func append(_ bytes: some RandomAccessCollection<UInt8>, to output: inout [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let group = rest.prefix(3)
            rest = rest.dropFirst(3)
            let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0...3 {
                output.append(place <= group.count ? alphabet[value >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
    }

    /// Octets on a line of a body (RFC 2045, 6.8), as bytes go in.
    private static let lineBytes = 57

    /// Appends text whose lines end in LF as lines of 76 octets that end in CRLF.
    ///
    /// The text's own lines become CRLF first: what is encoded is the canonical form (RFC 2045, 6.8).
    static func appendLines(_ text: [UInt8], to output: inout [UInt8]) {
        var canonical: [UInt8] = []
        canonical.reserveCapacity(text.count + text.count / 32)
        for byte in text {
            if byte == 0x0A { canonical.append(0x0D) }
            canonical.append(byte)
        }
        for start in stride(from: 0, to: canonical.count, by: lineBytes) {
            append(canonical[start..<min(start + lineBytes, canonical.count)], to: &output)
            output.append(0x0D)
            output.append(0x0A)
        }
    }

    /// What ``appendLines(_:to:)`` makes of a text, in octets.
    static func lineLength(of text: [UInt8]) -> Int {
        let bytes = text.count + text.count { $0 == 0x0A }
        let lines = (bytes + lineBytes - 1) / lineBytes
        return (bytes + 2) / 3 * 4 + lines * 2
    }
}
