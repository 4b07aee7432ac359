import Foundation

/// An address that a mail may be sent to: a mailbox of RFC 5321, 4.1.2, as far as an envelope can carry it safely.
///
/// The domain is kept as A-labels in lower case (RFC 5890; mapped by UTS 46), the local part as it was given
/// (RFC 5321, 2.4). Nothing that has passed here can hold CR, LF, NUL, a space or an angle bracket, so it cannot
/// become a second command of the conversation.
package struct EmailAddress: Sendable, Hashable {
    /// The part before the last `@`, as given.
    ///
    /// Quoted strings are not taken.
    package let local: String
    /// The part after it, as lower-case A-labels.
    package let domain: String

    package enum Flaw: String, Error, Sendable, CaseIterable, CustomStringConvertible {
        case noAtSign = "has no @ between a name and a domain"
        case emptyLocal = "has nothing before the @"
        case longLocal = "has more than 64 octets before the @"
        case long = "is longer than 254 octets"
        case badLocal = "has a character before the @ that a mailbox name cannot hold"
        case badDomain = "has a domain that is not a valid host name"
        case longLabel = "has a part of its domain that is longer than 63 octets"
        case dotlessDomain = "has a domain without a dot"

        package var description: String { rawValue }
    }

    /// Checks and splits an address.
    ///
    /// - Throws: the first thing that is wrong with it, in words that can follow "the address".
    package init(_ text: String) throws(Flaw) {
        guard text.utf8.count <= 254 else { throw .long }
        guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else { throw .noAtSign }
        let local = String(text[..<at])
        guard !local.isEmpty else { throw .emptyLocal }
        guard local.utf8.count <= 64 else { throw .longLocal }
        guard Self.isDotAtom(local) else { throw .badLocal }
        self.local = local
        self.domain = try Self.asciiDomain(String(text[text.utf8.index(after: at)...]))
        guard self.local.utf8.count + 1 + self.domain.utf8.count <= 254 else { throw .long }
    }

    /// An address that was checked when it was stored; nil for what can never have been one.
    package init?(stored text: String) {
        let bytes = text.utf8
        guard bytes.count <= 254, let at = bytes.lastIndex(of: UInt8(ascii: "@")), at != bytes.startIndex,
            bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") })
        else { return nil }
        local = String(text[..<at])
        domain = String(text[bytes.index(after: at)...])
    }

    /// What goes between the angle brackets of the envelope.
    package var text: String { "\(local)@\(domain)" }

    /// Whether a relay without SMTPUTF8 (RFC 6531) can take it.
    package var isASCII: Bool { local.utf8.allSatisfy { $0 < 0x80 } }

    /// A dot-atom of RFC 5322, 3.2.3, widened by RFC 6531, 3.3 to letters, marks and digits beyond ASCII.
    private static func isDotAtom(_ local: String) -> Bool {
        // On bytes: a mark after a dot would make another Character of it, and hide an empty part.
        let parts = local.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty }) else { return false }
        return local.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII ? isAtomText(UInt8(scalar.value)) || scalar == "." : scalar.isWordLike
        }
    }

    private static func isAtomText(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
        }
    }

    private static func asciiDomain(_ text: String) throws(Flaw) -> String {
        var ascii = text.lowercased()
        if !text.utf8.allSatisfy({ $0 < 0x80 }) {
            guard text.unicodeScalars.allSatisfy({ $0.isASCII || $0.isWordLike || $0 == "\u{3002}" }) else {
                throw .badDomain
            }
            var components = URLComponents()
            components.scheme = "https"
            components.host = text
            guard let encoded = components.encodedHost, encoded.utf8.allSatisfy({ $0 < 0x80 }) else { throw .badDomain }
            ascii = encoded.lowercased()
        }
        let labels = ascii.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard ascii.utf8.count <= 253 else { throw .long }
        for label in labels {
            guard label.count <= 63 else { throw .longLabel }
            guard let first = label.first, let last = label.last, first != UInt8(ascii: "-"),
                last != UInt8(ascii: "-"),
                label.allSatisfy({ byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                        UInt8(ascii: "-"):
                        true
                    default: false
                    }
                })
            else { throw .badDomain }
        }
        guard labels.count > 1 || ascii == "localhost" else { throw .dotlessDomain }
        // Digits alone at the end are an IP address without its brackets, not a name (RFC 3696, 2).
        guard labels.last?.allSatisfy({ (48...57).contains($0) }) == false else { throw .badDomain }
        return ascii
    }
}

extension EmailAddress: CustomStringConvertible {
    /// Masked, because descriptions end in logs: `a***@e***.org`.
    package var description: String { masked }

    /// The first character of each side and the last label: enough to recognise, not enough to mail.
    package var masked: String {
        let top = domain.split(separator: ".").last.map { domain.contains(".") ? ".\($0)" : "" } ?? ""
        return "\(local.prefix(1))***@\(domain.prefix(1))***\(top)"
    }
}

extension Unicode.Scalar {
    /// A letter, a mark or a digit of some script: what names are made of.
    ///
    /// No control, format, private-use or unassigned character is (so no bidirectional override and no zero-width one),
    /// nor any symbol or space.
    package var isWordLike: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark, .spacingMark, .decimalNumber:
            !properties.isDefaultIgnorableCodePoint
        default: false
        }
    }

    /// A mark that joins the character before it.
    package var isMark: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }
}
