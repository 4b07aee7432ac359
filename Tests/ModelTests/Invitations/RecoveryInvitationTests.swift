import Model
import Testing

/// The invitation that a granted case issues.
@Suite struct RecoveryInvitationTests {
    private func offer(keepsOwners: Bool = true, open: [Invitation] = []) throws -> InvitationMachine.Offer {
        let claim = try Cases.claim {
            $0.state = .granted
            $0.decision = RecoveryDecision(keepsOwners: keepsOwners, reason: "because", by: "bob")
        }
        return try #require(
            InvitationMachine.offer(
                InvitationMachine.Fresh(id: Samples.id(1), message: Samples.id(2)), by: claim,
                invitee: Samples.account(6, "eve"), open: open, in: Samples.situation()))
    }

    /// An admin may be called as an owner is: that owner is one of those who hear, and nothing else.
    @Test func anAdminIsNoAccount() throws {
        let invitation = try offer().created.invitation
        #expect(invitation.inviter.username.text == "bob" && !invitation.inviter.isKnown && invitation.asAdmin)
        let situation = try Samples.situation()
        guard case .change(let accepted) = InvitationMachine.accept(invitation, in: situation),
            case .change(let declined) = InvitationMachine.decline(invitation, reason: nil, in: situation)
        else {
            Issue.record("not decided")
            return
        }
        #expect(
            accepted.messages.map { "\($0.recipient.local) \($0.kind.rawValue) \($0.facts.role.rawValue)" } == [
                "eve owner-added invitee", "bob owner-added owner", "dora owner-added owner",
            ])
        #expect(declined.messages.isEmpty)
    }

    @Test(arguments: [true, false]) func itsMailSaysWhoStays(keepsOwners: Bool) throws {
        let created = try offer(keepsOwners: keepsOwners).created
        #expect(created.messages.map(\.facts.keepsOwners) == [keepsOwners ? true : nil])
        guard
            case .change(let again) = InvitationMachine.resend(
                created.invitation, by: .owner("bob"), message: Samples.id(5), in: try Samples.situation())
        else {
            Issue.record("not sent again")
            return
        }
        #expect(again.messages.map(\.facts.keepsOwners) == [keepsOwners ? true : nil])
    }

    /// What was offered in the ordinary way ends, without a mail of its own.
    @Test func whatWasOfferedBeforeGivesWay() throws {
        let ordinary = try Samples.invitation()
        let decided = try offer(open: [ordinary]).givesWay
        guard case .change(let change)? = decided.first, decided.count == 1 else {
            Issue.record("\(decided)")
            return
        }
        #expect(change.invitation.state == .cancelled && change.messages.isEmpty)
    }

    /// An owner's cancelling would undo a grant without an objection.
    @Test func ownersObjectAndDoNotCancel() throws {
        let invitation = try offer().created.invitation
        let situation = try Samples.situation()
        func cancel(_ requester: Requester, _ invitation: Invitation) -> InvitationDecision {
            InvitationMachine.cancel(invitation, by: requester, letter: .left, in: situation)
        }
        #expect(cancel(.owner("bob"), invitation) == .refuse(.invitedByRecovery))
        #expect(cancel(.owner("mallory"), invitation) == .refuse(.notAnOwner(username: "mallory")))
        guard case .change = cancel(.admin(name: "alice", reason: try PlainText("why")), invitation) else {
            Issue.record("an admin can")
            return
        }
        var unnamed = invitation
        (unnamed.invitee, unnamed.state) = (nil, .accepted)
        #expect(cancel(.owner("bob"), unnamed) == .refuse(.invitedByRecovery))
        var over = invitation
        over.state = .declined
        #expect(cancel(.owner("bob"), over) == .refuse(.decided(.declined)))
        #expect(cancel(.owner("bob"), try Samples.invitation()) != .refuse(.invitedByRecovery))
    }
}
