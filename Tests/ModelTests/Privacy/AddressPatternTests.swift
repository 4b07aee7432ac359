import Model
import Testing

@Suite struct AddressPatternTests {
    private static func pattern(_ address: String = "Ann@example.org") throws -> AddressPattern {
        AddressPattern(try EmailAddress(address))
    }

    @Test(arguments: [
        ("ann@example.org", "X"),
        ("ANN@Example.ORG", "X"),
        ("550 5.1.1 <ann@example.org>: unknown", "550 5.1.1 <X>: unknown"),
        ("from ann@example.org, ann@example.org.", "from X, X."),
        ("to=ann@example.org;x", "to=X;x"),
        ("write to ann@example.org.If not", "write to X.If not"),
        ("mailto:ann@example.org?subject=x", "mailto:X?subject=x"),
        ("'ann@example.org'", "'X'"),
        ("-ann@example.org-", "-X-"),
        ("(…ann@example.org…)", "(…ann@example.org…)"),
        ("/v1/suppressions/ann%40example.org", "/v1/suppressions/X"),
        ("/v1/suppressions/%61nn%40example%2Eorg/x", "/v1/suppressions/X/x"),
        ("q=%3Cann%40example.org%3E", "q=%3CX%3E"),
        ("%2561nn%2540example%252Eorg", "X"),
        (#"{"a":"ann\u0040example.org"}"#, #"{"a":"X"}"#),
        (#"{"a":"\u0061\u006E\u006e\u0040example\u002eorg"}"#, #"{"a":"X"}"#),
        (#"{"a":"hello\nann@example.org\tbye"}"#, #"{"a":"hello\nX\tbye"}"#),
        (#"{"a":"ann\\u0040example.org"}"#, #"{"a":"X"}"#),
        (#"{"a":"\\\u0061nn@example.org"}"#, #"{"a":"X"}"#),
        (#"{"a":"\\u003cann@example.org\\u003e"}"#, #"{"a":"\\u003cX\\u003e"}"#),
        (#"{"a":"\\ann@example.org\\"}"#, #"{"a":"\\X\\"}"#),
        ("ann&#64;example.org and ann&#x40;example&period;org", "X and X"),
        ("=61nn=40example.org=20", "X=20"),
        ("ann@example.org%2Euk", "ann@example.org%2Euk"),
        ("ann@example.org.uk", "ann@example.org.uk"),
        ("ann@example.organic", "ann@example.organic"),
        ("ann@example.org-team.net", "ann@example.org-team.net"),
        ("joann@example.org", "joann@example.org"),
        ("jo.ann@example.org", "jo.ann@example.org"),
        ("o'ann@example.org", "o'ann@example.org"),
        ("jo-ann@example.org", "jo-ann@example.org"),
        ("éann@example.org", "éann@example.org"),
        ("%64ann%40example.org", "%64ann%40example.org"),
        ("ann@example.com", "ann@example.com"),
        ("ann at example.org", "ann at example.org"),
        ("a@b.c %% \\ && == \\u %4", "a@b.c %% \\ && == \\u %4"),
        ("", ""),
    ])
    func itIsFoundHoweverItIsSpelled(text: String, left: String) throws {
        let pattern = try Self.pattern()
        let expected = left.split(separator: "X", omittingEmptySubsequences: false).joined(separator: Erasure.text)
        #expect(pattern.isIn(text) == (expected != text))
        #expect(pattern.erased(from: text) ?? text == expected)
        #expect(pattern.erased(from: Array(text.utf8)) ?? Array(text.utf8) == Array(expected.utf8))
        #expect(!pattern.isIn(expected))
    }

    @Test(arguments: [
        "u@bücher.example", "U@BÜCHER.example", "u@bu\u{308}cher.example", "u@xn--bcher-kva.example",
        "u%40b%C3%BCcher.example", #"u@b\u00fccher.example"#, #"u@b\u00DCcher.example"#, "u@b&#252;cher.example",
    ])
    func aDomainHasTwoForms(text: String) throws {
        for address in ["u@bücher.example", "u@xn--bcher-kva.example"] {
            #expect(try Self.pattern(address).erased(from: "<\(text)>") == "<\(Erasure.text)>")
        }
    }

    @Test(arguments: [
        "straße@example.org", "STRAßE@example.org", "stra\u{DF}e%40example.org", "stra%C3%9fe@example.org",
    ])
    func lettersFold(text: String) throws {
        #expect(try Self.pattern("Straße@example.org").isIn(text))
    }

    @Test(arguments: ["a%b@example.org", "a=b@example.org", "a&b@example.org", "a+b@example.org", "a/b@example.org"])
    func signsOfEscapesAreThemselvesToo(address: String) throws {
        let pattern = try Self.pattern(address)
        #expect(pattern.erased(from: "x \(address) y") == "x \(Erasure.text) y")
        for sign in ["%", "=", "&", "+", "/"] where address.contains(sign) {
            let code = String(UInt8(ascii: Unicode.Scalar(sign) ?? "%"), radix: 16)
            #expect(pattern.isIn(address.split(separator: sign).joined(separator: "%\(code)")))
        }
        #expect(pattern.isIn(address.split(separator: "/").joined(separator: "\\/")))
    }

    @Test func partsAreFoundWhereThatIsAskedFor() throws {
        let pattern = try Self.pattern()
        for text in ["to-ann@example.org", "joann%40example.orgs"] {
            #expect(pattern.isPart(of: text) && !pattern.isIn(text))
        }
        #expect(!pattern.isPart(of: "an@example.org"))
    }

    @Test func sameIsWithoutCase() throws {
        let pattern = try Self.pattern()
        #expect(pattern.isSame(try EmailAddress("aNN@EXAMPLE.org")))
        #expect(!pattern.isSame(try EmailAddress("ann@example.org.uk")) && !pattern.isSame(.erased))
    }

    @Test func whatStandsForItIsNobody() throws {
        #expect(EmailAddress(stored: Erasure.text) == .erased)
        #expect(throws: EmailAddress.Flaw.dotlessDomain) { try EmailAddress(Erasure.text) }
    }

    /// No text keeps it busy for long, and none is damaged but where the address stands.
    @Test func anyBytesAreTaken() throws {
        let pattern = try Self.pattern()
        var random = SeededGenerator(seed: 7)
        let alphabet = Array("an@exmple.org%40\\u0040=&#64;\u{E9}-'".utf8)
        for _ in 0..<3000 {
            let bytes = (0..<60).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            guard let erased = pattern.erased(from: bytes) else { continue }
            #expect(!pattern.isIn(erased))
        }
        let long = String(repeating: "\\", count: 20_000) + String(repeating: "%25", count: 5000) + "ann@example.org"
        #expect(pattern.isIn(long))
    }
}
