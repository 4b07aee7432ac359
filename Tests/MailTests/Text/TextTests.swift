import Testing

@testable import Mail

@Suite struct HTMLTextTests {
    @Test func escapesTheFive() {
        #expect(HTMLText.escape(#"<a href='x'>"&"</a>"#) == "&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/a&gt;")
        #expect(HTMLText.escape("plain – text") == "plain – text")
    }

    /// To Swift a quote with a combining mark is one character, which is not a quote.
    @Test(arguments: ["\"\u{301}", "<\u{338}", "&\u{20DD}", "'\u{FE0F}", ">\u{200D}"])
    func escapesUnderCombiningMarks(_ text: String) {
        let escaped = HTMLText.escape(text)
        #expect(!escaped.utf8.contains { "<>\"'".utf8.contains($0) })
        #expect(escaped.utf8.first == UInt8(ascii: "&") && escaped.utf8.contains(UInt8(ascii: ";")))
    }
}

@Suite struct CleanTextTests {
    @Test(arguments: [
        ("ann", "ann"), (" ann \r\n bob ", "ann bob"), ("a\u{202E}b\u{2066}c\u{61C}d\u{200F}", "abcd"),
        ("z\u{200B}e\u{FEFF}r\u{200D}o\u{AD}\u{E0041}", "zero"), ("a\u{2028}b\u{85}c\u{0}d", "a b cd"),
        ("\u{1F468}\u{200D}\u{1F469}", "\u{1F468}\u{1F469}"), ("\u{3164}\u{202E}", ""), ("日本 語", "日本 語"),
        ("evil.com\u{FE0F}", "evil.com"), ("a\u{FE00}\u{E0100}\u{FE0E}b\u{2065}\u{FFF0}", "ab"), ("9\u{FE0F}", "9"),
        ("❤\u{FE0F}", "❤\u{FE0F}"), ("☎\u{FE0E}", "☎\u{FE0E}"), ("7\u{FE0F}\u{20E3}", "7\u{FE0F}\u{20E3}"),
    ])
    func names(_ text: String, _ clean: String) {
        #expect(CleanText.clean(text, .name).unicodeScalars.elementsEqual(clean.unicodeScalars))
    }

    @Test(arguments: [
        ("a\r\nb\rc\u{2029}d", "a\nb\nc\nd"), ("a\n\n\n\n\nb", "a\n\nb"), ("x \n y", "x\n y"), ("\n\n", ""),
        ("\u{1F468}\u{200D}\u{1F469}", "\u{1F468}\u{200D}\u{1F469}"), ("می\u{200C}خواهم", "می\u{200C}خواهم"),
        ("e\u{200D}vil", "evil"),
    ])
    func words(_ text: String, _ clean: String) {
        #expect(CleanText.clean(text, .words).unicodeScalars.elementsEqual(clean.unicodeScalars))
    }

    @Test func shortensAfterWholeClusters() {
        let family = "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}"
        let short = CleanText.shorten(String(repeating: family, count: 70), to: 64)
        #expect(short == String(repeating: family, count: 63) + "…")
        #expect(short.count == 64)
        let just = String(repeating: "é", count: 64)
        #expect(CleanText.shorten(just, to: 64) == just)
    }

    @Test func limitsMarks() {
        let tower = "Z" + String(repeating: "\u{0300}", count: 5000)
        #expect(CleanText.clean(tower, .words).unicodeScalars.count == 9)
        #expect(CleanText.clean(String(repeating: "w", count: 9000), .words).count == 500)
    }
}

@Suite struct NeutraliserTests {
    @Test(arguments: [
        "Contoso.Utils", "Newtonsoft.Json", "serde_json", "@scope/name", "System.Net.Http", "1.2.3", "lodash@4.17.21",
        "std::vector", "a/b", "note: see below", "// a comment", "ann", "", ".", "a.b", "e.g. this", "3:45", "C:\\temp",
        "a:b", "Node.js",
    ])
    func leaves(_ text: String) {
        #expect(Neutraliser.neutralise(text) == text)
    }

    @Test(arguments: [
        ("evil.com", "evil.~com"), ("EVIL.CoM", "EVIL.~CoM"), ("foo.co.uk", "foo.~co.~uk"),
        ("https://evil", "https:~/~/evil"), ("a@b.c", "a~@~b.c"), ("x@evil.org", "x~@~evil.~org"),
        ("www.contoso", "www.~contoso"), ("www.contoso.utils", "www.~contoso.~utils"), ("evil.com/x", "evil.~com/x"),
        ("evil.com-x", "evil.~com-x"), ("mailto:x", "mailto:~x"), ("javascript:alert", "javascript:~alert"),
        ("//evil.test", "/~/evil.test"), ("\\\\server\\share", "\\~\\server\\share"), ("кто.рф", "кто.~рф"),
        ("x.xn--p1ai", "x.~xn--p1ai"), ("evil。com", "evil。~com"), ("evil.ｃｏｍ", "evil.~ｃｏｍ"),
        ("see evil.com.", "see evil.~com.~"),
        ("evil.\u{212A}r", "evil.~\u{212A}r"), ("http://127.0.0.1/x", "http:~/~/127.0.0.1/x"),
        ("evil.com\u{301}", "evil.~com\u{301}"), ("evil.com\u{5B4}", "evil.~com\u{5B4}"),
        ("evil.com\u{64E}/x", "evil.~com\u{64E}/x"), ("evil.com\u{93E}.x", "evil.~com\u{93E}.~x"),
        ("evil.com\u{FE0F}", "evil.~com\u{FE0F}"), ("evil.com.\u{5B4}x", "evil.~com.~\u{5B4}x"),
        ("evil.comé", "evil.~comé"),
        ("कुछ.कॉम", "कुछ.~कॉम"), ("x@\u{5B4}evil", "x~@~\u{5B4}evil"), ("x\u{64E}@evil", "x\u{64E}~@~evil"),
    ])
    func breaks(_ text: String, _ broken: String) {
        let expected = broken.unicodeScalars.map { $0 == "~" ? "\u{2060}" : $0 }
        #expect(Array(Neutraliser.neutralise(text).unicodeScalars) == expected)
    }
}

@Suite struct AccentColourTests {
    @Test func everyColourReads() throws {
        for red in stride(from: 0, through: 255, by: 15) {
            for green in stride(from: 0, through: 255, by: 15) {
                for blue in stride(from: 0, through: 255, by: 51) {
                    let colour = "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
                    let accent = AccentColour(colour)
                    #expect(try #require(AccentColour.contrast(accent.fill, accent.ink)) >= 4.5, "\(colour)")
                    #expect(try #require(AccentColour.contrast(accent.edge, "#ffffff")) >= 3, "\(colour)")
                }
            }
        }
    }

    @Test func contrastIsThatOfTheStandard() throws {
        #expect(abs(try #require(AccentColour.contrast("#000000", "#ffffff")) - 21) < 0.001)
        #expect(abs(try #require(AccentColour.contrast("#777777", "#ffffff")) - 4.478) < 0.001)
    }

    @Test(arguments: [nil, "", "red", "#12345", "#gggggg", "#+12345", "#1234567", "\"><b>"])
    func nonsenseGivesThePackagedColour(_ text: String?) {
        #expect(AccentColour(text) == .standard)
    }
}
