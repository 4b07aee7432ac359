/// Breaks what a mail program would turn into a link, so that a name or a note cannot carry one.
///
/// A word joiner (U+2060), which shows nothing and allows no line break, goes in after the colon of a scheme, after
/// the dots of a host name, around the `@` of an address and between two slashes or backslashes. Text that nothing
/// would link (`Contoso.Utils`, `@scope/name`, `1.2.3`) stays as it is, byte for byte.
enum Neutraliser {
    private static let joiner: Unicode.Scalar = "\u{2060}"

    /// Schemes that programs link without slashes after the colon.
    private static let schemes: Set<String> = [
        "about", "bitcoin", "blob", "callto", "cid", "data", "ed2k", "facetime", "feed", "file", "ftp", "ftps", "geo",
        "gopher", "http", "https", "im", "imap", "intent", "irc", "ircs", "jabber", "javascript", "ldap", "magnet",
        "mailto", "maps", "message", "mid", "mms", "msteams", "news", "nntp", "nfs", "onenote", "outlook", "rtsp",
        "sftp",
        "sip", "sips", "skype", "slack", "sms", "smsto", "smb", "spotify", "ssh", "steam", "svn", "tel", "telnet", "tg",
        "urn", "vbscript", "view-source", "viber", "webcal", "whatsapp", "ws", "wss", "xmpp", "zoommtg",
    ]

