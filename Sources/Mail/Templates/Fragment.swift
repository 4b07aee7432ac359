/// A rendered template with places left open: what is left to do when a mail is sent is to put bytes in a row.
struct Fragment: Sendable {
    enum Piece: Sendable {
        case literal([UInt8])
        case slot(Slot)
        /// A line that stands there once for each item of a list.
        case each(Variable, [Piece])
    }

    var pieces: [Piece] = []

    /// The variables that have a place in it.
    var variables: VariableSet {
        VariableSet(
            pieces.compactMap { piece in
                switch piece {
                case .literal: nil
                case .slot(let slot): slot.variable
                case .each(let variable, _): variable
                }
            })
    }
}

/// A place for a value.
struct Slot: Sendable, Equatable {
    /// How a value is written there.
    enum Style: UInt8, Sendable {
        /// Among other words.
        case body
        /// In an attribute, or wherever no element can stand.
        case bare
        /// By itself, its line breaks kept.
        case quote
        /// One item of a list; its line is repeated for each.
        case item
    }

    var variable: Variable
    var style: Style
}

/// How places are marked while templates are rendered: characters of private-use plane 15, which no template may hold.
enum SlotMarker {
    private static let first: UInt32 = 0xF0000
    /// Divides literals, so that what many fragments have in common is stored once.
    static let cut = "\u{F00FF}"
    private static let firstMissing: UInt32 = 0xF0100

    static func text(_ slot: Slot) -> String {
        scalar(first + UInt32(slot.variable.rawValue) * 4 + UInt32(slot.style.rawValue))
    }

    static func missing(_ variable: Variable) -> String { scalar(firstMissing + UInt32(variable.rawValue)) }

    private static func scalar(_ value: UInt32) -> String { Unicode.Scalar(value).map(String.init) ?? "" }

    /// Whether a template holds a character that is kept for markers.
    static func isReserved(_ scalar: Unicode.Scalar) -> Bool { (first...first + 0x1FF).contains(scalar.value) }

    static func slot(_ scalar: Unicode.Scalar) -> Slot? {
        guard scalar.value >= first, let style = Slot.Style(rawValue: UInt8(scalar.value & 3)),
            let variable = Variable(rawValue: UInt8(truncatingIfNeeded: (scalar.value - first) >> 2)),
            scalar.value < first + 0xFF
        else { return nil }
        return Slot(variable: variable, style: style)
    }

    static func missing(_ scalar: Unicode.Scalar) -> Variable? {
        guard scalar.value >= firstMissing, scalar.value < firstMissing + 0x100 else { return nil }
        return Variable(rawValue: UInt8(scalar.value - firstMissing))
    }

    /// The same text with its places in another style.
    static func restyle(_ text: String, _ style: Slot.Style) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if var slot = slot(scalar) {
                slot.style = style
                scalars.append(contentsOf: self.text(slot).unicodeScalars)
            } else {
                scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}

/// Cuts rendered text into fragments, and keeps one copy of each literal.
struct FragmentCutter {
    private var literals: [[UInt8]: [UInt8]] = [:]

    mutating func cut(_ text: String) -> Fragment {
        guard text.unicodeScalars.contains(where: { SlotMarker.slot($0)?.style == .item }) else {
            return cutLines(text)
        }
        var fragment = Fragment()
        var plain = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let item = line.unicodeScalars.lazy.compactMap(SlotMarker.slot).first { $0.style == .item }
            guard let item else {
                plain += line + "\n"
                continue
            }
            fragment.pieces += cutLines(plain).pieces
            plain = ""
            fragment.pieces.append(.each(item.variable, cutLines(line + "\n").pieces))
        }
        // The text's last line has no break of its own.
        if !plain.isEmpty { fragment.pieces += cutLines(String(plain.dropLast())).pieces }
        return fragment
    }

    /// Works on bytes: all markers, and nothing else that a template may hold, begin with F3 B0.
    private mutating func cutLines(_ text: String) -> Fragment {
        var fragment = Fragment()
        let bytes = Array(text.utf8)
        var start = 0
        var index = 0
        while index < bytes.count {
            guard bytes[index] == 0xF3, index + 3 < bytes.count, bytes[index + 1] == 0xB0 else {
                index += 1
                continue
            }
            let value = 0xF0000 | UInt32(bytes[index + 2] & 0x3F) << 6 | UInt32(bytes[index + 3] & 0x3F)
            guard let scalar = Unicode.Scalar(value), SlotMarker.isReserved(scalar) else {
                index += 4
                continue
            }
            append(bytes[start..<index], to: &fragment)
            if let slot = SlotMarker.slot(scalar) { fragment.pieces.append(.slot(slot)) }
            index += 4
            start = index
        }
        append(bytes[start...], to: &fragment)
        return fragment
    }

    private mutating func append(_ literal: ArraySlice<UInt8>, to fragment: inout Fragment) {
        guard !literal.isEmpty else { return }
        let literal = Array(literal)
        if let known = literals[literal] {
            fragment.pieces.append(.literal(known))
        } else {
            literals[literal] = literal
            fragment.pieces.append(.literal(literal))
        }
    }
}
