/// Encoded words (RFC 2047) in UTF-8: at most 75 characters each, on lines of at most 76, every one of them made of
/// whole characters, so that it can be decoded on its own.
enum EncodedWords {
    private static let opening = "=?utf-8?"
    /// What a word adds to its payload: `=?utf-8?Q?` and `?=`.
    private static let frame = 12
    private static let longestWord = 75
    private static let longestLine = 76

    /// Appends the text, each word after a space or on a line of its own.
    ///
    /// - Parameter column: Octets already on the line.
    /// - Returns: The octets on the line that the last word stands on.
    @discardableResult
    static func append(_ text: String, column: Int, to output: inout [UInt8]) -> Int {
        let inBase64 = text.utf8.count(where: { !isSafe($0) }) * 3 > text.utf8.count
        var column = column
        var word: [UInt8] = []
        func width(_ bytes: some Collection<UInt8>) -> Int {
            inBase64 ? (bytes.count + 2) / 3 * 4 : bytes.reduce(0) { $0 + (isSafe($1) || $1 == 0x20 ? 1 : 3) }
        }
        func flush() {
            guard !word.isEmpty else { return }
            if column + 1 + frame + width(word) > longestLine {
                HeaderText.endLine(&output)
                column = 0
            }
            output.append(contentsOf: " \(opening)\(inBase64 ? "B" : "Q")?".utf8)
            encode(word, inBase64: inBase64, to: &output)
            output.append(contentsOf: "?=".utf8)
            column += 1 + frame + width(word)
            word.removeAll(keepingCapacity: true)
        }
        var wordWidth = 0
        func add(_ bytes: some Collection<UInt8>) {
            let next = inBase64 ? width(Array(repeating: 0, count: word.count + bytes.count)) : wordWidth + width(bytes)
            // The first word shares its line with the field's name, the others have theirs to themselves.
            let room = min(longestWord - frame, longestLine - frame - 1 - (column > 40 ? 0 : column))
            if next > room {
                flush()
                wordWidth = 0
            }
            word.append(contentsOf: bytes)
            wordWidth = width(word)
        }
        for character in text {
            let bytes = character.utf8
            if width(bytes) <= longestWord - frame - 30 {
                add(bytes)
            } else {
                for scalar in character.unicodeScalars { add(Array(String(scalar).utf8)) }
            }
        }
        flush()
        return column
    }

    private static func encode(_ word: [UInt8], inBase64: Bool, to output: inout [UInt8]) {
        if inBase64 { return Base64.append(word, to: &output) }
        for byte in word {
            if isSafe(byte) {
                output.append(byte)
            } else if byte == 0x20 {
                output.append(UInt8(ascii: "_"))
            } else {
                output.append(UInt8(ascii: "="))
                output.append(QuotedPrintable.digit(byte >> 4))
                output.append(QuotedPrintable.digit(byte & 15))
            }
        }
    }

    /// What may stand for itself in a phrase (RFC 2047, 5, rule 3), the narrowest of the three places.
    private static func isSafe(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "!"), UInt8(ascii: "*"), UInt8(ascii: "+"),
            UInt8(ascii: "-"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
