/// Lines and text of a mail, on octets.
enum MIMELines {
    /// The first line without its end, and what follows it; LF alone ends a line here too, because a reader is tolerant.
    static func first(_ bytes: ArraySlice<UInt8>) -> (line: ArraySlice<UInt8>, rest: ArraySlice<UInt8>) {
        guard let end = bytes.firstIndex(of: 10) else { return (bytes, bytes[bytes.endIndex...]) }
        var line = bytes[bytes.startIndex..<end]
        if line.last == 13 { line = line.dropLast() }
        return (line, bytes[(end + 1)...])
    }

    /// UTF-8 where it is valid, else Latin-1, which every octet is.
    static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(validating: bytes, as: UTF8.self) ?? latin1(bytes)
    }

    static func latin1(_ bytes: some Sequence<UInt8>) -> String {
        String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    /// Without spaces and tabs at both ends.
    static func trim(_ text: String) -> String {
        var view = text.unicodeScalars[...]
        while let first = view.first, first == " " || first == "\t" { view.removeFirst() }
        while let last = view.last, last == " " || last == "\t" { view.removeLast() }
        return String(view)
    }

    /// Text in a named character set; what is not known is read as `text` reads it.
    static func text(_ bytes: [UInt8], charset: String) -> String {
        switch charset.lowercased() {
        case "iso-8859-1", "latin1", "windows-1252", "cp1252": Charsets.western(bytes, windows: true)
        case "utf-16", "utf-16be", "utf-16le": Charsets.utf16(bytes, charset: charset)
        default: text(bytes[...])
        }
    }
}
