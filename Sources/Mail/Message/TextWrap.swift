/// Breaks the lines of a text part at spaces.
enum TextWrap {
    /// In characters, roughly: combining marks count, and wide ones count once.
    static let width = 72

    /// Breaks lines that are too long; a quoted line's continuation is quoted too, that of an item stands under it.
    ///
    /// A word that is too long by itself, a link above all, stays whole on a line of its own.
    static func wrap(_ text: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.count + 16)
        for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if !output.isEmpty || line.startIndex > 0 { output.append(0x0A) }
            if line.count <= width {
                output.append(contentsOf: line)
            } else {
                wrap(line, to: &output)
            }
        }
        return output
    }

    private static func wrap(_ line: ArraySlice<UInt8>, to output: inout [UInt8]) {
        let isItem = line.starts(with: "- ".utf8)
        let lead = isItem || line.starts(with: "> ".utf8) ? line.prefix(2) : []
        let next = isItem ? Array("  ".utf8) : Array(lead)
        output.append(contentsOf: lead)
        var column = lead.count
        var isFirst = true
        for word in line.dropFirst(lead.count).split(separator: 0x20, omittingEmptySubsequences: false) {
            let length = word.count { $0 & 0xC0 != 0x80 }
            if !isFirst {
                if column + 1 + length > width, !word.isEmpty {
                    while output.last == 0x20 { output.removeLast() }
                    output.append(0x0A)
                    output.append(contentsOf: next)
                    column = next.count
                } else {
                    output.append(0x20)
                    column += 1
                }
            }
            output.append(contentsOf: word)
            column += length
            isFirst = false
        }
        while output.last == 0x20 { output.removeLast() }
    }
}
