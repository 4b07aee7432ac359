import Foundation
import Testing

@testable import Mail

/// Every mark and every character that shows nothing, at every joint of an address.
@Suite struct MarkTests {
    private static let all = (UInt32(0x80)...0xE01EF).compactMap(Unicode.Scalar.init).filter { scalar in
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .format: true
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    private static let joints = [
        "evil.com{}", "evil.com{}/x", "evil.com{}{}.x", "evil.com.{}x", "x@{}evil.org", "x{}@evil.org", "x@evil.org{}",
        "sub.evil{}.com", "evil.co{}.uk{}", "evil.c{}om", "WWW.EVIL.COM{}",
    ]

    /// What many linkifiers have: words, dots, and a name at the root that ends where no letter or digit follows.
    ///
    /// Marks are neither to them.
    private static let linkifier = "(?:[A-Za-z0-9_-]+[.])+(?:com|org|co|uk|co[.]uk)(?![.]?[\\p{L}\\p{N}_])"
    /// The same of those that know no letters beyond ASCII.
    private static let plain = "(?:[A-Za-z0-9_-]+[.])+(?:com|org|uk)(?![.]?[A-Za-z0-9_])"
    private static let address = "[A-Za-z0-9]@(?:[A-Za-z0-9-]+[.])*[A-Za-z0-9]"

    @Test func noneKeepsAnAddressWhole() throws {
        #expect(Self.all.count > 2_500)
        let expressions = try [Self.linkifier, Self.plain, Self.address].map {
            try NSRegularExpression(pattern: $0, options: .caseInsensitive)
        }
        func linked(_ text: String) -> Bool {
            expressions.contains { $0.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil }
        }
        #expect(linked("see evil.com\u{5B4}") && linked("x@evil") && !linked("evil.\u{2060}com"))
        var missed: [String] = []
        for scalar in Self.all {
            for joint in Self.joints {
                let text = joint.replacing("{}", with: String(scalar))
                for shape in [CleanText.Shape.words, .name] {
                    let shown = Neutraliser.neutralise(CleanText.clean("see \(text)", shape))
                    if linked(shown) { missed.append(shown.debugDescription) }
                }
            }
        }
        #expect(missed.isEmpty, "\(missed.count), such as \(missed.prefix(5))")
    }
}
