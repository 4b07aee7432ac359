import Model
import Testing

@testable import Mail

@Suite struct ComposeTests {
    let library: TemplateLibrary

    init() throws { library = try Packaged.library.get() }

    @Test func headerIsComplete() throws {
        var letter = try Letter.sample()
        letter.inReplyTo = "first@gallery.example"
        let mail = try expectWellFormed(library.compose(letter))
        #expect(mail["Date"] == "Sat, 21 Nov 2026 07:03:12 +0000")
        #expect(mail["From"] == "Example Gallery <noreply@gallery.example>")
        #expect(mail["To"] == "ann@example.org")
        #expect(mail["Subject"] == "bob invites you to become an owner of Contoso.Utils")
        #expect(mail["Message-ID"] == "<01938f3e-7a00-7000-8000-000000000001@gallery.example>")
        #expect(mail["In-Reply-To"] == "<first@gallery.example>")
        #expect(mail["References"] == "<first@gallery.example>")
        #expect(mail["Auto-Submitted"] == "auto-generated")
        #expect(mail["X-Auto-Response-Suppress"] == "OOF, AutoReply")
        #expect(mail["Feedback-ID"] == "invitation:example:confirmation:countersign")
        #expect(mail["Content-Language"] == "en")
        #expect(mail["MIME-Version"] == "1.0")
    }

    @Test func sameLetterSameBytes() throws {
        let letter = try Letter.sample(note: "Hello")
        #expect(try library.compose(letter) == library.compose(letter))
    }

    @Test func theLinkStandsAloneAndBothPartsHaveIt() throws {
        let mail = try expectWellFormed(library.compose(.sample()))
        let lines = mail.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.filter { $0.contains("://") } == [Substring(Letter.sampleLink)])
        #expect(Set(MailLint.addresses(in: mail.html)) == [Letter.sampleLink])
    }

    @Test func bothPartsSayTheSame() throws {
        let mail = try expectWellFormed(
            library.compose(
                .sample(package: "Pack-Age", inviter: "bob-1", invitee: "ann-2", note: "Note-3", gallery: "Gallery-4")))
        for fact in ["Pack-Age", "bob-1", "ann-2", "Note-3", "Gallery-4", "Saturday, 28 November 2026 at 07:03 UTC"] {
            #expect(mail.text.replacing("\n", with: " ").contains(fact) && mail.html.contains(fact), "\(fact)")
        }
        #expect(mail.text.contains("> Note-3\n"))
    }

    @Test(arguments: MailKind.allCases)
    func everyKindServesItsReadersAndNoOthers(_ kind: MailKind) throws {
        for role in MailRole.allCases {
            let letter = try Letter.sample(kind, role: role)
            if KindNeeds.of(kind).roles.contains(role) {
                let mail = try expectWellFormed(library.compose(letter), "\(kind) \(role)")
                let name = kind == .adminSignIn ? "Example Gallery" : "Contoso.Utils"
                #expect(mail.text.contains(name) && mail.html.contains(name))
                let links = Set(MailLint.addresses(in: mail.text))
                #expect(links == Set(MailLint.addresses(in: mail.html)), "\(kind) \(role)")
                #expect(links == Set([letter.link, letter.shownSettingsLink].compactMap { $0 }), "\(kind) \(role)")
            } else {
                #expect(throws: ComposeError.roleNotServed(kind, role)) { try library.compose(letter) }
            }
        }
    }

    @Test func whatIsMissingIsSaid() throws {
        #expect(throws: ComposeError.missingFact(.invitation, "inviter")) { try library.compose(.sample(inviter: nil)) }
        var letter = try Letter.sample()
        letter.link = nil
        #expect(throws: ComposeError.missingLink(.invitation)) { try library.compose(letter) }
        letter.link = "https://x.example/ y"
        #expect(throws: ComposeError.badLink) { try library.compose(letter) }
        letter = try Letter.sample()
        letter.messageID = "x>\r\nBcc: e@z"
        #expect(throws: ComposeError.badMessageID) { try library.compose(letter) }
        letter = try Letter.sample()
        letter.inReplyTo = "none"
        #expect(throws: ComposeError.badMessageID) { try library.compose(letter) }
        letter = try Letter.sample()
        letter.from = try EmailAddress("gälerie@gallery.example")
        #expect(throws: ComposeError.senderNotASCII) { try library.compose(letter) }
    }

    @Test func inviteeWithoutAccountIsNamedByNobody() throws {
        let mail = try expectWellFormed(library.compose(.sample(.invitationNotice, role: .owner, invitee: nil)))
        #expect(mail["Subject"] == "bob invited somebody to become an owner of Contoso.Utils")
        #expect(!mail.text.contains("example.org") && !mail.html.contains("example.org"))
    }

    @Test func whoLeavesByThemselvesIsNotNamedTwice() throws {
        let mail = try expectWellFormed(
            library.compose(.sample(.ownerRemoved, role: .owner, inviter: nil, actor: "ann")))
        #expect(!mail.text.contains("ann has removed ann"))
    }

    @Test func recipientBeyondASCIIKeepsTheMessageASCII() throws {
        var letter = try Letter.sample()
        letter.to = try EmailAddress("jürgen@bücher.example")
        let mail = try expectWellFormed(library.compose(letter))
        #expect(mail["To"].map(ParsedMail.decodeWords)?.hasPrefix("jürgen@xn--bcher-kva.example") == true)
    }

    @Test func rightToLeftNamesAreIsolated() throws {
        let mail = try expectWellFormed(library.compose(.sample(inviter: "דני", note: "\u{202E}abc")))
        #expect(mail.html.contains("<bdi>דני</bdi>"))
        #expect(mail.text.contains("\u{2068}דני\u{2069}"))
        #expect(!mail.text.contains("\u{202E}") && !mail.html.contains("\u{202E}"))
        let plain = try ParsedMail(library.compose(.sample()))
        #expect(!plain.text.unicodeScalars.contains { $0.value == 0x2068 } && !plain.html.contains("<bdi>"))
    }

    @Test func namesAreCutInTheSubjectAlone() throws {
        let name = String(repeating: "n", count: 128)
        let mail = try expectWellFormed(library.compose(.sample(package: name)))
        #expect(ParsedMail.decodeWords(mail["Subject"] ?? "").hasSuffix(" " + String(repeating: "n", count: 63) + "…"))
        #expect(mail.text.contains(name) && mail.html.contains(name))
    }

    @Test func galleryColourAndItsInk() throws {
        let mail = try expectWellFormed(library.compose(.sample(colour: "#FFE600")))
        #expect(mail.html.contains("bgcolor=\"#ffe600\"") && mail.html.contains("color:#000000"))
    }

}
