import Databases
import Model
import Storage
import Testing
import Workflows

@Suite struct RefusalTests {
    @Test(arguments: Engine.allCases)
    func whoMayNotInviteWhomToWhat(engine: Engine) async throws {
        try await House.open(engine) { house in
            #expect(try await house.invite(by: "eve").word == "notAnOwner(username: \"eve\")")
            #expect(try await house.invite(package: "unknown").word == "unknownPackage")
            #expect(try await house.invite("dora").word == "alreadyOwner(username: Optional(\"dora\"))")
            let byAddress = AccountDescription(username: nil, email: try EmailAddress("dora@example.org"))
            #expect(try await house.invite(byAddress).word == "alreadyOwner(username: nil)")
            let nowhere = AccountDescription(username: try Name("nowhere", .username))
            #expect(try await house.invite(nowhere).word.contains("/invitee/email"))
            #expect(try await house.events().isEmpty)
            #expect(try await house.mails().isEmpty)
        }
    }

    @Test(arguments: Engine.allCases)
    func whoIsPendingIsNotMailedAgain(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            let again = try await house.invite("CAROL", by: "dora", package: "LEFT-PAD")
            #expect((again.word, again.id) == ("pending", id))
            #expect(try await house.mails().count == 2)
            #expect(try await house.events() == ["invitation.created"])
        }
    }

    @Test(arguments: Engine.allCases)
    func evenWhereManyAre(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none"]) { house in
            for number in 0..<20 { try await house.invite("user\(number)") }
            _ = try await Galleries(house.context).edit("pypi", Galleries.Edit(settings: ["limits": "default"]))
            #expect(try await house.invite("user19").word == "pending")
            #expect(try await house.invite("user20").word == "limited pending")
        }
    }

    @Test(arguments: Engine.allCases)
    func cancelled(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            #expect(try await house.call(.cancel, id, by: "eve").word == "notAnOwner(username: \"eve\")")
            #expect(try await house.call(.cancel, id, by: "dora").state == "cancelled")
            #expect(try await house.call(.cancel, id, by: "dora").state == "cancelled", "again, the same")
            for call in [Invitations.Call.accept, .decline] {
                #expect(try await house.call(call, id, by: "carol").word == "decided(Model.InvitationState.cancelled)")
            }
            #expect(try await house.call(.resend, id, by: "bob").word == "decided(Model.InvitationState.cancelled)")
            // The letter had not left: nothing more is said, and it never leaves.
            #expect(
                try await house.mails() == ["carol invitation cancelled", "dora invitation-notice cancelled"])
            #expect(try await house.claim().isEmpty)
        }
    }

    @Test(arguments: Engine.allCases)
    func expired(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            let link = try await house.link(id)
            house.clock.advance(by: .seconds(7 * 86_400))
            #expect(try await house.invitation(id).state == .expired)
            #expect(try await ConfirmationLinks(house.context).show(link)?.standing == .expired)
            #expect(try await house.act(.accept, link).standing == .expired)
            #expect(try await house.events().contains("invitation.expired"), "it is written down by who comes too late")
            #expect(try await house.call(.accept, id, by: "carol").word == "decided(Model.InvitationState.expired)")
            #expect(try await house.owners() == ["bob", "dora"])
            try await house.runSchedules()
            #expect(try await house.events().count { $0 == "invitation.expired" } == 1)
            #expect(try await house.invite().word == "created", "and the same person can be invited again")
        }
    }

    @Test(arguments: Engine.allCases)
    func invitingAgainAfterTheEndSettlesTheOld(engine: Engine) async throws {
        try await House.open(engine) { house in
            _ = try await house.invited()
            house.clock.advance(by: .seconds(7 * 86_400))
            #expect(try await house.invite().word == "created")
            #expect(try await house.events().count { $0 == "invitation.expired" } == 1)
        }
    }

    @Test(arguments: Engine.allCases)
    func aResendKillsTheOldLink(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            let old = try await house.link(id)
            #expect(try await house.call(.resend, id, by: "carol").word == "notAnOwner(username: \"carol\")")
            #expect(try await house.call(.resend, id, by: "dora").state == "pending")
            #expect(try await house.act(.accept, old).standing == .superseded)
            #expect(try await house.invitation(id).invitation.generation == 2)
            // What had not left is dropped, so one letter goes out.
            try await house.sendAll()
            #expect(
                try await house.mails() == [
                    "carol invitation cancelled", "dora invitation-notice sent", "carol invitation sent",
                ])
            #expect(try await house.call(.resend, id, by: "dora").word == "limited resend")
            house.clock.advance(by: .seconds(120))
            #expect(try await house.call(.resend, id, by: "dora").word == "done")
            #expect(try await house.act(.accept, house.link(id)).standing == .decided(.accepted))
            #expect(try await house.act(.accept, old).standing == .superseded, "a link that died stays dead")
        }
    }

    @Test(arguments: Engine.allCases, [true, false])
    func anInviterWhoIsGoneVouchesForNobody(engine: Engine, byRemoval: Bool) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            let link = try await house.link(id)
            try await house.sendAll()
            if byRemoval {
                #expect(
                    try await Owners(house.context).remove(
                        "bob", from: "left-pad", by: .owner("dora"), gallery: house.gallery)
                        == nil)
            } else {
                try await house.put("dora")
            }
            #expect(try await house.act(.accept, link).standing == .decided(.void))
            #expect(try await house.call(.accept, id, by: "carol").word == "decided(Model.InvitationState.void)")
            #expect(try await house.owners() == ["dora"])
            #expect(try await house.events().contains("invitation.voided"))
        }
    }

    @Test(arguments: Engine.allCases)
    func theLastOwnerStays(engine: Engine) async throws {
        try await House.open(engine) { house in
            func remove(_ username: String, by remover: String) async throws -> Refusal? {
                try await Owners(house.context).remove(
                    username, from: "left-pad", by: .owner(remover), gallery: house.gallery)
            }
            #expect(try await remove("eve", by: "bob") == .unknownOwner)
            #expect(try await remove("bob", by: "eve") == .notAnOwner(username: "eve"))
            let id = try await house.invited()
            #expect(try await remove("carol", by: "bob") == nil)
            #expect(try await house.invitation(id).state == .cancelled)
            #expect(try await remove("dora", by: "bob") == nil)
            #expect(try await remove("bob", by: "bob") == .lastOwner)
            #expect(try await house.mails(state: .queued) == ["dora owner-removed queued"])
            #expect(
                try await Owners(house.context).remove(
                    "bob", from: "nothing", by: .owner("bob"), gallery: house.gallery)
                    == .unknownPackage)
        }
    }

    @Test(arguments: Engine.allCases)
    func anotherGallerysInvitationIsNobodysHere(engine: Engine) async throws {
        try await House.open(engine) { house in
            let other = try await house.addGallery("npm")
            try await house.put("bob", package: "left-pad", gallery: other)
            let id = try #require(try await house.invite(gallery: other).id)
            #expect(try await house.call(.accept, id, by: "carol").word == "unknownInvitation")
            #expect(try await Invitations(house.context).find(id, gallery: house.gallery) == nil)
        }
    }
}
