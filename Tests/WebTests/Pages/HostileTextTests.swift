import Foundation
import HTTPTypes
import Model
import Testing

@testable import Web

/// Text that others wrote is text on a page, whatever it holds.
@Suite struct HostileTextTests {
    /// Every string of the corpus of naughty strings, and the tricks that it lacks.
    static let strings: [String] = {
        let corpus = URL(fileURLWithPath: "../shared/corpora/naughty/blns.json")
        let read = (try? Data(contentsOf: corpus)).flatMap { try? JSONDecoder().decode([String].self, from: $0) } ?? []
        return read + [
            "\"\u{301}><script>alert(1)</script>", "'\u{20DD} onmouseover='x", "<\u{338}img src=x>", "a\u{0}b",
            "a\r\nb",
            "a\u{2028}b", "\u{202E}gpj.exe", "\u{2066}x\u{2069}", "x\u{200B}y", "</textarea><script>", "]]>", "<!--",
            "&lt;script&gt;",
        ]
    }()

    @Test func theCorpusIsThere() {
        #expect(Self.strings.count > 500)
    }

    @Test func whatIsEscapedIsText() {
        for string in Self.strings {
            var writer = HTMLWriter()
            writer.text(string)
            #expect(!writer.bytes.contains(where: { "<>\"'".utf8.contains($0) }), "\(string.debugDescription)")
            let text = String(decoding: writer.bytes, as: UTF8.self)
            #expect(
                text.unicodeScalars.allSatisfy { scalar in
                    switch scalar.value {
                    case 0x00...0x08, 0x0B...0x1F, 0x7F...0x9F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F,
                        0xFEFF:
                        false
                    default: true
                    }
                })
            // What is left says what was there: nothing else has gone.
            #expect(Self.unescaped(text) == Self.visible(string))
        }
    }

    @Test func pagesHoldOnlyOurTags() async throws {
        try await Fixture.run { site in
            try await site.prepare()
            let plain = Self.tags(
                try await site.open(try await site.link(try await site.invite("plain", note: "x").id)).text)
            #expect(plain.contains("blockquote dir"))
            var held = 0
            for (index, string) in Self.strings.enumerated() {
                let body = try JSONSerialization.data(withJSONObject: [
                    "invitee": ["username": "u\(index)", "email": "u\(index)@example.org"], "invitedBy": "bob",
                    "note": string,
                ])
                let answer = try await site.call(
                    .post, "/v1/packages/Contoso.Utils/invitations", String(decoding: body, as: UTF8.self))
                guard answer.status == 201 else {
                    #expect(
                        answer.status == 422 && answer.pointers == ["/note"],
                        """
                        \(string.debugDescription) \(answer.text)
                        """)
                    continue
                }
                held += 1
                // Foundation's reader drops a byte order mark at a string's beginning; ours keeps it.
                #expect(answer.string("note") == (string.hasPrefix("\u{FEFF}") ? String(string.dropFirst()) : string))
                let id = try #require(answer.string("id").flatMap { Identifier($0) })
                let token = try await site.link(id)
                let page = try await site.open(token)
                #expect(page.status == 200)
                if !string.isEmpty { #expect(Self.tags(page.text) == plain, "\(index) \(string.debugDescription)") }
                let reason = try await site.press(token, "action=decline&reason=" + PercentCoding.encode(string))
                #expect([200, 422].contains(reason.status))
            }
            #expect(held > 400)
        }
    }

    @Test func namesThatCannotBeAreRefused() async throws {
        try await Fixture.run { site in
            for string in Self.strings {
                let owners = try JSONSerialization.data(withJSONObject: ["owners": [["username": string]]])
                let answer = try await site.call(.put, "/v1/packages/P/owners", String(decoding: owners, as: UTF8.self))
                let isName = (try? Name(string, .username)) != nil
                #expect(answer.status == (isName ? 200 : 422), "\(string.debugDescription)")
                if !isName { #expect(answer.pointers == ["/owners/0/username"]) }

                let path = "/v1/packages/\(PercentCoding.encode(string))/owners"
                let package = try await site.call(.put, path, #"{"owners": []}"#)
                let isPackage = (try? Name(string, .package)) != nil
                if string.isEmpty || path.utf8.count > 8192 { continue }
                #expect(package.status == (isPackage ? 200 : 422), "\(string.debugDescription) \(package.text)")
                #expect(Self.isClean(package.headers))
            }
        }
    }

    /// The tags of a page, in order, with their attributes' names but not their values.
    private static func tags(_ page: String) -> [String] {
        // On bytes: there are characters that join the one that follows them, a tag's too.
        page.utf8.split(separator: UInt8(ascii: "<")).dropFirst().map { tag in
            tag.prefix { $0 != UInt8(ascii: ">") }.split(separator: UInt8(ascii: " "))
                .map { String(decoding: $0.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self) }.joined(separator: " ")
        }
    }

    private static func unescaped(_ text: String) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(text) { text, pair in
            text.replacingOccurrences(of: pair.0, with: pair.1, options: .literal)
        }
    }

    private static func visible(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
            let isBreak = scalar == "\u{2028}" || scalar == "\u{2029}"
            let isSelector = (0xFE00...0xFE0F).contains(scalar.value)
            let isHidden = scalar.properties.isDefaultIgnorableCodePoint && !isSelector
            let isAnnotation = (0xFFF0...0xFFFB).contains(scalar.value)
            if !isControl, !isBreak, !isHidden, !isAnnotation { kept.append(scalar) }
        }
        return String(kept)
    }

    private static func isClean(_ headers: HTTPFields) -> Bool {
        headers.allSatisfy { $0.value.utf8.allSatisfy { (0x20...0x7E).contains($0) } }
    }
}
