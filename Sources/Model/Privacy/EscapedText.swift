/// A text of which any character may be written in an escaped form.
struct EscapedText {
    /// A character as it was read, and where it ends.
    typealias Reading = (scalar: UInt32, end: Int)

    let bytes: [UInt8]

    /// Where a spelling ends that begins here; nil where none does.
    ///
    /// - Parameter spelling: Folded.
    func match(_ spelling: ArraySlice<UInt32>, at index: Int) -> Int? {
        guard let first = spelling.first else { return index }
        guard index < bytes.count else { return nil }
        for reading in [raw(at: index), escaped(at: index)].compactMap(\.self) {
            if reading.scalar < 0x80 {
                let lower = (65...90).contains(reading.scalar) ? reading.scalar + 32 : reading.scalar
                guard lower == first else { continue }
                if let end = match(spelling.dropFirst(), at: reading.end) { return end }
            } else {
                guard let scalar = Unicode.Scalar(reading.scalar) else { continue }
                let folded = Name.fold(String(scalar)).unicodeScalars.map(\.value)
                guard spelling.starts(with: folded) else { continue }
                if let end = match(spelling.dropFirst(folded.count), at: reading.end) { return end }
            }
        }
        return nil
    }

    /// Whether an address can begin here: what stands before it is not part of its name.
    func begins(at index: Int) -> Bool {
        if let before = escapeEnding(at: index), !Self.isInName(before) { return true }
        var position = index
        while position > 0 {
            position -= 1
            let byte = UInt32(bytes[position])
            // Signs alone make no name: a dash before it is a list's, an apostrophe a quotation's.
            if Self.isInLabel(byte) { return false }
            if byte == UInt32(UInt8(ascii: "'")) {
                return position == 0 || !Self.isInLabel(UInt32(bytes[position - 1]))
            }
            guard Self.isInName(byte) else { return true }
        }
        return true
    }

    /// Whether an address can end here: what follows does not go on with its domain.
    func ends(at index: Int) -> Bool {
        var (position, hasDot) = (index, false)
        while position < bytes.count, let reading = escaped(at: position) ?? raw(at: position) {
            switch reading.scalar {
            case UInt32(UInt8(ascii: ".")):
                hasDot = true
                position = reading.end
            case UInt32(UInt8(ascii: "-")): position = reading.end
            // A full stop, and the next sentence.
            case 65...90 where hasDot && index > 0 && (97...122).contains(bytes[index - 1]): return true
            case let scalar: return !Self.isInLabel(scalar)
            }
        }
        return true
    }

    /// A letter or a digit of any script.
    private static func isInLabel(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 48...57, 65...90, 97...122, 0x80...: true
        default: false
        }
    }

    private static func isInName(_ scalar: UInt32) -> Bool {
        isInLabel(scalar) || [".", "_", "-", "+"].contains(Unicode.Scalar(scalar))
    }
}
