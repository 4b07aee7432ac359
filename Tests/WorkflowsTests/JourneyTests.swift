import Databases
import Links
import Model
import Storage
import Testing
import Workflows

@Suite struct JourneyTests {
    @Test(arguments: Engine.allCases)
    func fromInvitationToOwner(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            #expect(try await house.invitation(id).delivery.state == .queued)
            #expect(try await house.pending().map(\.invitation.id) == [id])
            #expect(try await house.mails() == ["carol invitation queued", "dora invitation-notice queued"])
            try await house.sendAll()
            #expect(try await house.invitation(id).delivery.state == .sent)

            let link = try await house.link(id)
            let token = house.keyring.sign(link)
            let claims = try #require(house.keyring.verify(token))
            for _ in 0..<5 {
                #expect(try await ConfirmationLinks(house.context).show(claims)?.standing == .open)
            }
            let before = try await house.events()
            #expect(try await ConfirmationLinks(house.context).show(claims)?.invitation.state == .pending)
            #expect(try await house.events() == before, "looking changes nothing")

            #expect(try await house.act(.accept, claims).standing == .decided(.accepted))
            #expect(try await house.act(.accept, claims).standing == .decided(.accepted))
            #expect(try await house.act(.decline, claims).standing == .decided(.accepted), "what was decided stays")
            #expect(try await house.owners() == ["bob", "dora", "carol"])
            #expect(try await house.pending().isEmpty)
            #expect(
                try await house.mails(state: .queued) == [
                    "carol owner-added queued", "bob invitation-accepted queued", "dora owner-added queued",
                ])
            #expect(
                try await house.events() == [
                    "invitation.created", "message.sent", "message.sent", "invitation.accepted", "owner.added",
                ])
        }
    }

    @Test(arguments: Engine.allCases)
    func throughTheGallerysOwnSite(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            #expect(try await house.call(.accept, id, by: "eve").word == "notTheInvitee(username: \"eve\")")
            #expect(try await house.call(.accept, id, by: "CAROL").state == "accepted")
            #expect(try await house.call(.accept, id, by: "carol").state == "accepted")
            #expect(try await house.call(.decline, id, by: "carol").word.contains("decided"))
            #expect(try await house.owners() == ["bob", "dora", "carol"])
        }
    }

    @Test(arguments: Engine.allCases)
    func declined(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            try await house.sendAll()
            let link = try await house.link(id)
            let page = try #require(
                try await ConfirmationLinks(house.context).act(.decline, link, reason: PlainText("no time")))
            #expect(page.standing == .decided(.declined))
            #expect(page.invitation.reason == "no time")
            #expect(try await house.mails(state: .queued) == ["bob invitation-declined queued"])
            #expect(try await house.events().last == "invitation.declined")
        }
    }

    @Test(arguments: Engine.allCases)
    func aNoticeCancels(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            try await house.sendAll()
            let notice = try await house.link(id, purpose: .invitationNotice, recipient: house.accountNumber("dora"))
            #expect(try await ConfirmationLinks(house.context).show(notice)?.standing == .open)
            #expect(try await house.act(.cancel, notice).standing == .decided(.cancelled))
            #expect(try await house.mails(state: .queued) == ["carol invitation-cancelled queued"])
            let letter = try await house.link(id)
            #expect(try await house.act(.accept, letter).standing == .decided(.cancelled))
            #expect(try await house.owners() == ["bob", "dora"])
        }
    }

    @Test(arguments: Engine.allCases)
    func aLinkActsForItsPurposeAlone(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            let dora = try await house.accountNumber("dora")
            let notice = try await house.link(id, purpose: .invitationNotice, recipient: dora)
            #expect(try await house.act(.accept, notice).standing == .open)
            #expect(try await house.act(.decline, notice).standing == .open)
            let letter = try await house.link(id)
            #expect(try await house.act(.cancel, letter).standing == .open)
            let another = try await house.link(id, recipient: dora)
            #expect(try await house.act(.accept, another).standing == .revoked)
            let stranger = try await house.link(id, purpose: .invitationNotice, recipient: house.accountNumber("carol"))
            #expect(try await house.act(.cancel, stranger).standing == .revoked)
            #expect(try await house.invitation(id).state == .pending)
            #expect(try await house.events() == ["invitation.created"])
        }
    }

    @Test(arguments: Engine.allCases)
    func whereSigningInIsAskedForALinkDoesNotAccept(engine: Engine) async throws {
        try await House.open(engine, settings: ["acceptance": "signed-in"]) { house in
            let id = try await house.invited()
            let link = try await house.link(id)
            #expect(try await house.act(.accept, link).standing == .open)
            #expect(try await house.owners() == ["bob", "dora"])
            #expect(try await house.call(.accept, id, by: "carol").state == "accepted")
        }
    }

    @Test(arguments: Engine.allCases)
    func nothingOfTheSort(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            var link = try await house.link(id)
            link.subject.low ^= 1
            #expect(try await ConfirmationLinks(house.context).show(link) == nil)
            #expect(try await ConfirmationLinks(house.context).act(.accept, link) == nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func twoHundredAcceptAtOnce(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            try await house.sendAll()
            let link = try await house.link(id)
            let standings = try await withThrowingTaskGroup(of: LinkStanding.self) { group in
                for _ in 0..<200 { group.addTask { try await house.act(.accept, link).standing } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(standings == [LinkStanding](repeating: .decided(.accepted), count: 200))
            let events = try await house.events()
            #expect(events.count { $0 == "invitation.accepted" } == 1)
            #expect(events.count { $0 == "owner.added" } == 1)
            #expect(
                try await house.mails(state: .queued) == [
                    "carol owner-added queued", "bob invitation-accepted queued", "dora owner-added queued",
                ])
            #expect(try await house.owners() == ["bob", "dora", "carol"])
        }
    }

    @Test(arguments: Engine.allCases)
    func manyInviteTheSamePersonAtOnce(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none"]) { house in
            let outcomes = try await withThrowingTaskGroup(of: Outcome.self) { group in
                for number in 0..<50 { group.addTask { try await house.invite(by: number % 2 == 0 ? "bob" : "dora") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0.word == "created" } == 1)
            #expect(outcomes.count { $0.word == "pending" } == 49)
            #expect(Set(outcomes.map(\.id)).count == 1)
            #expect(try await house.mails().count == 2)
        }
    }
}
