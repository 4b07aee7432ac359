/// Untrusted bytes as text that can go to a log, a page or a terminal.
enum Printable {
    /// Printable ASCII, runs of spaces as one, anything else as one `?` a character; at most `limit` characters.
    static func text(_ bytes: some Sequence<UInt8>, limit: Int) -> String {
        var result: [UInt8] = []
        for byte in bytes {
            let shown: UInt8? =
                switch byte {
                case 0x21...0x7e: byte
                case 0x09, 0x20: UInt8(ascii: " ")
                // The later bytes of a UTF-8 character: its first byte has shown it already.
                case 0x80...0xbf: nil
                default: UInt8(ascii: "?")
                }
            guard let shown else { continue }
            if shown == UInt8(ascii: " "), result.isEmpty || result.last == shown { continue }
            guard result.count < limit else { break }
            result.append(shown)
        }
        if result.last == UInt8(ascii: " ") { result.removeLast() }
        return String(decoding: result, as: UTF8.self)
    }
}