    static func neutralise(_ text: String) -> String {
        guard text.utf8.contains(where: isTrigger) else { return text }
        let scalars = Array(text.unicodeScalars)
        var breaks = Set<Int>()
        for (index, scalar) in scalars.enumerated() {
            switch scalar {
            case ":", "\u{FF1A}": if endsScheme(index, in: scalars) { breaks.insert(index) }
            case "/", "\\": if opensHost(index, in: scalars) { breaks.insert(index) }
            case "@", "\u{FF20}":
                if joinsAddress(index, in: scalars) { breaks.formUnion([index - 1, index]) }
            case _ where isDot(scalar):
                if endsInDomain(index, in: scalars) { breaks.formUnion(run(of: index, in: scalars)) }
            default: break
            }
        }
        guard !breaks.isEmpty else { return text }
        var broken = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            broken.append(scalar)
            if breaks.contains(index) { broken.append(joiner) }
        }
        return String(broken)
    }

    /// `.`, `/`, `:`, `@`, `\`, or a byte that may begin one of their wide forms.
    private static func isTrigger(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "\\"), 0xE2, 0xE3,
            0xEF:
            true
        default: false
        }
    }

    /// The full stop and the three other dots that UTS 46 maps to it, and the one dot leader.
    private static func isDot(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2E, 0x2024, 0x3002, 0xFF0E, 0xFF61: true
        default: false
        }
    }

    /// A colon before slashes, or after a scheme that needs none.
    private static func endsScheme(_ index: Int, in scalars: [Unicode.Scalar]) -> Bool {
        guard index > 0, index + 1 < scalars.count else { return false }
        let next = scalars[index + 1]
        guard isWord(scalars[index - 1]), !next.properties.isWhitespace else { return false }
        if next == "/" || next == "\u{FF0F}" { return true }
        if next == "\\" { return index + 2 < scalars.count && scalars[index + 2] == "\\" }
        let start = scalars[..<index].lastIndex { !isWord($0) && !"+.-".unicodeScalars.contains($0) } ?? -1
        guard index - start <= 16 else { return false }
        let whole = fold(scalars[(start + 1)..<index])
        // "x.mailto:" and "x-tel:" too: what stands before the last mark may be no part of the scheme.
        return schemes.contains(whole)
            || whole.split(whereSeparator: { "+.-".contains($0) }).last.map {
                schemes.contains(String($0))
            } ?? false
    }

    /// Two slashes or backslashes before something that may be a host.
    private static func opensHost(_ index: Int, in scalars: [Unicode.Scalar]) -> Bool {
        guard index + 2 < scalars.count, scalars[index + 1] == scalars[index] else { return false }
        let next = scalars[index + 2]
        return !next.properties.isWhitespace && next != scalars[index]
    }

    /// An `@` between what may be a mailbox and a host; `name@1.2.3` is a version, four numbers are a host.
    private static func joinsAddress(_ index: Int, in scalars: [Unicode.Scalar]) -> Bool {
        guard let before = scalars[..<index].last(where: { !isMark($0) }) else { return false }
        guard isWord(before) || (before.isASCII && "\"!#$%&'*+-/=?^_`{|}~.;:,".unicodeScalars.contains(before)) else {
            return false
        }
        let after = scalars[(index + 1)...].drop(while: isMark)
        guard let next = after.first, isWord(next) || next == "[" else { return false }
        let host = after.prefix { isWord($0) || isDot($0) || $0 == "-" }
        guard host.allSatisfy({ ("0"..."9").contains($0) || isDot($0) }) else { return true }
        return host.split(whereSeparator: isDot).count == 4
    }

    /// Whether the label after a dot ends a host name: a name at the root that no further label follows.
    private static func endsInDomain(_ index: Int, in scalars: [Unicode.Scalar]) -> Bool {
        guard index > 0, !scalars[index - 1].properties.isWhitespace else { return false }
        let label = scalars[(index + 1)...].prefix { isAlphanumeric($0) || isMark($0) }
        guard !label.isEmpty else { return false }
        if opensWithWWW(index, in: scalars) { return true }
        if beginnings(of: label).contains(where: { TopLevelDomains.contains(fold($0)) }) { return true }
        let end = label.endIndex
        if end + 1 < scalars.count, scalars[end] == ".", isAlphanumeric(scalars[end + 1]) { return false }
        let name = fold(label)
        if name == "xn", end + 1 < scalars.count, scalars[end] == "-", scalars[end + 1] == "-" { return true }
        return TopLevelDomains.contains(name)
    }

    /// As much of a label as a linkifier may take for all of it: up to a mark, which many hold to end a word, and up to
    /// the first letter beyond ASCII, where they know no others.
    private static func beginnings(of label: ArraySlice<Unicode.Scalar>) -> [ArraySlice<Unicode.Scalar>] {
        let foreign = label.firstIndex { !$0.isASCII }
        return label.prefix(63).indices.filter { $0 > label.startIndex && ($0 == foreign || isMark(label[$0])) }
            .map { label[..<$0] }
    }

    private static func opensWithWWW(_ index: Int, in scalars: [Unicode.Scalar]) -> Bool {
        guard index >= 3, index == 3 || !isWord(scalars[index - 4]) else { return false }
        return fold(scalars[(index - 3)..<index]) == "www"
    }

    /// Every dot of the dotted text around one: breaking the last alone would leave `foo.co` of `foo.co.uk`.
    private static func run(of index: Int, in scalars: [Unicode.Scalar]) -> [Int] {
        func isPart(_ scalar: Unicode.Scalar) -> Bool { isDot(scalar) || isWord(scalar) || scalar == "-" }
        let start = (scalars[..<index].lastIndex { !isPart($0) } ?? -1) + 1
        let end = scalars[index...].firstIndex { !isPart($0) } ?? scalars.count
        return (start..<end).filter { isDot(scalars[$0]) }
    }

    /// Lower case, with the letters that a case-blind comparison takes for ASCII ones, and their wide forms.
    private static func fold(_ label: ArraySlice<Unicode.Scalar>) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in label {
            switch scalar.value {
            case 0xFF01...0xFF5E: folded.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
            case 0x130, 0x131: folded.append("i")
            case 0x17F: folded.append("s")
            case 0x212A: folded.append("k")
            default: folded.append(scalar)
            }
        }
        return String(folded).lowercased()
    }

    private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9": return true
            default: return false
            }
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            return true
        default: return false
        }
    }

    /// What joins the character before it.
    ///
    /// In a label of an Indic script it is part of the name, after one of Latin it is decoration.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x300 else { return false }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return true
        default: return false
        }
    }

    /// What may stand in a label: anything but spaces, controls and ASCII punctuation, for linkifiers take symbols.
    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? isAlphanumeric(scalar) || scalar == "_" : !scalar.properties.isWhitespace && !isDot(scalar)
    }
}
