/// Header fields: folded, in ASCII, with encoded words (RFC 2047) for everything else.
enum HeaderText {
    /// Octets on a folded line, without its CRLF (RFC 5322, 2.1.1).
    static let line = 78

    /// Appends an unstructured field: `Subject`.
    static func append(_ name: String, text: String, to output: inout [UInt8]) {
        output.append(contentsOf: name.utf8)
        output.append(contentsOf: ":".utf8)
        let text = singleLine(text)
        guard isPlainASCII(text), !hasLongWord(text) else {
            EncodedWords.append(text, column: name.utf8.count + 1, to: &output)
            return endLine(&output)
        }
        var column = name.utf8.count + 1
        for word in text.utf8.split(separator: 0x20) {
            fold(before: word.count, column: &column, &output)
            output.append(contentsOf: word)
        }
        endLine(&output)
    }

    /// Appends a field of one mailbox: `From`, `To`.
    static func append(_ name: String, displayName: String?, address: String, to output: inout [UInt8]) {
        output.append(contentsOf: name.utf8)
        output.append(contentsOf: ":".utf8)
        var column = name.utf8.count + 1
        guard let displayName = displayName.map(singleLine), !displayName.isEmpty else {
            fold(before: address.utf8.count, column: &column, &output)
            output.append(contentsOf: address.utf8)
            return endLine(&output)
        }
        if isPlainASCII(displayName), let phrase = phrase(displayName) {
            fold(before: phrase.utf8.count, column: &column, &output)
            output.append(contentsOf: phrase.utf8)
        } else {
            column = EncodedWords.append(displayName, column: column, to: &output)
        }
        fold(before: address.utf8.count + 2, column: &column, &output)
        output.append(contentsOf: "<\(address)>".utf8)
        endLine(&output)
    }

    /// Appends a field whose value is ours and ASCII, folded before the value where that keeps the line short.
    static func append(_ name: String, token value: String, to output: inout [UInt8]) {
        output.append(contentsOf: name.utf8)
        output.append(contentsOf: ":".utf8)
        var column = name.utf8.count + 1
        fold(before: value.utf8.count, column: &column, &output)
        output.append(contentsOf: value.utf8)
        endLine(&output)
    }

    /// Puts the space before a word, on a new line where the word does not fit on this one.
    private static func fold(before width: Int, column: inout Int, _ output: inout [UInt8]) {
        if column + 1 + width > line {
            endLine(&output)
            column = 0
        }
        output.append(0x20)
        column += 1 + width
    }

    static func endLine(_ output: inout [UInt8]) {
        output.append(0x0D)
        output.append(0x0A)
    }

    /// Controls become spaces; a header never has more than one line of text.
    ///
    /// Runs of spaces become one.
    private static func singleLine(_ text: String) -> String {
        if CleanText.isPlain(text) { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isSpace =
                scalar.value < 0x21 || (0x7F...0x9F).contains(scalar.value) || scalar == "\u{2028}"
                || scalar == "\u{2029}"
            if !isSpace {
                scalars.append(scalar)
            } else if let last = scalars.last, last != " " {
                scalars.append(" ")
            }
        }
        if scalars.last == " " { scalars.removeLast() }
        return String(scalars)
    }

    /// ASCII that no reader takes for an encoded word.
    private static func isPlainASCII(_ text: String) -> Bool {
        var last: UInt8 = 0
        for byte in text.utf8 {
            guard byte < 0x80, !(last == UInt8(ascii: "=") && byte == UInt8(ascii: "?")) else { return false }
            last = byte
        }
        return true
    }

    /// A word that would not fit on a line of its own; encoded words can be cut anywhere.
    private static func hasLongWord(_ text: String) -> Bool {
        text.utf8.split(separator: 0x20).contains { $0.count > line - 10 }
    }

    /// Atoms as they are, anything else as a quoted string (RFC 5322, 3.2.4); nil where it is too long for one line.
    private static func phrase(_ name: String) -> String? {
        guard name.utf8.count <= 60 else { return nil }
        if name.utf8.allSatisfy({ isAtom($0) || $0 == 0x20 }) { return name }
        var quoted = "\""
        for scalar in name.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted.append("\\") }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }

    /// `atext` of RFC 5322, 3.2.3.
    static func isAtom(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        case UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
            UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "?"),
            UInt8(ascii: "^")...UInt8(ascii: "`"),
            UInt8(ascii: "{")...UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
