import Model
import Testing

@testable import Mail

/// The header fields that only some mails have.
@Suite struct HeaderTests {
    let library: TemplateLibrary

    init() throws { library = try Packaged.library.get() }

    /// STANDARDS: confirmations carry no List-Unsubscribe, what is optional does (RFC 2369, RFC 8058).
    @Test(arguments: MailKind.allCases)
    func onlyWhatCanBeSwitchedOffSaysHow(_ kind: MailKind) throws {
        for role in KindNeeds.of(kind).roles {
            var letter = try Letter.sample(kind, role: role)
            letter.settingsLink = Letter.sampleSettingsLink
            let mail = try expectWellFormed(library.compose(letter), "\(kind)")
            #expect(mail["List-Unsubscribe"] == (kind.isMutable ? "<\(Letter.sampleSettingsLink)>" : nil), "\(kind)")
            #expect(mail["List-Unsubscribe-Post"] == (kind.isMutable ? "List-Unsubscribe=One-Click" : nil), "\(kind)")
            let isShown = mail.text.contains(Letter.sampleSettingsLink)
            #expect(isShown == kind.isMutable && mail.html.contains(Letter.sampleSettingsLink) == isShown, "\(kind)")
        }
    }

    @Test func anUnusualPublisherCannotBeSwitchedOff() throws {
        for kind in MailKind.allCases where kind.isMutable && kind != .publicationDigest {
            for role in [MailRole.owner, .publisher] {
                let mail = try expectWellFormed(
                    library.compose(.sample(kind, role: role) { $0.unusual = true }), "\(kind) \(role)")
                #expect(mail["List-Unsubscribe"] == nil && mail["List-Unsubscribe-Post"] == nil, "\(kind)")
                #expect(!mail.text.contains("/u/") && !mail.html.contains("/u/"), "\(kind)")
                #expect(mail.text.contains("never published") || mail.text.contains("the first version"), "\(kind)")
            }
        }
        let live = try ParsedMail(library.compose(.sample(.publicationLive, role: .owner) { $0.unusual = true }))
        #expect(live["Subject"] == "Contoso.Utils 2.1.0 is live, from a new publisher: bob")
    }

    @Test func withoutALinkThereIsNoWayOff() throws {
        var letter = try Letter.sample(.publicationLive, role: .owner)
        letter.settingsLink = nil
        let mail = try expectWellFormed(library.compose(letter))
        #expect(mail["List-Unsubscribe"] == nil && mail["List-Unsubscribe-Post"] == nil && !mail.html.contains("href"))
        letter.settingsLink = "https://x.example/>\r\nBcc: e@z"
        #expect(throws: ComposeError.badLink) { try library.compose(letter) }
        letter.facts.unusual = true
        #expect(try expectWellFormed(library.compose(letter))["List-Unsubscribe"] == nil)
    }

    @Test func answersGoToWhoSharedAnAddress() throws {
        let shared = try expectWellFormed(
            library.compose(.sample(.contactOwners, role: .owner, replyTo: "dave@elsewhere.example")))
        #expect(shared["Reply-To"] == "dave@elsewhere.example")
        #expect(shared["From"] == "Example Gallery <noreply@gallery.example>")
        #expect(
            shared.text.contains("If you answer this mail, your answer goes to dave")
                && !shared.text.contains("elsewhere.example"))
        let kept = try expectWellFormed(library.compose(.sample(.contactOwners, role: .owner)))
        #expect(kept["Reply-To"] == nil && kept.text.contains("No address was shared"))
        let report = try expectWellFormed(
            library.compose(.sample(.abuseReport, role: .abuse, replyTo: "dave@elsewhere.example")))
        #expect(report["Reply-To"] == "dave@elsewhere.example")
    }

    @Test func aCopyHasNoAddressToAnswerTo() throws {
        let copy = try expectWellFormed(
            library.compose(.sample(.contactOwners, role: .sender, replyTo: "dave@elsewhere.example")))
        #expect(copy["Reply-To"] == nil && copy.text.contains("You have shared your address"))
    }

    @Test func otherMailsAreAnsweredByNobody() throws {
        for kind in MailKind.allCases where kind != .contactOwners && kind != .abuseReport {
            for role in KindNeeds.of(kind).roles {
                let mail = try ParsedMail(
                    library.compose(.sample(kind, role: role, replyTo: "dave@elsewhere.example")))
                #expect(mail["Reply-To"] == nil, "\(kind)")
            }
        }
    }

    @Test func anAddressBeyondASCIICountsAsNotShared() throws {
        let mail = try expectWellFormed(
            library.compose(.sample(.contactOwners, role: .owner, replyTo: "jürgen@bücher.example")))
        #expect(mail["Reply-To"] == nil && mail.text.contains("No address was shared"))
    }

    @Test func theClassOfAMailIsInItsFeedback() throws {
        let confirm = try ParsedMail(library.compose(.sample(.publicationConfirm, role: .owner)))
        #expect(confirm["Feedback-ID"] == "publication-confirm:example:confirmation:countersign")
        let live = try ParsedMail(library.compose(.sample(.publicationLive, role: .owner)))
        #expect(live["Feedback-ID"] == "publication-live:example:notice:countersign")
    }
}
