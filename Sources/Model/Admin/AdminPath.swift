/// A place on the admin site to go back to: a path and query that was checked, so that nothing else is ever gone to.
package struct AdminPath: Sendable, Equatable {
    package let text: String

    /// - Parameter text: As a request or a form had it.
    /// - Returns: nil for all but a page of a gallery or of the account, spelled plainly; it cannot name a host, a mail
    ///   address or a link that signs in.
    package init?(_ text: String?) {
        guard let text, (1...500).contains(text.utf8.count),
            text.utf8.starts(with: "/admin/g/".utf8) || text.utf8.elementsEqual("/admin/account".utf8),
            text.utf8.allSatisfy(Self.isPlain)
        else { return nil }
        let path = text.utf8.prefix { $0 != UInt8(ascii: "?") }
        let hasOddPart = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
            .contains { $0.isEmpty || $0.allSatisfy { $0 == UInt8(ascii: ".") } }
        guard !hasOddPart else { return nil }
        self.text = text
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~/?=&+:".utf8.contains(byte)
        }
    }
}
