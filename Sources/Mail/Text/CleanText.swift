/// Text of somebody we do not trust, without the characters that show nothing and change how the rest reads.
enum CleanText {
    /// What a value is, which decides how much of it is kept.
    struct Shape {
        /// In grapheme clusters.
        var longest: Int
        /// In Unicode scalars; nil for eight to a cluster.
        var mostScalars: Int?
        /// Whether its line breaks are kept (as LF) and its tabs and runs of spaces.
        var lines = false
        /// Whether joiners stay where emoji and the joining scripts need them.
        ///
        /// Names have none.
        var joiners = false

        static let name = Shape(longest: 128)
        static let words = Shape(longest: 500, lines: true, joiners: true)
        /// What somebody writes to somebody: longer, and the whole of it is meant to arrive.
        static let message = Shape(longest: 4000, mostScalars: 4000, lines: true, joiners: true)
        /// One line of words: an item of a list, the name of a key.
        static let line = Shape(longest: 300, joiners: true)
        static let operators = Shape(longest: 128, joiners: true)
    }

    /// Marks on one letter beyond this are dropped: no script stacks more, and they would cover the lines above.
    private static let mostMarks = 8

    static func clean(_ text: String, _ shape: Shape) -> String {
        if isPlain(text), text.utf8.count <= shape.longest { return text }
        var scalars = String.UnicodeScalarView()
        let all = Array(text.unicodeScalars.prefix(shape.longest * 32))
        var marks = 0
        var index = 0
        while index < all.count {
            let scalar = all[index]
            index += 1
            if scalar.value > 0x20, scalar.value < 0x7F {
                marks = 0
                scalars.append(scalar)
            } else if isBreak(scalar) {
                if scalar == "\r", index < all.count, all[index] == "\n" { index += 1 }
                append(shape.lines ? "\n" : " ", to: &scalars, shape)
            } else if scalar == "\t" || scalar.properties.isWhitespace {
                append(" ", to: &scalars, shape)
            } else if isJoiner(scalar) {
                guard shape.joiners, let before = scalars.last, index < all.count, joins(before), joins(all[index])
                else { continue }
                scalars.append(scalar)
            } else if isInvisible(scalar) {
                let next = index < all.count ? all[index] : nil
                if let before = scalars.last, completesEmoji(scalar, between: before, and: next) {
                    scalars.append(scalar)
                }
            } else {
                guard isMark(scalar) else {
                    marks = 0
                    scalars.append(scalar)
                    continue
                }
                // Without a letter before it a mark would sit on our words.
                guard let last = scalars.last, last != " ", last != "\n", marks < mostMarks else { continue }
                marks += 1
                scalars.append(scalar)
            }
        }
        while let last = scalars.last, last == " " || last == "\n" { scalars.removeLast() }
        return shorten(String(scalars), to: shape.longest, scalars: shape.mostScalars)
    }

    /// Cuts after whole grapheme clusters; the ellipsis counts as one.
    ///
    /// - Parameter mostScalars: What it may hold of them at most; nil for eight to a cluster.
    static func shorten(_ text: String, to longest: Int, scalars mostScalars: Int? = nil) -> String {
        // A cluster is at least one byte, and most of them at most four.
        guard text.utf8.count > longest else { return text }
        var end = text.startIndex
        var count = 0
        var scalars = 0
        var cut = end
        let mostScalars = mostScalars ?? longest * 8
        while end < text.endIndex {
            let next = text.index(after: end)
            scalars += text.unicodeScalars.distance(from: end, to: next)
            count += 1
            if count > longest || scalars > mostScalars { return String(text[..<cut]) + "…" }
            end = next
            if count < longest { cut = end }
        }
        return text
    }

    /// Adds white space, none at the beginning; single spaces and at most one empty line, unless shape matters.
    private static func append(_ space: Unicode.Scalar, to scalars: inout String.UnicodeScalarView, _ shape: Shape) {
        guard let last = scalars.last else { return }
        if shape.lines, space == " " {
            scalars.append(space)
        } else if space == "\n" {
            while scalars.last == " " { scalars.removeLast() }
            if !scalars.suffix(2).elementsEqual(["\n", "\n"]) { scalars.append(space) }
        } else if last != " " {
            scalars.append(space)
        }
    }

    /// Printable ASCII, and no space that would be dropped.
    static func isPlain(_ text: String) -> Bool {
        var last = UInt8(ascii: " ")
        for byte in text.utf8 {
            guard (0x20...0x7E).contains(byte), byte != 0x20 || last != 0x20 else { return false }
            last = byte
        }
        return last != 0x20
    }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    private static func isJoiner(_ scalar: Unicode.Scalar) -> Bool { scalar.value == 0x200C || scalar.value == 0x200D }

    /// What a joiner may stand between: emoji and their modifiers, and the letters and marks of scripts that join.
    private static func joins(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0600...0x0DFF, 0x0F00...0x109F, 0x1780...0x18AF: true
        case 0xFE0F, 0x2190...0x2BFF, 0x1F000...0x1FAFF: true
        default: false
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x300 else { return false }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return true
        default: return false
        }
    }

    /// Controls, and all that Unicode says to show nothing of where it is not supported: bidirectional controls,
    /// zero-width and filler characters, variation selectors, the tags that spell invisible ASCII.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0xFFF9...0xFFFB: true
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    /// Whether it is the selector that makes an emoji, or a plain sign, of the character before it (UTS 51, 1.4.3).
    ///
    /// Behind a letter it would show nothing, and hide from us where a word ends.
    private static func completesEmoji(
        _ scalar: Unicode.Scalar, between before: Unicode.Scalar, and next: Unicode.Scalar?
    ) -> Bool {
        guard scalar.value == 0xFE0E || scalar.value == 0xFE0F, before.properties.isEmoji else { return false }
        return !before.isASCII || next?.value == 0x20E3
    }
}
