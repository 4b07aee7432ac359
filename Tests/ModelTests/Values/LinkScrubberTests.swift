import Testing

@testable import Model

/// What a relay may make of a link that it quotes.
@Suite struct LinkScrubberTests {
    private static let token = String(repeating: "AbCdE_6-", count: 7) + "wxyz"
    private static let digest = String(repeating: "0123456789abcdef", count: 4)
    private static let link = "https://c.test/c/\(token)"

    @Test(arguments: [
        ("no link here", "no link here"), ("", ""), ("queued as 4f9Xq2 - gsmtp", "queued as 4f9Xq2 - gsmtp"),
        ("see https://c.test/help/c", "see https://c.test/help/c"), ("a=b c=d 100% /", "a=b c=d 100% /"),
        (link, "https://c.test[link]"), ("<\(link)>.", "<https://c.test[link]>."),
        ("\(link)?x=1", "https://c.test[link]?x=1"), ("pattern \(token), rule 7", "pattern [link], rule 7"),
        ("https://c.test/u/\(token) or", "https://c.test[link] or"),
        ("https://c.test/recovery/status/\(token)", "https://c.test[link]"),
        ("https://c.test/C/short is", "https://c.test[link] is"),
        ("url=https%3A%2F%2Fc.test%2Fc%2F\(token)&b=1", "url=https%3A%2F%2Fc.test[link]&b=1"),
        ("https%253A%252F%252Fc.test%252fc%252f\(token)%26", "https%253A%252F%252Fc.test[link]%26"),
        ("https=3A=2F=2Fc.test=2Fc=2F\(token) x", "https=3A=2F=2Fc.test[link] x"),
        ("token=\(token)", "[link]"), ("cut \(token.prefix(40))", "cut [link]"),
        ("cut \(token.prefix(39))", "cut \(token.prefix(39))"),
        ("sha256 \(digest) of it", "sha256 \(digest) of it"), ("/c/\(digest)", "[link]"),
        ("\(digest.prefix(40))G", "[link]"),
        ("\(link)\n\(link)", "https://c.test[link]\nhttps://c.test[link]"),
    ])
    func scrubs(text: String, scrubbed: String) {
        #expect(text.withoutLinks == scrubbed)
        #expect(scrubbed.withoutLinks == scrubbed)
    }

    /// Wherever a line ends, and however that is told.
    @Test(arguments: ["\n", "=\n", "\r\n", "= ", "=", "\n  ", " \n> ", "=\n> "])
    func aTokenMayGoOnInTheNextLine(lineEnd: String) {
        for cut in 1..<60 {
            let parts = Self.token.prefix(cut) + lineEnd + Self.token.dropFirst(cut)
            for text in ["say \(parts) no", "say https://c.test/c/\(parts) no"] {
                let found = text.withoutLinks
                #expect(found.hasPrefix("say ") && found.hasSuffix("[link] no"), "\(found)")
                #expect(!found.contains("AbC") && !found.contains("wxyz"), "\(found)")
            }
        }
    }

    @Test func aTokenInShortLinesIsFoundToo() {
        let lines = stride(from: 0, to: 60, by: 7).map { String(Self.token.dropFirst($0).prefix(7)) }
        #expect("a\n\(lines.joined(separator: "\n"))".withoutLinks == "[link]")
        #expect("http://c.test/c\n/\(lines.joined(separator: "=\n"))".withoutLinks == "http://c.test[link]")
    }

    /// What follows a whole token in its next line is a word of the relay's.
    @Test func theNextLineIsKept() {
        #expect("\(Self.link)\nblocked by policy".withoutLinks == "https://c.test[link]\nblocked by policy")
        #expect("https://c.test/c/x\nblocked by policy".withoutLinks == "https://c.test[link]\nblocked by policy")
    }

    @Test func noiseIsTakenAsItComes() {
        var random = SystemRandomNumberGenerator()
        let pieces = [
            "/c/", "/u/", "%2F", "%25", "%", "=", "=2F", "\n", " ", ">", "A", "abcdefghij", "\u{e9}", "/", ".",
        ]
        for _ in 0..<3_000 {
            let text = (0..<Int.random(in: 1...40, using: &random)).map { _ in pieces.randomElement() ?? "" }.joined()
            let once = text.withoutLinks
            #expect(once.withoutLinks == once, "\(text.debugDescription)")
        }
    }
}
