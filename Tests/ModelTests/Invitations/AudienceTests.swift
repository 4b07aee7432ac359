import Foundation
import Model
import Testing

/// The table "who hears of what".
@Suite struct AudienceTests {
    /// One line of what went out: who, what, as what.
    private func lines(_ messages: [MessageDraft]) -> [String] {
        messages.map { "\($0.recipient.local) \($0.kind.rawValue) \($0.facts.role.rawValue)" }
    }

    private func change(_ decision: InvitationDecision) throws -> InvitationChange {
        guard case .change(let change) = decision else { throw Missing() }
        return change
    }

    private struct Missing: Error {}

    private func create(
        invitee: Account?, email: String = "carol@example.org", owners: [Account]
    ) throws -> InvitationChange {
        InvitationMachine.create(
            InvitationMachine.Fresh(id: Samples.id(1), message: Samples.id(2)), package: Samples.package,
            invitee: invitee, email: try EmailAddress(email), inviter: try Samples.bob(), note: nil, locale: nil,
            in: try Samples.situation(owners: owners))
    }

    private func owners() throws -> [Account] { try [Samples.bob(), Samples.dora(), Samples.account(4, "erin")] }

    @Test func invited() throws {
        let change = try create(invitee: Samples.carol(), owners: owners())
        #expect(
            lines(change.messages) == [
                "carol invitation invitee", "dora invitation-notice owner", "erin invitation-notice owner",
            ])
        #expect(change.messages.map(\.account) == [3, 2, 4])
        #expect(change.messages.map(\.facts.invitee) == ["carol", "carol", "carol"])
        #expect(change.messages.map(\.facts.inviter) == ["bob", "bob", "bob"])
    }

    @Test func accepted() throws {
        let situation = try Samples.situation(owners: owners())
        let messages = try change(InvitationMachine.accept(Samples.invitation(), in: situation)).messages
        #expect(
            lines(messages) == [
                "carol owner-added invitee", "bob invitation-accepted inviter", "dora owner-added owner",
                "erin owner-added owner",
            ])
    }

    @Test func declinedExpiredUndeliverable() throws {
        let situation = try Samples.situation(owners: owners())
        let invitation = try Samples.invitation()
        let declined = try change(InvitationMachine.decline(invitation, reason: nil, in: situation))
        #expect(lines(declined.messages) == ["bob invitation-declined inviter"])
        let late = try Samples.situation(owners: owners(), at: invitation.expiresAt)
        #expect(
            try lines(change(InvitationMachine.expire(invitation, in: late)).messages)
                == ["bob invitation-expired inviter"])
        let failed = InvitationMachine.undeliverable(invitation, generation: 1, reason: "550", at: Samples.now)
        #expect(try lines(change(failed).messages) == ["bob invitation-undeliverable inviter"])
    }

    @Test(arguments: [LetterProgress.left, .underway, .waiting])
    func cancelled(letter: LetterProgress) throws {
        let situation = try Samples.situation(owners: owners())
        let change = try change(
            InvitationMachine.cancel(Samples.invitation(), by: .owner("erin"), letter: letter, in: situation))
        #expect(lines(change.messages) == (letter != .waiting ? ["carol invitation-cancelled invitee"] : []))
        #expect(change.messages.allSatisfy { $0.facts.actor == "erin" })
    }

    @Test func voidedIsToldNobody() throws {
        #expect(try InvitationMachine.void(Samples.invitation(), at: Samples.now).messages.isEmpty)
    }

    @Test func ownerRemoved() throws {
        let removal = try OwnerRemoval.decide(
            "dora", by: .owner("bob"), package: Samples.package, pending: [], id: Samples.id(7),
            in: Samples.situation(owners: owners())
        ).get()
        #expect(lines(removal.messages) == ["dora owner-removed removed", "erin owner-removed owner"])
    }

    @Test func leavingByOneself() throws {
        let removal = try OwnerRemoval.decide(
            "bob", by: .owner("Bob"), package: Samples.package, pending: [], id: Samples.id(7),
            in: Samples.situation(owners: owners())
        ).get()
        #expect(
            lines(removal.messages) == [
                "bob owner-removed removed", "dora owner-removed owner", "erin owner-removed owner",
            ])
    }

    /// An organization whose members are owners, inviters or invitees as persons too.
    private func crowd() throws -> [Account] {
        let members = ["bob@example.org", "carol@example.org", "dora@example.org", "fred@example.org"]
        return try owners() + [Samples.account(5, "team", kind: .organization, members: members)]
    }

    @Test func oneMessageForEachPersonOfThoseInvited() throws {
        let change = try create(invitee: Samples.carol(), owners: crowd())
        #expect(
            lines(change.messages) == [
                "carol invitation invitee", "dora invitation-notice owner", "erin invitation-notice owner",
                "fred invitation-notice owner",
            ])
    }

    @Test func oneMessageForEachPersonOfTheAccepted() throws {
        let situation = try Samples.situation(owners: crowd())
        #expect(
            try lines(change(InvitationMachine.accept(Samples.invitation(), in: situation)).messages) == [
                "carol owner-added invitee", "bob invitation-accepted inviter", "dora owner-added owner",
                "erin owner-added owner", "fred owner-added owner",
            ])
    }

    @Test func oneMessageForEachPersonOfTheRemoved() throws {
        let removal = try OwnerRemoval.decide(
            "dora", by: .owner("bob"), package: Samples.package, pending: [], id: Samples.id(7),
            in: Samples.situation(owners: crowd())
        ).get()
        #expect(
            lines(removal.messages) == [
                "dora owner-removed removed", "erin owner-removed owner", "carol owner-removed owner",
                "fred owner-removed owner",
            ])
    }

    @Test func eachMemberOfAnOrganizationIsAsked() throws {
        let team = try Samples.account(
            5, "team", kind: .organization, members: ["fred@example.org", "gina@example.org", "fred@example.org"])
        let created = try create(invitee: team, email: "fred@example.org", owners: [Samples.bob()])
        #expect(lines(created.messages) == ["fred invitation invitee", "gina invitation invitee"])
        #expect(created.messages.allSatisfy { $0.account == 5 })
        let invitation = created.invitation
        let later = try Samples.situation(at: Samples.now + .seconds(6 * 86_400))
        #expect(try change(InvitationMachine.remind(invitation, in: later)).messages.count == 2)
        #expect(
            try change(InvitationMachine.resend(invitation, by: .owner("bob"), message: Samples.id(8), in: later))
                .messages.count == 2)
        #expect(
            try lines(
                change(InvitationMachine.cancel(invitation, by: .owner("bob"), letter: .left, in: later)).messages)
                == ["fred invitation-cancelled invitee", "gina invitation-cancelled invitee"])
        #expect(
            try lines(
                change(InvitationMachine.accept(invitation, in: Samples.situation(owners: [Samples.bob()]))).messages)
                == [
                    "fred owner-added invitee", "gina owner-added invitee", "bob invitation-accepted inviter",
                ])
    }

    @Test func noFactHoldsAnAddress() throws {
        let (situation, invitation) = (try Samples.situation(owners: owners()), try Samples.invitation())
        let relayWords = "550 5.1.1 <carol@example.org>: Recipient carol@example.org rejected (CAROL@example.org)"
        let changes = [
            try create(invitee: Samples.carol(), owners: owners()), try create(invitee: nil, owners: owners()),
            try change(InvitationMachine.accept(invitation, in: situation)),
            try change(InvitationMachine.accept(Samples.invitation { $0.invitee = nil }, in: situation)),
            try change(InvitationMachine.decline(invitation, reason: nil, in: situation)),
            try change(InvitationMachine.cancel(invitation, by: .owner("dora"), letter: .left, in: situation)),
            try change(InvitationMachine.undeliverable(invitation, generation: 1, reason: relayWords, at: Samples.now)),
        ]
        for change in changes {
            #expect(!change.events.isEmpty)
            for text in try change.messages.map({ try json($0.facts) }) + change.events.map({ try json($0.data) }) {
                #expect(!text.lowercased().contains("carol@"), "\(text)")
                #expect(!text.contains("bob@"), "\(text)")
            }
        }
        #expect(changes.last?.messages.first?.facts.reason?.hasPrefix("550 5.1.1 <") == true)
    }

    /// A relay that quotes the mail hands the invitee's link to nobody, least of all to the inviter.
    @Test func noFactHoldsALink() throws {
        let token = String(repeating: "AbCdE_6-", count: 7) + "wxyz"
        let decision = InvitationMachine.undeliverable(
            try Samples.invitation(), generation: 1, reason: "550 5.7.1 https://c.example/c/\(token) is listed",
            at: Samples.now)
        let change = try change(decision)
        #expect(change.messages.first?.facts.reason == "550 5.7.1 https://c.example[link] is listed")
        for text in try change.messages.map({ try json($0.facts) }) + change.events.map({ try json($0.data) }) {
            #expect(!text.contains("AbCdE"), "\(text)")
        }
    }

    private func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }
}
