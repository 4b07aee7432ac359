/// What may stand for a host in a URL and in EHLO.
enum HostName {
    /// Whether what is sent there cannot leave the machine; knows the usual spellings, and takes others for a network.
    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || (isIPv4(host) && host.hasPrefix("127."))
    }

    /// Dotted decimal, four parts.
    static func isIPv4(_ text: some StringProtocol) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.count) && part.allSatisfy(isDigit) && (part.count == 1 || part.first != 48)
                    && part.reduce(0) { $0 * 10 + Int($1 - 48) } <= 255
            }
    }

    /// The characters of an IPv6 address; libcurl checks their order.
    static func looksLikeIPv6(_ text: some StringProtocol) -> Bool {
        text.utf8.count >= 2 && text.utf8.count <= 45 && text.utf8.contains(UInt8(ascii: ":"))
            && text.utf8.allSatisfy { isHexDigit($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
    }

    /// Letters, digits, hyphens and dots (RFC 1123, 2.1), and underscores, which names inside clusters hold.
    static func isName(_ text: some StringProtocol) -> Bool {
        guard !text.isEmpty, text.utf8.count <= 253 else { return false }
        return text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                && label.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
        }
    }

    /// A domain name with a dot, or an address literal such as `[192.0.2.1]` (RFC 5321, 4.1.3).
    ///
    /// A name without a dot is a container's, and relays rightly refuse those.
    static func isEHLOName(_ text: String) -> Bool {
        if text.hasPrefix("["), text.hasSuffix("]") {
            let inside = text.dropFirst().dropLast()
            let tag = "ipv6:"
            return isIPv4(inside)
                || (inside.lowercased().hasPrefix(tag) && looksLikeIPv6(inside.dropFirst(tag.count)))
        }
        return isName(text) && text.utf8.contains(UInt8(ascii: ".")) && !text.utf8.contains(UInt8(ascii: "_"))
            && !isIPv4(text)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    private static func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (97...102).contains(byte | 0x20) }
    private static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || (97...122).contains(byte | 0x20) }
}
