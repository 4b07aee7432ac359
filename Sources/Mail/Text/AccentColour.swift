import Model

/// A gallery's colour with the colours that go with it.
///
/// Contrast is that of WCAG 2.2, 1.4.3.
package struct AccentColour: Sendable, Equatable {
    /// `#rrggbb`, lower case: behind the button's words.
    package let fill: String
    /// Black or white, whichever reads better on ``fill``; at least 4.5:1.
    package let ink: String
    /// Around the button: ``fill`` itself, or its ink where the fill would vanish on white.
    package let edge: String

    package static let standard = AccentColour(
        fill: GalleryPolicy.standardColour, ink: "#ffffff", edge: GalleryPolicy.standardColour)

    /// - Parameter colour: `#rrggbb`; anything else gives the packaged colour.
    package init(_ colour: String?) {
        guard let colour, let luminance = Self.luminance(colour) else {
            self = .standard
            return
        }
        let white = 1.05 / (luminance + 0.05)
        let black = (luminance + 0.05) / 0.05
        fill = colour.lowercased()
        ink = white >= 4.5 || white >= black ? "#ffffff" : "#000000"
        edge = white >= 3 ? fill : "#767676"
    }

    private init(fill: String, ink: String, edge: String) {
        self.fill = fill
        self.ink = ink
        self.edge = edge
    }

    /// The contrast of two colours, 1 to 21; nil where one is not `#rrggbb`.
    package static func contrast(_ one: String, _ other: String) -> Double? {
        guard let first = luminance(one), let second = luminance(other) else { return nil }
        return (max(first, second) + 0.05) / (min(first, second) + 0.05)
    }

    /// WCAG's relative luminance.
    ///
    /// Its powers come from a table: there are but 256 of them.
    private static func luminance(_ colour: String) -> Double? {
        let digits = colour.utf8.dropFirst()
        guard colour.utf8.first == UInt8(ascii: "#"), digits.count == 6, let value = Int(colour.dropFirst(), radix: 16),
            value >= 0, digits.first != UInt8(ascii: "+")
        else { return nil }
        return 0.2126 * linear[value >> 16] + 0.7152 * linear[value >> 8 & 255] + 0.0722 * linear[value & 255]
    }

    private static let linear: [Double] = (0..<256).map { step in
        let share = Double(step) / 255
        return share <= 0.04045 ? share / 12.92 : power((share + 0.055) / 1.055)
    }

    /// `x` to the 2.4th: `x² · (x²)^(1/5)`, with the fifth root by Newton's method.
    private static func power(_ base: Double) -> Double {
        let square = base * base
        var root = 1.0
        for _ in 0..<60 {
            let fourth = root * root * root * root
            root -= (root * fourth - square) / (5 * fourth)
        }
        return square * root
    }
}
