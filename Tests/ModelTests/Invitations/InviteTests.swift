import Model
import Testing

@Suite struct InviteTests {
    private func admit(
        by inviter: String = "bob", _ invitee: Account?, email: EmailAddress? = nil, pending: [Invitation] = [],
        in situation: InvitationSituation
    ) -> InvitationMachine.Admission {
        InvitationMachine.admit(
            inviter: .owner(inviter), invitee: invitee, email: email, pending: pending, in: situation)
    }

    @Test func anOwnerInvites() throws {
        #expect(try admit(by: "BOB", Samples.carol(), in: Samples.situation()) == .admitted(inviter: Samples.bob()))
    }

    @Test func nobodyElseDoes() throws {
        #expect(try admit(by: "eve", Samples.carol(), in: Samples.situation()) == .refuse(.notAnOwner(username: "eve")))
        #expect(try admit(Samples.carol(), in: Samples.situation(owners: [])) == .refuse(.notAnOwner(username: "bob")))
    }

    @Test func anOwnerIsNotInvited() throws {
        #expect(
            try admit(Samples.dora(), in: Samples.situation()) == .refuse(.alreadyOwner(username: "dora")))
        #expect(try admit(Samples.bob(), in: Samples.situation()) == .refuse(.alreadyOwner(username: "bob")))
    }

    @Test func anOwnerIsNotInvitedByAddressEither() throws {
        let dora = try EmailAddress("dora@example.org")
        #expect(try admit(nil, email: dora, in: Samples.situation()) == .refuse(.alreadyOwner(username: nil)))
    }

    @Test func thePendingOneIsTheAnswer() throws {
        let pending = try Samples.invitation()
        #expect(try admit(Samples.carol(), pending: [pending], in: Samples.situation()) == .pending(pending))
        let byAddress = try Samples.invitation { $0.invitee = nil }
        let email = try EmailAddress("carol@example.org")
        #expect(try admit(nil, email: email, pending: [byAddress], in: Samples.situation()) == .pending(byAddress))
        // Somebody else's does not stand in the way.
        let erin = try Samples.account(4, "erin")
        #expect(try admit(erin, pending: [pending], in: Samples.situation()) == .admitted(inviter: Samples.bob()))
        let other = try EmailAddress("erin@example.org")
        #expect(
            try admit(nil, email: other, pending: [byAddress], in: Samples.situation())
                == .admitted(inviter: Samples.bob()))
    }

    @Test func whatHasRunOutIsNoLongerPending() throws {
        let pending = try Samples.invitation { $0.expiresAt = Samples.now }
        #expect(
            try admit(Samples.carol(), pending: [pending], in: Samples.situation()) == .admitted(inviter: Samples.bob())
        )
    }

    @Test func noMoreThanSoManyOwners() throws {
        let owners = try [Samples.bob()] + (10..<24).map { try Samples.account($0, "o\($0)") }
        #expect(owners.count == 15)
        #expect(try admit(Samples.carol(), in: Samples.situation(owners: owners)) == .refuse(.tooManyOwners(limit: 15)))
        #expect(
            try admit(Samples.carol(), in: Samples.situation(owners: owners.dropLast()))
                == .admitted(inviter: Samples.bob()))
        #expect(
            try admit(Samples.carol(), in: Samples.situation(owners: owners) { $0.limited = false })
                == .admitted(inviter: Samples.bob()))
        let pending = try Samples.invitation { $0.invitee = try Samples.account(30, "dora") }
        #expect(
            try admit(Samples.carol(), pending: [pending], in: Samples.situation(owners: owners.dropLast()))
                == .refuse(.tooManyOwners(limit: 15)))
    }

    @Test func noMoreThanSoManyPending() throws {
        let pending = try (10..<20 as Range<Int64>).map { number in
            try Samples.invitation {
                $0.invitee = try Samples.account(number, "p\(number)")
                $0.expiresAt = Samples.now + .seconds(number * 60)
            }
        }
        #expect(
            try admit(Samples.carol(), pending: pending, in: Samples.situation())
                == .refuse(.limited(.pending, retryAfter: .seconds(600))))
        #expect(
            try admit(pending[3].invitee, pending: pending, in: Samples.situation()) == .pending(pending[3]))
        #expect(
            try admit(Samples.carol(), pending: Array(pending.dropLast()), in: Samples.situation())
                == .admitted(inviter: Samples.bob()))
        #expect(
            try admit(Samples.carol(), pending: pending, in: Samples.situation { $0.limited = false })
                == .admitted(inviter: Samples.bob()))
    }

    private func create(
        invitee: Account? = nil, email: String = "carol@example.org", owners: [Account]? = nil,
        _ change: (inout GalleryPolicy) -> Void = { _ in }
    ) throws -> InvitationChange {
        InvitationMachine.create(
            InvitationMachine.Fresh(id: Samples.id(1), message: Samples.id(2)), package: Samples.package,
            invitee: invitee, email: try EmailAddress(email), inviter: try Samples.bob(), note: try PlainText("Hi"),
            locale: nil, in: try Samples.situation(owners: owners, change))
    }

    @Test func aNewOneIsPendingForItsLife() throws {
        let change = try create(invitee: Samples.carol())
        let invitation = change.invitation
        #expect(invitation.state == .pending)
        #expect(invitation.generation == 1)
        #expect(invitation.expiresAt == Samples.now + .seconds(7 * 86_400))
        #expect(invitation.remindAt == Samples.now + .seconds(5 * 86_400))
        #expect(invitation.note == "Hi")
        #expect(change.newOwner == nil)
        #expect(change.events.map(\.type) == [.invitationCreated])
        #expect(change.events.first?.actor == "bob")
        #expect(change.events.first?.subject == Samples.id(1).description)
        #expect(change.messages.allSatisfy { $0.until == invitation.expiresAt })
    }

    @Test(
        arguments: [
            (7 * 86_400, 2 * 86_400, 5 * 86_400), (86_400, 86_399, 1), (86_400, 86_400, nil), (86_400, 2 * 86_400, nil),
        ] as [(Int, Int, Int?)])
    func aReminderIsNeverBeforeCreation(life: Int, before: Int, after: Int?) throws {
        let change = try create(invitee: Samples.carol()) {
            $0.invitationLife = .seconds(life)
            $0.invitationReminder = .seconds(before)
        }
        #expect(change.invitation.remindAt == after.map { Samples.now + .seconds($0) })
        #expect(try create(invitee: Samples.carol()) { $0.invitationReminder = nil }.invitation.remindAt == nil)
    }

    @Test func somebodyWithoutAnAccountIsSaidToBeSo() throws {
        let change = try create()
        #expect(change.invitation.recipientNumber == 0)
        #expect(change.events.first?.data.withoutAccount == true)
        #expect(change.events.first?.data.username == nil)
        #expect(change.messages.first?.account == 0)
    }
}
