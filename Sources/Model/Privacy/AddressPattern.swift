import Foundation

/// Finds one address in any text, however it is spelled there: in either case, with its domain in Unicode or in
/// A-labels, and with any of its characters escaped for a URL, for JSON, for HTML or in quoted-printable.
///
/// An address that is part of a longer one is another address, and not found. What could be either (an apostrophe
/// before it, say) is found: what is to be forgotten must not stay behind.
package struct AddressPattern: Sendable {
    package let address: EmailAddress
    /// Folded, in each normal form that differs.
    private let spellings: [[UInt32]]
    private let key: String

    package init(_ address: EmailAddress) {
        self.address = address
        key = address.folded
        let domains = [address.domain, Self.unicode(address.domain)].map(Name.fold)
        let composed = domains.map { "\(Name.fold(address.local))@\($0)" }
        let all = composed + composed.map(\.decomposedStringWithCanonicalMapping)
        spellings = all.map { $0.unicodeScalars.map(\.value) }.reduce(into: []) { kept, spelling in
            if !kept.contains(spelling) { kept.append(spelling) }
        }
    }

    /// Whether an address is this one.
    package func isSame(_ other: EmailAddress) -> Bool { other.folded == key }

    /// Whether it stands in a text.
    package func isIn(_ text: String) -> Bool {
        // Nearly every text is passed over here, without a copy.
        text.utf8.contains(where: Self.isTrigger) && isIn(Array(text.utf8))
    }

    package func isIn(_ bytes: [UInt8]) -> Bool { next(in: bytes, from: 0) != nil }

    /// Whether it stands in a text, be it as a part of something longer: `invite-ann@example.org` is a key for ann, and
    /// would be another's address.
    package func isPart(of text: String) -> Bool { next(in: Array(text.utf8), from: 0, isAlone: false) != nil }

    /// The text with ``Erasure/text`` in its place; nil where it does not stand there.
    package func erased(from text: String) -> String? {
        erased(from: Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    package func erased(from bytes: [UInt8]) -> [UInt8]? {
        guard var range = next(in: bytes, from: 0) else { return nil }
        var (kept, start): ([UInt8], Int) = ([], 0)
        while true {
            kept += bytes[start..<range.lowerBound]
            kept += Erasure.text.utf8
            start = range.upperBound
            guard let following = next(in: bytes, from: start) else { return kept + bytes[start...] }
            range = following
        }
    }

    private func next(in bytes: [UInt8], from start: Int, isAlone: Bool = true) -> Range<Int>? {
        guard bytes.contains(where: Self.isTrigger) else { return nil }
        let text = EscapedText(bytes: bytes)
        for index in start..<max(start, bytes.count) {
            for spelling in spellings where Self.mayBegin(spelling, with: bytes[index]) {
                guard let end = text.match(spelling[...], at: index) else { continue }
                if !isAlone || text.begins(at: index) && text.ends(at: end) { return index..<end }
            }
        }
        return nil
    }

    /// Most places are passed over by their first byte.
    private static func mayBegin(_ spelling: [UInt32], with byte: UInt8) -> Bool {
        guard let first = spelling.first, byte < 0x80 else { return true }
        let lower = (65...90).contains(byte) ? byte + 32 : byte
        return UInt32(lower) == first || isTrigger(byte)
    }

    /// The `@` itself, and what its escaped spellings begin with.
    private static func isTrigger(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "@"), UInt8(ascii: "%"), UInt8(ascii: "\\"), UInt8(ascii: "&"), UInt8(ascii: "="): true
        default: false
        }
    }

    /// A domain as people write it.
    private static func unicode(_ domain: String) -> String {
        guard domain.contains("xn--") else { return domain }
        var components = URLComponents()
        components.scheme = "https"
        components.encodedHost = domain
        return components.host ?? domain
    }
}
