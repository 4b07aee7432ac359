import Model
import Testing

@Suite struct TransferTests {
    private func change(_ decision: InvitationDecision) throws -> InvitationChange {
        guard case .change(let change) = decision else { throw Unexpected() }
        return change
    }

    private struct Unexpected: Error {}

    @Test func theInviterLeavesWhenItIsAccepted() throws {
        let invitation = try Samples.invitation { $0.transfer = true }
        let change = try change(InvitationMachine.accept(invitation, in: Samples.situation()))
        #expect(change.newOwner?.username.text == "carol" && change.formerOwner?.username.text == "bob")
        #expect(change.events.map(\.type) == [.invitationAccepted, .ownerAdded, .ownerRemoved])
        #expect(change.messages.map(\.kind) == [.transferCompleted, .transferCompleted, .transferCompleted])
        #expect(change.messages.map(\.facts.role) == [.invitee, .inviter, .owner])
        #expect(Set(change.messages.map(\.recipient)).count == 3)
    }

    @Test func aTransferTakesNoPlaceOfItsOwn() throws {
        let full = try Samples.situation { $0.mostOwners = 2 }
        func admit(transfer: Bool) throws -> InvitationMachine.Admission {
            InvitationMachine.admit(
                inviter: .owner("bob"), invitee: try Samples.carol(), email: nil, transfer: transfer, pending: [],
                in: full)
        }
        #expect(try admit(transfer: true) == .admitted(inviter: Samples.bob()))
        #expect(try admit(transfer: false) == .refuse(.tooManyOwners(limit: 2)))
    }

    @Test func onlyAnAccountTakesAPackageOver() throws {
        let admission = InvitationMachine.admit(
            inviter: .owner("bob"), invitee: nil, email: try EmailAddress("x@example.org"), transfer: true,
            pending: [], in: try Samples.situation())
        guard case .refuse(.invalid(let flaws)) = admission else { throw Unexpected() }
        #expect(flaws.map(\.pointer) == ["/invitee/username"])
    }

    @Test func anAdminsInvitationStandsWithoutOwnership() throws {
        let root = try Samples.account(7, "root")
        let invitation = try Samples.invitation {
            $0.inviter = root
            $0.asAdmin = true
        }
        let accepted = try change(InvitationMachine.accept(invitation, in: Samples.situation()))
        #expect(accepted.invitation.state == .accepted && accepted.formerOwner == nil)
        let owners = try Samples.invitation { $0.inviter = root }
        #expect(try change(InvitationMachine.accept(owners, in: Samples.situation())).invitation.state == .void)
        let reason = try PlainText("They are gone.")
        let admin = Requester.admin(name: "root", reason: reason)
        let cancelled = try change(
            InvitationMachine.cancel(invitation, by: admin, letter: .left, in: Samples.situation()))
        #expect(cancelled.events.first?.data.asAdmin == true && cancelled.events.first?.data.reason == "They are gone.")
    }

    @Test func whoRefusesIsNotInvited() throws {
        let admission = InvitationMachine.admit(
            inviter: .owner("bob"), invitee: try Samples.carol(), email: nil, isBlocked: true, pending: [],
            in: try Samples.situation())
        #expect(admission == .refuse(.blocked))
    }

    @Test func anAdminTakesTheLastOwnerAway() throws {
        let alone = try Samples.situation(owners: [Samples.bob()])
        func remove(_ requester: Requester) -> Result<OwnerRemoval, Refusal> {
            OwnerRemoval.decide(
                "bob", by: requester, package: Samples.package, pending: [], id: Samples.id(7), in: alone)
        }
        guard case .failure(.lastOwner) = remove(.owner("bob")) else { throw Unexpected() }
        guard case .success(let removal) = remove(.admin(name: "root", reason: try PlainText("Court order"))) else {
            throw Unexpected()
        }
        #expect(removal.messages.map(\.recipient.text) == ["bob@example.org"])
        #expect(removal.events.first?.data.asAdmin == true)
    }
}
