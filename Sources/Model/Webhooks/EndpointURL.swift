/// Where a webhook's deliveries go: a URL that has one reading only.
///
/// Whoever checks a URL and whoever connects to it must not read it differently; so nothing is taken that two readers
/// could take for two things: no user, no fragment, no escapes or other letters in the host, no odd spellings of IPv4.
package struct EndpointURL: Sendable, Hashable {
    package enum Host: Sendable, Hashable {
        /// Lower-case letters, digits, hyphens, underscores and full stops.
        case name(String)
        case address(HostAddress)
    }

    /// What is wrong with a URL, as a clause.
    package struct Flaw: Error, Sendable, Equatable, CustomStringConvertible {
        package let description: String

        init(_ description: String) { self.description = description }
    }

    /// As it was given.
    package let text: String
    /// Whether it is `https`; otherwise it is `http`.
    package let isSecure: Bool
    package let host: Host
    package let port: Int
    /// Path and query, beginning with a slash.
    package let target: String

    static let longest = 2000

    package init(_ text: String) throws(Flaw) {
        guard text.utf8.count <= Self.longest else { throw Flaw("is longer than \(Self.longest) bytes") }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !#""<>\^`{|}"#.utf8.contains($0) }) else {
            throw Flaw("holds a character that a URL has only percent-encoded, and a host only as xn--…")
        }
        guard let colon = text.firstRange(of: "://") else { throw Flaw("is to be an https URL") }
        switch text[..<colon.lowerBound].lowercased() {
        case "https": isSecure = true
        case "http": isSecure = false
        default: throw Flaw("is to be an https URL")
        }
        let rest = text[colon.upperBound...]
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let authority = rest[..<end]
        guard !authority.utf8.contains(UInt8(ascii: "@")) else { throw Flaw("holds a user or a password") }
        guard !rest.utf8.contains(UInt8(ascii: "#")) else { throw Flaw("holds a fragment, which is never sent") }
        guard Self.isWellEncoded(rest[end...]) else { throw Flaw("holds a broken percent-encoding") }
        let (host, port) = try Self.parts(of: authority)
        self.text = text
        self.host = try Self.host(host)
        self.port = try port.map { text throws(Flaw) in try Self.port(text) } ?? (isSecure ? 443 : 80)
        target = rest[end...].hasPrefix("/") ? String(rest[end...]) : "/" + rest[end...]
    }

    /// The host as a URL writes it.
    package var hostText: String {
        switch host {
        case .name(let name): name
        case .address(.v4(let number)): HostAddress.v4(number).description
        case .address(let address): "[\(address)]"
        }
    }

    /// The same with nothing left to be understood: what is connected to.
    package var canonical: String { "\(isSecure ? "https" : "http")://\(hostText):\(port)\(target)" }

    private static func parts(of authority: Substring) throws(Flaw) -> (host: Substring, port: Substring?) {
        if authority.hasPrefix("[") {
            guard let close = authority.firstIndex(of: "]") else { throw Flaw("has no readable host") }
            let rest = authority[authority.index(after: close)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw Flaw("has no readable host") }
            return (authority[...close], rest.isEmpty ? nil : rest.dropFirst())
        }
        let pieces = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return (pieces.first ?? "", pieces.count == 2 ? pieces[1] : nil)
    }

    private static func port(_ text: Substring) throws(Flaw) -> Int {
        guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            !text.hasPrefix("0"), let port = Int(text), port <= 65_535
        else { throw Flaw("has a port that is none") }
        return port
    }

    private static func host(_ text: Substring) throws(Flaw) -> Host {
        if text.hasPrefix("[") {
            guard let address = HostAddress(text.dropFirst().dropLast()), case .v6 = address else {
                throw Flaw("has a host in brackets that is no IPv6 address")
            }
            return .address(address)
        }
        if let address = HostAddress(text) { return .address(address) }
        let name = text.lowercased()
        let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, labels.allSatisfy({ isLabel($0) }), let last = labels.last else {
            throw Flaw("has a host that is no name of the domain name system")
        }
        // What ends in a number is an IPv4 address to many readers, in octal, hexadecimal or with parts left out.
        let isNumber = last.allSatisfy { (0x30...0x39).contains($0) } || last.starts(with: "0x".utf8)
        guard !isNumber else { throw Flaw("has a host that is neither a name nor a plain IPv4 address") }
        return .name(name)
    }

    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
            && label.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    private static func isWellEncoded(_ text: Substring) -> Bool {
        let pieces = text.utf8.split(separator: UInt8(ascii: "%"), omittingEmptySubsequences: false)
        return pieces.dropFirst().allSatisfy { $0.count >= 2 && $0.prefix(2).allSatisfy(HostAddress.isHexadecimal) }
    }
}
