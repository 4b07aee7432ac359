import Model
import Testing

@testable import Mail

/// What stands in lists: each item clean, without links, on a line of its own.
@Suite struct ListTests {
    let library: TemplateLibrary

    init() throws { library = try Packaged.library.get() }

    private func failed(_ reasons: [String]) throws -> ParsedMail {
        try expectWellFormed(library.compose(.sample(.publicationFailed, role: .owner) { $0.reasons = reasons }))
    }

    /// The lines that a reader of the text part takes for items.
    private func items(_ mail: ParsedMail) -> [Substring] {
        mail.text.split(separator: "\n").filter { $0.hasPrefix("- ") }
    }

    private func count(_ tag: String, _ mail: ParsedMail) -> Int { mail.html.components(by: tag).count - 1 }

    @Test func itemsStandInBothParts() throws {
        let mail = try failed(["Too large.", "Not signed."])
        #expect(mail.text.contains("\n\n- Too large.\n- Not signed.\n\n"))
        #expect(count("<ul", mail) == 1 && count("<li", mail) == 2 && count("</li>", mail) == 2)
        #expect(mail.html.contains(">Too large.</li>\n<li") && mail.html.contains(">Not signed.</li>\n</ul>"))
    }

    @Test func aListOfNothingIsNone() throws {
        for reasons in [[], [""], ["\u{200B}", "\n"]] {
            let mail = try failed(reasons)
            #expect(items(mail).isEmpty && count("<ul", mail) == 0 && mail.text.contains("gives no reason"))
        }
    }

    @Test func moreThanTwentyAreCounted() throws {
        let mail = try failed((1...23).map { "Reason \($0)." })
        #expect(items(mail).count == 21 && count("<li", mail) == 21)
        #expect(mail.text.contains("- Reason 20.\n- and 3 more\n") && mail.html.contains(">and 3 more</li>"))
        #expect(items(try failed((1...20).map { "Reason \($0)." })).count == 20)
    }

    @Test func longItemsAreCut() throws {
        let mail = try failed([String(repeating: "long ", count: 200)])
        #expect(mail.html.contains("…</li>"))
        let item = try #require(mail.html.components(by: "<li style=\"margin:0 0 6px 0\">").last)
        #expect(item.prefix { $0 != "<" }.count == 300)
        // The text part's lines go on under their item.
        #expect(mail.text.contains("\n  long "))
    }

    @Test func itemsThatSwellAreCountedInstead() throws {
        let mail = try failed(Array(repeating: String(repeating: "\"", count: 300), count: 20))
        #expect(count("<li", mail) == 7 && mail.text.contains("- and 14 more\n"))
    }

    @Test(arguments: [
        "X\r\nBcc: e@z", "a\n- b", "a\n\n.\n", "</li></ul><script>x</script>", "https://evil.com/a", "a@b.co",
        "evil.com",
        "{{warnings}}", "{{/reasons}}", "\u{F0003}\u{F00FF}x", "\u{202E}evil", "=?utf-8?Q?x?=",
        "--=_01938f3e-7a00-7000-8000-000000000001--", "\"\u{301}><b>",
    ])
    func anItemIsNothingElse(_ item: String) throws {
        let mail = try failed(["before", item, "after"])
        #expect(items(mail).count == 3 && count("<li", mail) == 3)
        #expect(HTMLLint.flaws(of: mail.html).filter { $0.culprit != "{{" } == [])
        #expect(MailLint.addresses(in: mail.text).isEmpty && MailLint.addresses(in: mail.html).isEmpty)
        #expect(mail["To"] == "ann@example.org" && mail["Bcc"] == nil)
        #expect(!(mail.text + mail.html).unicodeScalars.contains { (0x202A...0x202E).contains($0.value) })
    }

    @Test func rightToLeftItemsAreIsolated() throws {
        let mail = try failed(["שגיאה (1.2.3)"])
        #expect(mail.html.contains("<bdi>שגיאה (1.2.3)</bdi></li>"))
        #expect(mail.text.contains("- \u{2068}שגיאה (1.2.3)\u{2069}\n"))
    }

    @Test func aDigestNamesVersionsStatesAndPublishers() throws {
        let mail = try expectWellFormed(
            library.compose(
                .sample(.publicationDigest, role: .owner) { facts in
                    facts.lines = [
                        DigestLine(version: "1.0", state: "live", publisher: "bob"),
                        DigestLine(version: "1.1", state: "delayed", publisher: "דני"),
                        DigestLine(version: "1.2", state: "quantum", publisher: "ann"),
                    ]
                    facts.count = 60
                }))
        #expect(mail.text.contains("- 1.0 by bob: public\n- 1.1 by \u{2068}דני\u{2069}: takes longer than usual\n"))
        #expect(mail.text.contains("- 1.2 by ann: quantum\n- and 57 more\n"))
        #expect(mail.html.contains(">1.1 by <bdi>דני</bdi>: takes longer than usual</li>"))
    }

    @Test func whatIsMutedIsNamed() throws {
        let mail = try expectWellFormed(
            library.compose(
                .sample(.preferencesChanged, role: .owner, package: "") { facts in
                    facts.muted = [
                        MutedLine(kind: .publicationLive, package: "Contoso.Utils"),
                        MutedLine(kind: .publicationDigest),
                    ]
                }))
        #expect(mail.text.contains("- versions that went live: Contoso.Utils\n"))
        #expect(mail.text.contains("- several versions told together: all packages\n"))
        #expect(!mail.text.contains("Package:"))
    }
}
