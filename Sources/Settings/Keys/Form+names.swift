import Foundation

extension Form where Value == String {
    /// A path of a file or folder; whether it is there is for those to say who open it.
    static var path: Form {
        .single("a path") { (text: String) throws(Flaw) in
            guard !text.utf8.contains(0) else { throw Flaw.plain }
            return text
        }
    }

    /// Anything printable, in one line.
    static var text: Form {
        .single("a text") { (text: String) throws(Flaw) in
            guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
                throw Flaw.plain
            }
            return text
        }
    }

    /// What a server can bind to: an address or a host name.
    static var host: Form {
        .single("an IP address or a host name") { (text: String) throws(Flaw) in
            let isName = text.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: ".") }
            guard IPAddress.width(of: text) != nil || isName && text.utf8.first != UInt8(ascii: "-") else {
                throw Flaw.plain
            }
            return text
        }
    }

    /// An address, or a network by its prefix length (RFC 4632, 3.1).
    static var network: Form {
        .single("an IP address or a network such as 10.0.0.0/8") { (text: String) throws(Flaw) in
            let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let width = IPAddress.width(of: String(parts[0])) else { throw Flaw.plain }
            guard parts.count == 2 else { return text }
            guard !parts[1].isEmpty, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let length = Int(parts[1]), length <= width
            else { throw Flaw.plain }
            return text
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

enum IPAddress {
    /// Bits of the address that `text` is: 32 or 128; nil where it is none.
    static func width(of text: String) -> Int? {
        var buffer = in6_addr()
        if inet_pton(AF_INET, text, &buffer) == 1 { return 32 }
        return inet_pton(AF_INET6, text, &buffer) == 1 ? 128 : nil
    }
}
