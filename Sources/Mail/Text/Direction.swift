/// Which way text runs, as far as a mail must know it.
enum Direction: String, Sendable {
    case leftToRight = "ltr"
    case rightToLeft = "rtl"

    /// The side on which lines begin, as HTML's `align` names it.
    var start: String { self == .leftToRight ? "left" : "right" }

    /// Whether the text holds a letter of a script that runs from right to left (UAX 9, types R and AL).
    static func holdsRightToLeft(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
            default: false
            }
        }
    }
}
