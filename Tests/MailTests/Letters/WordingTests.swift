import Model
import Testing

@testable import Mail

/// What mails say where it matters who reads them and what is particular.
@Suite struct WordingTests {
    let library: TemplateLibrary

    init() throws { library = try Packaged.library.get() }

    private func mail(
        _ kind: MailKind, _ role: MailRole, invitee: String? = "ann", change: (inout MailFacts) -> Void = { _ in }
    ) throws -> (subject: String?, text: String) {
        let mail = try expectWellFormed(
            library.compose(.sample(kind, role: role, invitee: invitee, change: change)), "\(kind) \(role)")
        return (mail["Subject"], mail.text.replacing("\n", with: " "))
    }

    @Test func aNewOwnerCanSayThatItWasNotThem() throws {
        let own = try expectWellFormed(library.compose(.sample(.ownerAdded, role: .invitee)))
        #expect(own.html.contains(">This was not me</a>") && own.text.contains("\n\(Letter.sampleLink)\n"))
        let others = try expectWellFormed(library.compose(.sample(.ownerAdded, role: .owner)))
        #expect(!others.html.contains("href") && !others.text.contains("://"))
        var letter = try Letter.sample(.ownerAdded)
        letter.link = nil
        #expect(throws: ComposeError.missingLink(.ownerAdded)) { try library.compose(letter) }
    }

