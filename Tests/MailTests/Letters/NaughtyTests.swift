import Foundation
import Model
import Testing

@testable import Mail

/// Every string of the corpus in every place, and what the Python oracles get to read.
@Suite(.enabled(if: Place.hasNaughtyStrings, "needs ../shared/corpora")) struct NaughtyTests {
    let library: TemplateLibrary

    init() throws { library = try Packaged.library.get() }

    private static let tricks = [
        "x\r\nBcc: e@z", "\n.\n", "\r.\r", "\r\n.\r\n", "\n.\r\n", "a\u{2028}b", "a\u{0}b", "\u{85}", "\u{202E}evil",
        "\"\u{301}><b>",
        "--=_01938f3e-7a00-7000-8000-000000000001--", "=_=_", "=?utf-8?Q?x?=", "{{link}}", "{{{note}}}",
        "\u{F0000}\u{F0020}\u{F00FF}",
        "evil.com", "https://evil.com/a", "a@b.co", "</td></table><script>alert(1)</script>", "' onmouseover='x",
    ]

    @Test func everyStringInEveryPlace() throws {
        let strings = try Place.naughtyStrings() + Self.tricks
        #expect(strings.count > 400)
        for (index, string) in strings.enumerated() where !string.isEmpty {
            let letter = try Letter.sample(
                package: string, inviter: string, invitee: string, note: string, gallery: string)
            let bytes: [UInt8]
            do throws(ComposeError) {
                bytes = try library.compose(letter)
            } catch {
                // A name of nothing but what is invisible is no name.
                #expect(
                    error == .missingFact(.invitation, "inviter") && CleanText.clean(string, .name).isEmpty, "\(string)"
                )
                continue
            }
            let mail = try expectWellFormed(bytes, "\(string)")
            expectHarmless(mail, "\(string)")
            try write(bytes, "naughty-\(index)")
            let second = try Letter.sample(.invitationDeclined, role: .inviter, package: string, reason: string)
            expectHarmless(try expectWellFormed(library.compose(second)), "\(string)")
        }
    }

    @Test func everyStringInEveryPlaceOfNewerMails() throws {
        let kinds: [(MailKind, MailRole)] = [
            (.publicationLive, .owner), (.publicationFailed, .publisher), (.publicationDigest, .owner),
            (.contactOwners, .owner), (.abuseReport, .abuse), (.preferencesChanged, .owner),
        ]
        for (index, string) in try (Place.naughtyStrings() + Self.tricks).enumerated() where !string.isEmpty {
            let (kind, role) = kinds[index % kinds.count]
            let letter = try Letter.sample(
                kind, role: role, package: string, actor: string, reason: string, gallery: string,
                replyTo: "dave@elsewhere.example"
            ) { facts in
                // Names that are empty once they are clean are no names; a model lets none through.
                facts.version = "v" + string
                facts.publisher = "p" + string
                facts.sender = "s" + string
                facts.via = string
                facts.warnings = [string, string + "x"]
                facts.reasons = facts.warnings
                facts.lines = [DigestLine(version: string, state: string, publisher: string)]
                facts.message = string + "\n\n" + string
                facts.muted = [MutedLine(kind: .publicationLive, package: string)]
            }
            let bytes = try library.compose(letter)
            let mail = try expectWellFormed(bytes, "\(string)")
            expectHarmless(mail, "\(string)")
            #expect(mail["Reply-To"] == (letter.canBeAnswered ? "dave@elsewhere.example" : nil), "\(string)")
            try write(bytes, "naughty-\(kind.rawValue)-\(index)")
        }
    }

    /// The elements of the plain mail and none besides, the attributes of the layout, and our link alone.
    private func expectHarmless(_ mail: ParsedMail, _ comment: Comment) {
        // Braces in a value are not a template's.
        #expect(HTMLLint.flaws(of: mail.html).filter { $0.culprit != "{{" } == [], comment)
        let ours = [Letter.sampleLink, Letter.sampleSettingsLink]
        #expect(Set(MailLint.addresses(in: mail.html)).isSubset(of: ours), comment)
        #expect(Set(MailLint.addresses(in: mail.text)).isSubset(of: ours), comment)
        #expect(mail.html.components(by: "href=\"").count <= 3, comment)
        let forbidden = (mail.text + mail.html).unicodeScalars.filter {
            (0x202A...0x202E).contains($0.value) || $0.value == 0 || $0.value == 0x200B || $0.value == 0x2028
        }
        #expect(forbidden.isEmpty, comment)
        #expect(mail["To"] == "ann@example.org", comment)
    }

    private func write(_ bytes: [UInt8], _ name: String) throws {
        try FileManager.default.createDirectory(at: Place.mails, withIntermediateDirectories: true)
        try Data(bytes).write(to: Place.mails.appending(path: name + ".eml"))
    }

    @Test func previewsForTheOracles() throws {
        for kind in MailKind.allCases {
            for preview in try library.preview(kind) { try write(preview.eml, preview.name) }
        }
    }
}

