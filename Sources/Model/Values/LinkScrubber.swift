/// One pass over what somebody else wrote, for ``Swift/String/withoutLinks``.
///
/// A relay that refuses a mail may quote it: as it reads, percent-encoded, or in the quoted-printable form of the wire,
/// on one line of its reply or over several. So the text is read as such a quotation first, escape by escape, and what
/// is looked for are runs of a token's alphabet that may go on behind a line end or a soft break.
struct LinkScrubber {
    private enum Kind {
        /// Of the alphabet of base64url (RFC 4648, 5).
        case letter
        /// What a quotation puts between two characters of a token: the end of a line with the space and the mark of a
        /// quotation around it, or the `=` of a soft break (RFC 2045, 6.7).
        case lineEnd, softBreak
        case slash
        case other
    }

    private struct Atom {
        var kind: Kind
        /// In lower case; what an escape stands for.
        var byte: UInt8
        var range: Range<Int>
    }

    /// A run from here on is, or may be most of, a token; a token has 60 characters.
    static let fewest = 40
    private static let tokenLength = 60
    private static let replacement = Array("[link]".utf8)

    private let bytes: [UInt8]
    private let atoms: [Atom]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        atoms = Self.read(bytes)
    }

    func scrubbed() -> [UInt8] {
        var output: [UInt8] = []
        var copied = 0
        var index = 0
        while index < atoms.count {
            guard atoms[index].kind == .letter else {
                index += 1
                continue
            }
            let run = run(from: index)
            let lead = lead(before: index)
            if lead != nil || run.letters >= Self.fewest && !isDigest(index..<run.end) {
                // A short one behind a lead ends with its line: what follows is the next word of a sentence.
                let end = run.letters >= Self.fewest ? run.end : run.lineEnd
                output += bytes[copied..<max(copied, atoms[lead ?? index].range.lowerBound)] + Self.replacement
                copied = atoms[end - 1].range.upperBound
            }
            index = run.end
        }
        return output + bytes[copied...]
    }

    /// Whether a run is of hexadecimal digits alone, as people and servers name files and commits by: one of a token's
    /// characters in three is one of those.
    private func isDigest(_ run: Range<Int>) -> Bool {
        atoms[run].allSatisfy { atom in
            switch atom.byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
            default: atom.kind != .letter
            }
        }
    }

    /// The run of letters from an atom on: where it ends, where its first line does, and how many letters it has.
    private func run(from start: Int) -> (end: Int, lineEnd: Int, letters: Int) {
        var (end, letters) = (start, 0)
        var lineEnd: Int?
        var index = start
        while index < atoms.count {
            switch atoms[index].kind {
            case .letter:
                letters += 1
                end = index + 1
            case .softBreak: break
            case .lineEnd:
                if lineEnd == nil { lineEnd = end }
                // A whole token is here, so that the next line is another matter.
                if letters >= Self.tokenLength { return (end, lineEnd ?? end, letters) }
            case .slash, .other: return (end, lineEnd ?? end, letters)
            }
            index += 1
        }
        return (end, lineEnd ?? end, letters)
    }

    /// Where the path begins that a token at this place belongs to; nil where it belongs to none.
    private func lead(before index: Int) -> Int? {
        for path in ["/c/", "/u/", "/recovery/status/"] {
            var position = index
            var rest = Array(path.utf8)[...]
            while let wanted = rest.last, position > 0 {
                position -= 1
                if atoms[position].kind == .softBreak || atoms[position].kind == .lineEnd { continue }
                guard atoms[position].byte == wanted else { break }
                rest = rest.dropLast()
            }
            if rest.isEmpty { return position }
        }
        return nil
    }
}

// MARK: Reading

extension LinkScrubber {
    private static func read(_ bytes: [UInt8]) -> [Atom] {
        var atoms: [Atom] = []
        atoms.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let length = spaces(at: index, in: bytes)
            if length > 0 {
                atoms.append(Atom(kind: .lineEnd, byte: 0x0A, range: index..<index + length))
                index += length
                continue
            }
            let (byte, end) = unescaped(at: index, in: bytes)
            atoms.append(Atom(kind: kind(byte), byte: lowered(byte), range: index..<end))
            index = end
        }
        return atoms
    }

    /// How many bytes from here on are the end of a line, with the space on both sides of it, or the space behind a
    /// soft break whose line end became one.
    private static func spaces(at start: Int, in bytes: [UInt8]) -> Int {
        var end = start
        var isLineEnd = start > 0 && bytes[start - 1] == UInt8(ascii: "=")
        while end < bytes.count {
            switch bytes[end] {
            case 0x0A, 0x0D: isLineEnd = true
            case 0x20, 0x09: break
            case UInt8(ascii: ">") where isLineEnd: break
            default: return isLineEnd ? end - start : 0
            }
            end += 1
        }
        return isLineEnd ? end - start : 0
    }

    /// The byte that stands here and where it ends: itself, or what `%2F`, `%252F` or `=2F` stand for.
    ///
    /// Of quoted-printable only what a link is made of: after a soft break without its line end, two letters that look
    /// like an escape are the token's own.
    private static func unescaped(at start: Int, in bytes: [UInt8]) -> (byte: UInt8, end: Int) {
        let isPercent = bytes[start] == UInt8(ascii: "%")
        guard isPercent || bytes[start] == UInt8(ascii: "=") else { return (bytes[start], start + 1) }
        var index = start + 1
        while isPercent, bytes[index...].starts(with: "25".utf8) { index += 2 }
        guard index + 1 < bytes.count, let high = digit(bytes[index]), let low = digit(bytes[index + 1]) else {
            return (bytes[start], start + 1)
        }
        let byte = high << 4 | low
        guard isPercent || "/=-_.:".utf8.contains(byte) else { return (bytes[start], start + 1) }
        return (byte, index + 2)
    }

    private static func kind(_ byte: UInt8) -> Kind {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            .letter
        case UInt8(ascii: "="): .softBreak
        case 0x0A, 0x0D: .lineEnd
        case UInt8(ascii: "/"): .slash
        default: .other
        }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 48
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - 55
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - 87
        default: nil
        }
    }
}
