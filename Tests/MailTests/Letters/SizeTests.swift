import Model
import Testing

@testable import Mail

/// Mails with everything at its longest: what Gmail would cut is never made.
@Suite struct SizeTests {
    let library: TemplateLibrary

    init() throws { library = try Packaged.library.get() }

    static let swelling = "\u{20000}＠"

    /// What grows most where it is escaped, neutralised or encoded.
    static let worst = [
        "&", "\"", "=", "日", "\u{1F600}", "。", "＠", swelling, "a\u{301}", "\u{1F468}\u{200D}", "\n", "x\n", "a.co ",
        "//a", "שלום ", "\t", ".\n", "<", "\u{2028}",
    ]

    private static func repeated(_ text: String, scalars: Int) -> String {
        String(repeating: text, count: scalars / text.unicodeScalars.count)
    }

    /// As long as the model admits, of the widest letters.
    private static func name(_ first: String) -> String { first + String(repeating: "\u{20000}", count: 127) }

    /// The kinds that hold much, each with everything at its longest.
    @Test(arguments: worst)
    func mailsOfManyWordsAreSmallEnough(_ piece: String) throws {
        for (kind, role) in [
            (MailKind.contactOwners, MailRole.owner), (.abuseReport, .abuse), (.publicationFailed, .publisher),
            (.publicationLive, .owner), (.publicationDigest, .owner), (.invitation, .invitee),
            (.recoveryContact, .owner),
            (.adminDigest, .admin),
        ] {
            try expectSmall(kind, role, piece)
        }
    }

    @Test(arguments: MailKind.allCases)
    func everyMailIsSmallEnough(_ kind: MailKind) throws {
        for role in KindNeeds.of(kind).roles {
            for piece in ["\"", "。"] {
                try expectSmall(kind, role, piece)
                try expectSmall(kind, role, piece) { ($0.unusual, $0.rejected, $0.transfer) = (true, true, true) }
                try expectSmall(kind, role, piece) { $0.asAdmin = true }
            }
        }
    }

    private func expectSmall(
        _ kind: MailKind, _ role: MailRole, _ piece: String, change: (inout MailFacts) -> Void = { _ in }
    ) throws {
        let items = Array(repeating: Self.repeated(piece, scalars: 310), count: 30)
        var letter = try Letter.sample(
            kind, role: role, package: Self.name("P"), inviter: Self.name("I"), invitee: Self.name("E"),
            actor: Self.name("A"), note: Self.repeated(piece, scalars: 500), reason: Self.repeated(piece, scalars: 500),
            gallery: Self.name("G"), replyTo: "dave@elsewhere.example"
        ) { facts in
            facts.version = String(repeating: "9", count: 128)
            facts.publisher = Self.name("U")
            facts.sender = Self.name("S")
            facts.via = Self.repeated(piece, scalars: 300)
            facts.warnings = items
            facts.reasons = items
            facts.lines = Array(
                repeating: DigestLine(version: Self.name("V"), state: "live", publisher: Self.name("U")), count: 30)
            facts.muted = Array(
                repeating: MutedLine(kind: .publicationDigest, package: Self.name("P")), count: 30)
            if kind == .contactOwners || kind == .abuseReport || kind == .recoveryContact {
                facts.message = Self.repeated(piece, scalars: 4000)
            }
            facts.claimant = Self.name("C")
            facts.evidence = Array(
                repeating: "https://e.example/" + String(repeating: "x", count: RecoveryCase.longestLink - 18),
                count: 10)
            facts.due = Array(
                repeating: DueLine(
                    package: Self.name("P"), why: .undeliverable, at: 1_795_244_592_000, assignee: Self.name("A")),
                count: 30)
            facts.count = .max
            change(&facts)
        }
        if letter.link != nil { letter.link = Self.longestLink }
        if letter.settingsLink != nil { letter.settingsLink = Self.longestLink }
        #expect(try library.draft(letter).html.count <= MailLint.longestHTML, "\(kind) \(role)")
        #expect(try library.compose(letter).count <= MailLint.longestMessage, "\(kind) \(role)")
    }

    private static let longestLink =
        "https://countersign.example/" + String(repeating: "a", count: Link.longest - 28)

    @Test(arguments: worst.filter { piece in piece != swelling && piece.allSatisfy { !$0.isWhitespace } })
    func aLongMessageArrivesWhole(_ piece: String) throws {
        let words = String(repeating: piece, count: 4000 / piece.unicodeScalars.count - 3) + "END"
        let mail = try expectWellFormed(
            library.compose(
                .sample(.contactOwners, role: .owner, replyTo: "dave@elsewhere.example") { $0.message = words }))
        #expect(mail.text.contains("END") && mail.html.contains("END"))
        let clean = CleanText.clean(words, .message)
        #expect(!clean.contains("…") && !mail.html.contains("…"))
    }

    /// Letters of four octets, each with an at sign of three and two joiners: nothing that anybody writes.
    @Test func whatSwellsBeyondMeasureIsCut() throws {
        let words = String(repeating: Self.swelling, count: 2000)
        let mail = try expectWellFormed(library.compose(.sample(.contactOwners, role: .owner) { $0.message = words }))
        #expect(mail.text.unicodeScalars.count { $0 == "＠" } > 1800 && mail.text.contains("…"))
    }

    @Test func aParagraphIsKept() throws {
        let mail = try expectWellFormed(
            library.compose(.sample(.contactOwners, role: .owner) { $0.message = "One.\n\nTwo:\n  three" }))
        #expect(mail.text.contains("> One.\n>\n> Two:\n>   three\n"))
        #expect(mail.html.contains("One.<br>\n<br>\nTwo:<br>\n"))
    }
}
