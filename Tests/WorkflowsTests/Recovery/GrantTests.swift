import Databases
import Links
import Model
import Storage
import Testing
import Workflows

/// What a grant does to those around it.
@Suite struct GrantTests {
    /// An admin may be called as an account is: that account is not the inviter, and hears nothing as such.
    @Test(arguments: Engine.allCases)
    func anAdminIsNoAccountOfTheGallery(engine: Engine) async throws {
        try await House.open(engine) { house in
            try await house.put("alice", package: "other")
            let id = try await house.opened()
            let invitation = try #require(try await house.grant(id, override: true).invitation?.invitation)
            #expect(invitation.inviter.username.text == "alice" && !invitation.inviter.isKnown)
            #expect(try await house.invitation(invitation.id).invitation == invitation, "as it is stored")
            try await house.sendAll()
            _ = try await house.act(.decline, house.link(invitation.id))
            #expect(try await house.messages(.invitationDeclined).isEmpty)
            let byAlice = try await Invitations(house.context).list(
                InvitationFilter(invitedBy: "alice"), gallery: house.gallery, after: nil, limit: 9)
            #expect(byAlice.items.isEmpty)
        }
        try await House.open(engine) { house in
            let id = try await house.opened()
            _ = try await house.grant(id, override: true)
            #expect(try await house.accountNumber("alice") == 0, "no account is made of an admin")
        }
    }

    /// A name that is no account cannot be blocked: what is refused is the package.
    @Test(arguments: Engine.allCases)
    func whoBlocksTheInviterBlocksThePackage(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.opened()
            let invitation = try #require(try await house.grant(id, override: true).invitation?.invitation)
            try await house.sendAll()
            _ = try await house.act(.block, house.link(invitation.id))
            #expect(
                try await house.invite(House.account("eve", email: "eve@claims.example")).word == "blocked")
            try await house.put("bob", package: "other")
            #expect(
                try await house.invite(House.account("eve", email: "eve@claims.example"), package: "other").word
                    == "created")
        }
    }

    @Test(arguments: Engine.allCases)
    func ownersObjectAndDoNotCancel(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.opened()
            let invitation = try #require(try await house.grant(id, override: true).invitation?.invitation)
            #expect(try await house.call(.cancel, invitation.id, by: "bob").word == "invitedByRecovery")
            #expect(try await house.remove("eve", by: "bob") == .invitedByRecovery)
            #expect(try await house.invitation(invitation.id).state == .pending)
            let link = try await house.link(in: .recoveryGranted, to: "bob", .recoveryContact)
            #expect(try await house.press(.object, link).claim.state == .objected)
            #expect(try await house.invitation(invitation.id).state == .cancelled)
        }
    }

    /// Nothing is done, and that a limit was reached stands in the feed.
    @Test(arguments: Engine.allCases)
    func aLimitLeavesItsEvent(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits.security": "1/1h"]) { house in
            func isLimited(_ act: RecoveryAct, on id: Identifier) async throws -> Bool {
                guard case .refused(.limited(.mail(.security), _)) = try await house.act(act, on: id) else {
                    return false
                }
                return true
            }
            func reached() async throws -> Int { try await house.events().count { $0 == "limit.reached" } }
            let id = try await house.opened()
            var before = try await house.caseView(id).claim
            let grant = RecoveryAct.grant(keepsOwners: true, reason: try PlainText("All was tried."), override: true)
            #expect(try await isLimited(grant, on: id))
            #expect(try await house.caseView(id).claim == before)
            #expect(try await house.accountNumber("eve") == 0, "nobody was learnt")
            #expect(try await house.pending().isEmpty)
            #expect(try await reached() == 1, "of eve's address")
            try await house.done(.contact(note: nil), on: id)
            #expect(try await reached() == 1, "once in a while")
            house.clock.advance(by: .seconds(601))
            before = try await house.caseView(id).claim
            #expect(try await isLimited(.contact(note: nil), on: id))
            #expect(try await house.caseView(id).claim == before)
            #expect(try await reached() == 3, "of bob's and dora's")
        }
    }

    /// The gallery names the claimant among the owners before the invitation was answered: it is settled as decided.
    @Test(arguments: Engine.allCases, [["eve", "bob", "dora"], ["bob", "dora", "eve"], ["bob", "eve"]])
    func aClaimantWhoIsMadeAnOwnerHasAccepted(engine: Engine, owners: [String]) async throws {
        try await House.open(engine) { house in
            let id = try await house.opened()
            try await house.done(.assign("alice"), on: id)
            let granted = try await house.grant(id, keepsOwners: false, override: true)
            let invitation = try #require(granted.invitation?.invitation.id)
            let view = try await Owners(house.context).put(
                owners.map { try House.account($0) }, package: Name("left-pad", .package), gallery: house.gallery)
            #expect(try view.get().owners.map(\.account.username.text) == ["eve"])
            #expect(try await house.invitation(invitation).state == .cancelled)
            let claim = try await house.caseView(id).claim
            #expect(claim.completedAt == house.clock.now && claim.due == nil)
            #expect(try await house.events().count { $0 == "recovery.completed" } == 1)
            #expect(try await house.events().count { $0 == "owner.removed" } == 2)
        }
        try await House.open(engine) { house in
            let id = try await house.opened()
            _ = try await house.grant(id, keepsOwners: true, override: true)
            _ = try await Owners(house.context).put(
                owners.map { try House.account($0) }, package: Name("left-pad", .package), gallery: house.gallery)
            #expect(try await Set(house.owners()) == Set(owners))
            #expect(try await house.caseView(id).claim.completedAt != nil)
        }
    }

    /// The claimant becomes an owner by what somebody offered to another address of theirs.
    @Test(arguments: Engine.allCases)
    func aClaimantWhoAcceptsAnotherInvitationHasAccepted(engine: Engine) async throws {
        try await House.open(engine) { house in
            let address = AccountDescription(username: nil, email: try EmailAddress("eve@home.example"))
            let other = try #require(try await house.invite(address).id)
            try await house.sendAll()
            _ = try await house.act(.accept, house.link(other))
            let id = try await house.opened()
            try await house.done(.assign("alice"), on: id)
            let granted = try await house.grant(id, keepsOwners: false, override: true)
            #expect(try await house.call(.accept, other, by: "eve").word == "done")
            #expect(try await house.invitation(#require(granted.invitation?.invitation.id)).state == .cancelled)
            #expect(try await house.caseView(id).claim.completedAt == house.clock.now)
            #expect(try await house.owners() == ["eve"])
        }
    }

    /// A hold that nobody can be asked about makes no package, and its limit stands in the feed.
    @Test(arguments: Engine.allCases)
    func aHoldWithoutRoomLeavesItsEvent(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits.hold": "1/1h"]) { house in
            let held = [try await isHeld("one", house), try await isHeld("two", house)]
            #expect(held == [true, false])
            #expect(try await house.events().filter { $0 == "limit.reached" } == ["limit.reached"])
            #expect(try await Owners(house.context).list("two", gallery: house.gallery) == nil)
        }
    }

    private func isHeld(_ package: String, _ house: House) async throws -> Bool {
        let command = PublishCommand(
            package: package, version: try VersionText("1.0"), publisher: try House.account("zoe"),
            report: PublicationReport(stage: .received, hold: true))
        let answer = try await Publications(house.context).publish(command, gallery: house.gallery) { outcome in
            guard case .created = outcome else { return KeptAnswer(status: 429, body: []) }
            return KeptAnswer(status: 201, body: [])
        }
        return answer.answer.status == 201
    }
}