    @Test func aTransferSaysWhoLeaves() throws {
        for kind in [MailKind.invitation, .invitationReminder] {
            let letter = try mail(kind, .invitee) { $0.transfer = true }
            #expect(letter.subject?.hasSuffix("bob wants to hand Contoso.Utils over to you") == true)
            #expect(letter.text.contains("If you accept, bob leaves") && !letter.text.contains("equal to the others"))
        }
        let notice = try mail(.invitationNotice, .owner) { $0.transfer = true }
        #expect(notice.subject == "bob wants to hand Contoso.Utils over to ann")
        #expect(notice.text.contains("bob leaves when the invitation is accepted"))
        #expect(
            try mail(.invitationNotice, .owner, invitee: nil) { $0.transfer = true }.text.contains("no account yet"))
    }

    @Test func administratorsInviteForTheGallery() throws {
        for kind in [MailKind.invitation, .invitationReminder] {
            let letter = try mail(kind, .invitee) { $0.asAdmin = true }
            #expect(letter.subject?.lowercased().contains("the administrators of example gallery invite you") == true)
            #expect(letter.text.contains("Invited by: bob, administrator of Example Gallery"))
            #expect(!letter.text.contains("bob owns"))
        }
        let notice = try mail(.invitationNotice, .owner) { $0.asAdmin = true }
        #expect(notice.text.contains("bob, an administrator of Example Gallery, has invited the account ann"))
        #expect(!notice.text.contains("Another owner"))
        // Nobody who owns nothing can hand anything over.
        let both = try mail(.invitation, .invitee) { ($0.asAdmin, $0.transfer) = (true, true) }
        #expect(both.text.contains("The administrators of Example Gallery ask you"))
    }

    @Test func invitationsLeadToTheWayOut() throws {
        for kind in [MailKind.invitation, .invitationReminder] {
            #expect(try mail(kind, .invitee).text.contains("lets you block bob or report the invitation"))
        }
    }

    @Test func whoHandedOverAndWhoTookOver() throws {
        #expect(try mail(.transferCompleted, .invitee).text.contains("bob is no longer an owner"))
        #expect(try mail(.transferCompleted, .inviter).text.contains("You are no longer an owner"))
        let other = try mail(.transferCompleted, .owner)
        #expect(other.subject == "bob has handed Contoso.Utils over to ann")
        #expect(other.text.contains("with the same rights as you"))
    }

    @Test func liveSaysThatItTakesAWhile() throws {
        for role in [MailRole.owner, .publisher] {
            let text = try mail(.publicationLive, role).text
            #expect(text.contains("It may take a while until it can be found everywhere."))
        }
        #expect(try mail(.publicationLive, .publisher).text.contains("which you published"))
    }

    @Test func failingIsNotBeingRejected() throws {
        #expect(try mail(.publicationFailed, .owner).subject == "Contoso.Utils 2.1.0 failed validation")
        let rejected = try mail(.publicationFailed, .owner) { ($0.rejected, $0.actor) = (true, "carol") }
        #expect(rejected.subject == "Contoso.Utils 2.1.0 was rejected")
        #expect(rejected.text.contains("carol has rejected it, and it does not go public."))
        let unanswered = try mail(.publicationFailed, .owner) { $0.rejected = true }
        #expect(unanswered.text.contains("No owner did so in time. It does not go public."))
    }

    @Test func aConfirmationSaysWhatComesOfEachAnswer() throws {
        let text = try mail(.publicationConfirm, .owner).text
        #expect(text.contains("Open until: Saturday, 28 November 2026 at 07:03 UTC"))
        #expect(text.contains("If it is rejected, or if no owner answers in time, it does not go public."))
        #expect(text.contains("you can reject the version there"))
    }

    /// A section that is left out must not break a sentence in two.
    @Test(arguments: MailKind.allCases)
    func paragraphsAreSentences(_ kind: MailKind) throws {
        for preview in try library.preview(kind) where preview.sample != "hostile" {
            for paragraph in preview.html.components(by: "<p style=\"margin:0 0 1").dropFirst() {
                let words = paragraph.components(by: ">").dropFirst().joined(separator: ">").components(by: "</p>")[0]
                #expect(words.last.map { ".:".contains($0) } == true, "\(preview.name): \(words)")
                #expect(
                    words.first?.isLowercase == false
                        || ["ann", "bob", "carol", "dave"].contains { words.hasPrefix($0) })
                #expect(!words.contains("  ") && !words.contains(" .") && !words.contains(" ,"), "\(words)")
            }
        }
    }

    @Test func lettersOfSomebodyWithoutAnAccount() throws {
        let letter = try mail(.contactOwners, .owner) { ($0.sender, $0.message) = (nil, "Hello") }
        #expect(letter.subject == "Somebody wrote to the owners of Contoso.Utils")
        #expect(letter.text.contains("does not reach whoever wrote.") && !letter.text.contains("Written by"))
        #expect(try mail(.contactOwners, .sender) { $0.sender = nil }.text.contains("has given your address"))
    }

    /// Who was told that a case is granted hears that it does not hold; who was not, does not.
    @Test func whatIsTakenBackIsSaid() throws {
        for (kind, role) in [
            (MailKind.recoveryDenied, MailRole.owner), (.recoveryObjection, .owner), (.recoveryStatus, .owner),
            (.recoveryDenied, .claimant), (.recoveryObjection, .claimant),
        ] {
            let plain = try mail(kind, role) { $0.claimant = "Eve" }
            let back = try mail(kind, role) { ($0.claimant, $0.takenBack) = ("Eve", true) }
            #expect(back.text.contains("That is taken back") && !plain.text.contains("taken back"), "\(kind) \(role)")
        }
        let owner = try mail(.recoveryStatus, .owner) { ($0.claimant, $0.news) = ("Eve", .withdrawn) }
        #expect(owner.subject == "The claim to Contoso.Utils is withdrawn" && !owner.text.contains("://"))
    }

    @Test func onlyWhoConfirmedAnAddressIsToldSo() throws {
        #expect(try mail(.recoveryOpened, .claimant).text.contains("You have confirmed your address"))
        for (news, words) in [
            (RecoveryNews.vouched, "vouches for this address"), (.named, "has written down that it is you"),
            (.again, "has sent the form for the package Contoso.Utils once more"),
        ] {
            let letter = try mail(.recoveryOpened, .claimant) { $0.news = news }
            #expect(letter.text.contains(words) && !letter.text.contains("confirmed"), "\(news)")
        }
    }

    /// A mail about what happened says what happened.
    @Test(arguments: [RecoveryNews.unanswered, .uninvited])
    func whatBecameOfTheInvitationIsSaid(_ news: RecoveryNews) throws {
        for role in [MailRole.claimant, .admin] {
            let letter = try mail(.recoveryStatus, role) { $0.news = news }
            #expect(!letter.text.contains("Something has changed") && letter.text.contains("invitation"))
        }
        #expect(try mail(.recoveryStatus, .admin) { $0.news = .undeliverable }.text.contains("reached none of them"))
    }

    @Test func reportsWithoutAnAccount() throws {
        let report = try mail(.abuseReport, .abuse) { ($0.sender, $0.message, $0.reason) = (nil, "Spam.", "spam") }
        #expect(report.subject == "Somebody reported the package Contoso.Utils")
        #expect(report.text.contains("They wrote:  > Spam."))
    }
}
