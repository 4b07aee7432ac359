/// The address that a mail's button opens.
package enum Link {
    /// In characters: short enough that no mail program breaks or cuts it.
    package static let longest = 200

    /// Whether it can stand in a mail as it is: an absolute URL, printable ASCII, nothing that ends a link early.
    package static func isUsable(_ text: String) -> Bool {
        let bytes = text.utf8
        guard bytes.count <= longest else { return false }
        let hostStart: Int
        if text.hasPrefix("https://") {
            hostStart = 8
        } else if text.hasPrefix("http://") {
            hostStart = 7
        } else {
            return false
        }
        guard let first = bytes.dropFirst(hostStart).first, isAlphanumeric(first) || first == UInt8(ascii: "["),
            let last = bytes.last, isAlphanumeric(last) || "/-_=~]".utf8.contains(last)
        else { return false }
        return bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"),
                UInt8(ascii: ">"), UInt8(ascii: "\\"), UInt8(ascii: "^"), UInt8(ascii: "`"),
                UInt8(ascii: "{")...UInt8(ascii: "}"):
                false
            default: byte > 0x20 && byte < 0x7F
            }
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