/// Texts that are nearly links, for the linkifiers among the oracles.
@Suite struct NearLinkTests {
    private static let pieces = [
        "evil", "Contoso", "a", "x1", "-", "_", ".", ".", ".", "@", ":", "/", "//", "://", "\\\\", " ", "(", ")", "<",
        ">", "=",
        "+", "$", "'", "\"", ",", "|", "http", "HTTPS", "ftp", "mailto:", "www.", "com", "CO", "uk", "io", "dev", "org",
        "Json",
        "localhost", "127.0.0.1", ":8080", "?q=1", "#f", "日本", "рф", "é", "\u{301}", "\u{202E}", "\u{2060}", "xn--p1ai",
        "。", "．",
        "ｃｏｍ", "\u{17F}e", "\u{212A}r", "\u{1F600}", "„", "·", "\u{5B4}",
        "\u{64E}", "\u{93E}", "\u{20E3}", "\u{FE0F}", "\u{FE00}", "\u{E0100}",
    ]

    private func noise(_ count: ClosedRange<Int>, _ random: inout SeededRandom) -> String {
        (0..<Int.random(in: count, using: &random)).map { _ in Self.pieces.randomElement(using: &random) ?? "" }
            .joined()
    }

    /// Something with the bones of an address, and noise between them.
    private func address(_ random: inout SeededRandom) -> String {
        let openings = [
            "", "", "http://", "https://", "HTTP:", "ftp://", "//", "mailto:", "www.", "a@", "u:p@", "(", "<", "x ",
        ]
        let labels = ["evil", "a", "sub.evil", "x-y", "日本", "Contoso.Utils", "1", "e_f", "evil.co"]
        let ends = [
            ".com", ".org", ".co.uk", ".io", ".dev", ".рф", ".xn--p1ai", ".COM", ".\u{17F}e", "", ":80", ".com.",
        ]
        let parts = [openings, labels, ends].map { $0.randomElement(using: &random) ?? "" }
        return noise(0...1, &random) + parts.joined() + noise(0...2, &random)
    }

    @Test func nothingIsLostAndLittleIsChanged() throws {
        var random = SeededRandom(seed: 20_261_121)
        var pairs: [[String]] = []
        for _ in 0..<20_000 {
            let text = Bool.random(using: &random) ? noise(1...9, &random) : address(&random)
            let clean = CleanText.clean(text, .words)
            let broken = Neutraliser.neutralise(clean)
            let kept = broken.unicodeScalars.filter { $0 != "\u{2060}" }
            #expect(kept.elementsEqual(clean.unicodeScalars))
            #expect(Neutraliser.neutralise(clean) == broken)
            pairs.append([clean, broken])
        }
        try FileManager.default.createDirectory(at: Place.mails, withIntermediateDirectories: true)
        try JSONEncoder().encode(pairs).write(to: Place.mails.appending(path: "near-links.json"))
    }
}
