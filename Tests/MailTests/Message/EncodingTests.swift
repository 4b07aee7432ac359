import Model
import Testing

@testable import Mail

@Suite struct QuotedPrintableTests {
    private func encode(_ text: String) -> String {
        var output: [UInt8] = []
        QuotedPrintable.append(Array(text.utf8), to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test(arguments: [
        ("a=b\n", "a=3Db\r\n"), ("x \ny\t\n", "x=20\r\ny=09\r\n"), (".\n.x\n", "=2E\r\n=2Ex\r\n"),
        ("From me\nFrom\n", "=46rom me\r\nFrom\r\n"),
        ("é\n", "=C3=A9\r\n"), ("end ", "end=20"), ("\n\n", "\r\n\r\n"), ("", ""), ("a\rb", "a=0Db"),
    ])
    func encodes(_ text: String, _ encoded: String) {
        #expect(encode(text).utf8.elementsEqual(encoded.utf8))
    }

    /// Lines as long as may be, in every position of what needs three octets.
    @Test func breaksLinesInTime() {
        for length in 60...160 {
            for tail in ["", " ", "=", "é", ".", " \n", "=\n", "é.\n"] {
                let text = String(repeating: "x", count: length) + tail
                let encoded = encode(text)
                #expect(encoded.components(by: "\r\n").allSatisfy { $0.utf8.count <= 76 }, "\(length) \(tail)")
                #expect(
                    ParsedMail.decodeQuotedPrintable(Array(encoded.utf8)).elementsEqual(text.utf8), "\(length) \(tail)")
            }
        }
    }

    @Test func bringsBackWhatWentIn() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<500 {
            let alphabet = Array("ab .=\t\nFé日\u{1F600}rom ".unicodeScalars)
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...300, using: &random) {
                text.append(alphabet.randomElement(using: &random) ?? "a")
            }
            let encoded = encode(String(text))
            #expect(ParsedMail.decodeQuotedPrintable(Array(encoded.utf8)).elementsEqual(String(text).utf8))
            for line in encoded.components(by: "\r\n") {
                #expect(line.utf8.count <= 76 && line.last != " " && line.last != "\t" && line.first != ".")
            }
        }
    }
}

/// The same numbers each time (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

@Suite struct HeaderTextTests {
    private func subject(_ text: String) -> String {
        var output: [UInt8] = []
        HeaderText.append("Subject", text: text, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    private func from(_ name: String, _ address: String = "a@b.example") -> String {
        var output: [UInt8] = []
        HeaderText.append("From", displayName: name, address: address, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test func shortASCIIStaysAsItIs() {
        #expect(subject("Hello there").utf8.elementsEqual("Subject: Hello there\r\n".utf8))
        #expect(from("Example Gallery").utf8.elementsEqual("From: Example Gallery <a@b.example>\r\n".utf8))
    }

    @Test func specialsAreQuoted() {
        #expect(from(#"Doe, J. "x""#).utf8.elementsEqual("From: \"Doe, J. \\\"x\\\"\" <a@b.example>\r\n".utf8))
        #expect(from("example.io").utf8.elementsEqual("From: \"example.io\" <a@b.example>\r\n".utf8))
    }

    @Test(arguments: [
        "héllo", String(repeating: "日本", count: 100), "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467} family",
        "=?utf-8?Q?fake?=", String(repeating: "x", count: 300), "a\r\nBcc: e@z", String(repeating: "wörd ", count: 60),
        "Z" + String(repeating: "\u{301}", count: 200), String(repeating: "long words in ascii ", count: 20),
    ])
    func roundTrips(_ text: String) {
        let expected = text.unicodeScalars.split { $0 == " " || $0 == "\r" || $0 == "\n" }.map { String($0) }.joined(
            separator: " ")
        for field in [subject(text), from(text)] {
            let lines = field.components(by: "\r\n")
            #expect(lines.last == "")
            for line in lines.dropLast() {
                #expect(line.utf8.count <= 78 && line.utf8.allSatisfy { (0x20...0x7E).contains($0) })
                if line.contains("=?") { #expect(line.utf8.count <= 76) }
                #expect(!line.allSatisfy { $0 == " " })
                for word in line.split(separator: " ") where word.hasPrefix("=?") {
                    #expect(word.utf8.count <= 75)
                    // Whole characters: each word is valid UTF-8 by itself.
                    #expect(!ParsedMail.decodeWords(String(word)).contains("\u{FFFD}"))
                }
            }
            let unfolded = lines.joined()
            let value = String(
                unfolded[unfolded.index(after: unfolded.firstIndex(of: ":") ?? unfolded.startIndex)...].dropFirst())
            let name = value.replacing(" <a@b.example>", with: "")
            let decoded = ParsedMail.decodeWords(name.hasPrefix("\"") ? String(name.dropFirst().dropLast()) : name)
            #expect(decoded.unicodeScalars.elementsEqual(expected.unicodeScalars))
        }
    }

    @Test func datesHaveANumericZone() {
        #expect(CivilTime(Timestamp(seconds: 1_795_244_592)).mailDate == "Sat, 21 Nov 2026 07:03:12 +0000")
        #expect(CivilTime(Timestamp(seconds: 951_827_696)).mailDate == "Tue, 29 Feb 2000 12:34:56 +0000")
    }
}

@Suite struct TextWrapTests {
    private func wrap(_ text: String) -> String { String(decoding: TextWrap.wrap(Array(text.utf8)), as: UTF8.self) }

    @Test func wrapsAtSpacesAndKeepsLinksWhole() {
        let link = "https://x.example/" + String(repeating: "a", count: 150)
        let wrapped = wrap(String(repeating: "word ", count: 40) + "\n\n" + link + "\n")
        let lines = wrapped.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.contains { $0 == link })
        #expect(lines.filter { $0 != link }.allSatisfy { $0.count <= TextWrap.width && $0.last != " " })
        #expect(wrapped.hasSuffix("\n"))
    }

    @Test func continuesQuotes() {
        let wrapped = wrap("> " + String(repeating: "word ", count: 40))
        #expect(wrapped.split(separator: "\n").allSatisfy { $0.hasPrefix("> word") })
    }
}

@Suite struct LinkTests {
    @Test(arguments: ["https://x.example/c/abc", "http://127.0.0.1:8080/c/a-b_c", "http://[::1]:80/c/x"])
    func usable(_ link: String) { #expect(Link.isUsable(link)) }

    @Test(arguments: [
        "", "ftp://x", "javascript:alert(1)", "https://", "https://x y", "https://x\"y", "https://x/é",
        "https://x/\r\n", "https:///c",
        "https://x.example/c/abc.", "https://x.example/" + String(repeating: "a", count: 200),
    ])
    func unusable(_ link: String) { #expect(!Link.isUsable(link)) }
}
