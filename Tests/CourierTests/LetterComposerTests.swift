import Foundation
import Links
import Mail
import Model
import Testing
import Workflows

@testable import Courier

/// What a mail's links say, read back with the same keys.
@Suite struct LetterComposerTests {
    private let keyring = Keyring(newest: Keyring.Key(id: 1, secret: Array(repeating: 7, count: 32)))
    private let secrets = ServiceSecrets(root: Data(repeating: 9, count: 32))

    private func composer() throws -> LetterComposer {
        LetterComposer(
            templates: try TemplateLibrary(folders: ["MailTemplates"]), keyring: KeyringHolder(keyring),
            secrets: secrets, baseURL: "https://confirm.example.com", clock: { Sample.now })
    }

    private func message(
        _ kind: MailKind, to role: MailRole, change: (inout MailFacts) -> Void = { _ in }
    ) -> Message {
        var message = Sample.claimed(5).message
        message.kind = kind
        message.generation = 3
        message.facts.role = role
        message.facts.packageNumber = 77
        change(&message.facts)
        return message
    }

    private func claims(_ link: String?, under path: String) -> LinkClaims? {
        guard let link, link.hasPrefix("https://confirm.example.com\(path)") else { return nil }
        return keyring.verify(link.dropFirst("https://confirm.example.com\(path)".count))
    }

    @Test func aHeldVersionIsConfirmedByItsLink() throws {
        let expires = Sample.now + .seconds(3600)
        let message = self.message(.publicationConfirm, to: .owner) { $0.expires = expires.milliseconds }
        let claims = try #require(self.claims(composer().link(of: message), under: "/c/"))
        #expect(claims.purpose == .publication && claims.subject == (0x7000, 5))
        #expect(claims.recipient == 1 && claims.generation == 3 && Int64(claims.expires) == expires.seconds)
    }

    @Test func onlyANewOwnerCanGiveAnOwnershipBack() throws {
        let composer = try composer()
        let claims = try #require(self.claims(composer.link(of: message(.ownerAdded, to: .invitee)), under: "/c/"))
        // One that was queued before there were such links.
        #expect(claims.purpose == .ownership && Int64(claims.expires) == Sample.now.seconds + 30 * 86_400)
        #expect(composer.link(of: message(.ownerAdded, to: .owner)) == nil)
    }

    @Test func aMailThatCanBeSwitchedOffSaysOfWhat() throws {
        let message = self.message(.publicationLive, to: .owner)
        let claims = try #require(self.claims(composer().settingsLink(of: message), under: "/u/"))
        let subject = PreferenceSubject(claims.subject)
        let digest = secrets.digest(of: "no-reply@gallery.example.com", for: PreferenceSubject.digestPurpose)
        #expect(subject == PreferenceSubject(package: 77, kind: MailKind.publicationLive.code, mailbox: digest))
        #expect(claims.purpose == .preferences && claims.recipient == 1 && claims.generation == 0)
        #expect(Int64(claims.expires) == Sample.now.seconds + 180 * 86_400)
    }

    @Test(arguments: MailKind.allCases)
    func nothingElseLeadsToPreferences(_ kind: MailKind) throws {
        let composer = try composer()
        #expect((composer.settingsLink(of: message(kind, to: .owner)) != nil) == kind.isMutable)
        #expect(composer.settingsLink(of: message(kind, to: .owner) { $0.unusual = true }) == nil)
        #expect(composer.settingsLink(of: message(kind, to: .owner) { $0.packageNumber = nil }) == nil)
    }
}
