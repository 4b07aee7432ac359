import Crypto
import Foundation
import HTTPTypes
import Synchronization

/// The look of one gallery's pages: everything up to the title, and the header fields that allow exactly this style.
struct Theme: Sendable {
    /// From the doctype to the opening tag of the title.
    let beginning: [UInt8]
    /// Everything but the length and the date.
    let fields: HTTPFields

    /// - Parameters:
    ///   - colour: The gallery's; shades of it are used where it could not be read itself.
    ///   - rules: What these pages have beside what all have.
    ///   - scriptDigest: Of the one script that they may have.
    init(colour: Colour, rules: String? = nil, scriptDigest: String? = nil, isHTTPS: Bool) {
        let style = Stylesheet.text(colour) + (rules.map { "\n" + $0 } ?? "")
        let digest = Data(SHA256.hash(data: Array(style.utf8))).base64EncodedString()
        fields = SecurityHeaders.page(styleDigest: digest, scriptDigest: scriptDigest, isHTTPS: isHTTPS)
        beginning = Array(
            """
            <!doctype html>
            <html lang="en" dir="ltr">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <style>\(style)</style>
            <title>
            """.utf8)
    }
}

/// The themes in use, made once for each colour.
final class Themes: Sendable {
    /// Galleries are few; this bounds what a mistake could cost.
    private static let mostKept = 1000

    /// The look of what belongs to no gallery.
    let standard: Theme
    private let make: @Sendable (Colour) -> Theme
    private let made = Mutex<[String: Theme]>([:])

    init(isHTTPS: Bool, rules: String? = nil, scriptDigest: String? = nil) {
        make = { Theme(colour: $0, rules: rules, scriptDigest: scriptDigest, isHTTPS: isHTTPS) }
        standard = make(Stylesheet.standardColour)
    }

    /// Those of the admin site.
    static func admin(isHTTPS: Bool) -> Themes {
        Themes(isHTTPS: isHTTPS, rules: AdminStyle.rules, scriptDigest: AdminScript.digest)
    }

    /// - Parameter colour: `#rrggbb`; nil for a gallery that has set none.
    func theme(_ colour: String?) -> Theme {
        guard let colour, let parsed = Colour(colour) else { return standard }
        if let theme = made.withLock({ $0[colour] }) { return theme }
        let theme = make(parsed)
        made.withLock { made in
            if made.count >= Self.mostKept { made.removeAll() }
            made[colour] = theme
        }
        return theme
    }
}
