import Foundation

/// A username or a package id: shown as first written, compared without regard to case.
package struct Name: Sendable, Hashable {
    /// As written, in Unicode's composed form (NFC).
    package let text: String
    /// What two spellings of one name have in common; what the database compares.
    package let key: String

    /// What a name names; the two may hold different punctuation.
    package enum Kind: String, Sendable {
        case username
        case package = "package id"

        /// ASCII punctuation that may stand in it: what registries of the field allow, no more.
        fileprivate var punctuation: String.UTF8View {
            switch self {
            case .username: "-_.+@~".utf8
            case .package: "-_.+@~/:".utf8
            }
        }
    }

    package enum Flaw: Error, Sendable, Equatable, CustomStringConvertible {
        case empty(Kind)
        case long(Kind)
        case character(Kind, String)
        case edge(Kind)
        case marks(Kind)

        package var description: String {
            switch self {
            case .empty(let kind): "a \(kind.rawValue) cannot be empty"
            case .long(let kind): "a \(kind.rawValue) is at most \(Name.longest) characters long"
            case .character(let kind, let code):
                "a \(kind.rawValue) is made of letters, digits and a few of -_.+@~\(kind == .package ? "/:" : ""); it cannot hold \(code == "U+0020" ? "a space" : code)"
            case .edge(let kind):
                "a \(kind.rawValue) begins with a letter, a digit, '_' or '@' and has no two slashes together"
            case .marks(let kind): "a \(kind.rawValue) has at most \(Name.mostMarks) combining marks on one letter"
            }
        }
    }

    /// In Unicode scalars.
    static let longest = 128
    static let mostMarks = 4

    /// Checks a name that somebody gave.
    package init(_ text: String, _ kind: Kind) throws(Flaw) {
        guard !text.isEmpty else { throw .empty(kind) }
        guard text.utf8.count <= Self.longest * 4 else { throw .long(kind) }
        let composed = text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
        guard composed.unicodeScalars.count <= Self.longest else { throw .long(kind) }
        var marks = 0
        for scalar in composed.unicodeScalars {
            let allowed =
                scalar.isASCII
                ? Self.isAlphanumeric(scalar) || kind.punctuation.contains(UInt8(truncatingIfNeeded: scalar.value))
                : scalar.isWordLike
            guard allowed else {
                let code = String(scalar.value, radix: 16, uppercase: true)
                throw .character(kind, "U+" + String(repeating: "0", count: max(0, 4 - code.count)) + code)
            }
            marks = scalar.isMark ? marks + 1 : 0
            guard marks <= Self.mostMarks else { throw .marks(kind) }
        }
        guard let first = composed.unicodeScalars.first, !first.isMark,
            !first.isASCII || Self.isAlphanumeric(first) || first == "_" || first == "@", !Self.hasEmptyPart(composed)
        else { throw .edge(kind) }
        self.text = composed
        self.key = Self.fold(composed)
    }

    /// A name that was checked when it was stored.
    package init(stored text: String, key: String) {
        self.text = text
        self.key = key
    }

    /// Whether a spelling can be looked up: a database may take a text only up to its first NUL, and find another.
    package static func canBeStored(_ text: String) -> Bool { !text.utf8.contains(0) }

    /// The comparison key of any spelling, checked or not: for look-ups.
    ///
    /// The composed form, each character in its lower case where that is one character, as galleries lower names. Not
    /// the full case folding of Unicode: a gallery for which `strasse` and `straße`, or `s` and the long s, are two
    /// accounts must not find them one here. A sigma is the same letter wherever it stands.
    package static func fold(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text.lowercased() }
        var folded = String.UnicodeScalarView()
        folded.append(contentsOf: text.precomposedStringWithCanonicalMapping.unicodeScalars.map(lower))
        return String(folded).precomposedStringWithCanonicalMapping
    }

    /// Itself where there is no lower case, or one that is more than a character: the dotted capital I.
    private static func lower(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard scalar != "ς" else { return "σ" }
        let lowered = scalar.properties.lowercaseMapping.unicodeScalars
        return lowered.count == 1 ? lowered.first ?? scalar : scalar
    }

    /// On bytes: a mark after a slash would make another Character of it.
    private static func hasEmptyPart(_ text: String) -> Bool {
        zip(text.utf8, text.utf8.dropFirst()).contains { $0 == UInt8(ascii: "/") && $1 == UInt8(ascii: "/") }
    }

    package static func == (one: Name, other: Name) -> Bool { one.key == other.key }

    package func hash(into hasher: inout Hasher) { hasher.combine(key) }

    private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }
}
