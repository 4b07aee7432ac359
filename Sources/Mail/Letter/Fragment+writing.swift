extension Fragment {
    /// What the values are written into; each escapes in its own way.
    enum Part {
        case subject, text, html
    }

    /// Puts the values into their places.
    func write(_ values: LetterValues, as part: Part, to output: inout [UInt8]) {
        Self.write(pieces, values, item: [], as: part, to: &output)
    }

    private static func write(
        _ pieces: [Piece], _ values: LetterValues, item: LetterValues.Item, as part: Part, to output: inout [UInt8]
    ) {
        for piece in pieces {
            switch piece {
            case .literal(let bytes): output.append(contentsOf: bytes)
            case .slot(let slot) where slot.style == .item:
                for value in item { value.write(.body, as: part, to: &output) }
            case .slot(let slot): values[slot.variable]?.write(slot.style, as: part, to: &output)
            case .each(let variable, let pieces):
                for item in values.items(of: variable) { write(pieces, values, item: item, as: part, to: &output) }
            }
        }
    }
}

extension LetterValues.Value {
    fileprivate func write(_ style: Slot.Style, as part: Fragment.Part, to output: inout [UInt8]) {
        switch part {
        case .subject: writeText(short, style, to: &output)
        case .text: writeText(text, style, to: &output)
        case .html: writeHTML(style, to: &output)
        }
    }

    /// U+2068 FIRST STRONG ISOLATE and U+2069 POP DIRECTIONAL ISOLATE (UAX 9).
    private static let isolate: (open: [UInt8], close: [UInt8]) = ([0xE2, 0x81, 0xA8], [0xE2, 0x81, 0xA9])

    /// Plain text.
    ///
    /// Quoted lines begin with `> `, as mail has always quoted; a line is a paragraph to the bidi algorithm, so quoted
    /// text needs no isolate.
    private func writeText(_ bytes: [UInt8], _ style: Slot.Style, to output: inout [UInt8]) {
        if style == .quote {
            for (index, byte) in bytes.enumerated() {
                output.append(byte)
                guard byte == 0x0A else { continue }
                // An empty line has no space at its end.
                output.append(UInt8(ascii: ">"))
                if index + 1 < bytes.count, bytes[index + 1] != 0x0A { output.append(0x20) }
            }
            return
        }
        if isolated { output.append(contentsOf: Self.isolate.open) }
        output.append(contentsOf: bytes)
        if isolated { output.append(contentsOf: Self.isolate.close) }
    }

    private func writeHTML(_ style: Slot.Style, to output: inout [UInt8]) {
        switch style {
        case .bare: HTMLText.append(escaped: text, to: &output)
        case .body, .item:
            guard isolated else { return HTMLText.append(escaped: text, to: &output) }
            output.append(contentsOf: "<bdi>".utf8)
            HTMLText.append(escaped: text, to: &output)
            output.append(contentsOf: "</bdi>".utf8)
        case .quote:
            var isFirst = true
            for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
                if !isFirst { output.append(contentsOf: "<br>\n".utf8) }
                HTMLText.append(escaped: line, to: &output)
                isFirst = false
            }
        }
    }
}
