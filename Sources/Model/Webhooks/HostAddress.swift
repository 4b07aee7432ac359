/// An address of IPv4 or IPv6.
///
/// The two are kept apart: an IPv4 address in one of its IPv6 disguises is not the address that it stands for.
package enum HostAddress: Sendable, Hashable {
    case v4(UInt32)
    case v6(high: UInt64, low: UInt64)

    package static let longestText = 45

    /// Reads four decimal numbers without leading zeros (RFC 6943, 3.1.1), or the text form of RFC 4291, 2.2.
    ///
    /// No other spelling is taken: no octal, hexadecimal or short IPv4, no zone, no brackets.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count <= Self.longestText else { return nil }
        if text.utf8.contains(UInt8(ascii: ":")) {
            guard let groups = Self.groups(of: String(text)) else { return nil }
            self = .v6(
                high: groups[..<4].reduce(0) { $0 << 16 | UInt64($1) },
                low: groups[4...].reduce(0) { $0 << 16 | UInt64($1) })
        } else {
            guard let number = Self.quad(text) else { return nil }
            self = .v4(number)
        }
    }

    /// - Parameter bytes: Four or sixteen, most significant first.
    package init?(bytes: some Collection<UInt8>) {
        switch bytes.count {
        case 4: self = .v4(bytes.reduce(0) { $0 << 8 | UInt32($1) })
        case 16:
            self = .v6(
                high: bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) },
                low: bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) })
        default: return nil
        }
    }

    /// Dotted quad.
    private static func quad(_ text: some StringProtocol) -> UInt32? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var number: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.count), part.allSatisfy({ (0x30...0x39).contains($0) }),
                part.count == 1 || part.first != UInt8(ascii: "0")
            else { return nil }
            let value = part.reduce(0 as UInt32) { $0 * 10 + UInt32($1 - 0x30) }
            guard value <= 255 else { return nil }
            number = number << 8 | value
        }
        return number
    }

    /// The eight groups of an IPv6 address, one run of which may be left out.
    private static func groups(of text: String) -> [UInt16]? {
        let sides = text.split(separator: "::", omittingEmptySubsequences: false)
        guard let first = sides.first, let last = sides.last, sides.count <= 2 else { return nil }
        guard sides.count == 2 else {
            guard let all = groups(in: first, isEnd: true), all.count == 8 else { return nil }
            return all
        }
        guard let front = groups(in: first, isEnd: false), let back = groups(in: last, isEnd: true),
            front.count + back.count < 8
        else { return nil }
        return front + [UInt16](repeating: 0, count: 8 - front.count - back.count) + back
    }

    /// - Parameter isEnd: Whether the last two groups may be written as IPv4.
    private static func groups(in side: Substring, isEnd: Bool) -> [UInt16]? {
        guard !side.isEmpty else { return [] }
        let parts = side.split(separator: ":", omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if isEnd, index == parts.count - 1, let quad = quad(part) {
                groups += [UInt16(quad >> 16), UInt16(quad & 0xFFFF)]
                continue
            }
            guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy(isHexadecimal),
                let group = UInt16(part, radix: 16)
            else { return nil }
            groups.append(group)
        }
        return groups
    }

    static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}

extension HostAddress: CustomStringConvertible {
    /// Dotted quad, or eight groups without abbreviation: what every reader of addresses takes.
    package var description: String {
        switch self {
        case .v4(let number):
            return [24, 16, 8, 0].map { "\(number >> $0 & 255)" }.joined(separator: ".")
        case .v6(let high, let low):
            return [high, low].flatMap { half in
                [48, 32, 16, 0].map { String(half >> UInt64($0) & 0xFFFF, radix: 16) }
            }.joined(separator: ":")
        }
    }
}
