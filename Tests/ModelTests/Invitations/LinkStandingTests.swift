import Model
import Testing

@Suite struct LinkStandingTests {
    private func ofInvitee(
        _ state: InvitationState = .pending, generation: Int = 2, recipient: Int64 = 3, expires: Int = 1000,
        at offset: Int = 0
    ) throws -> LinkStanding {
        let invitation = try Samples.invitation {
            $0.state = state
            $0.generation = 2
            $0.expiresAt = Samples.now + .seconds(1000)
        }
        return .ofInvitee(
            invitation, generation: generation, recipient: recipient, expires: Samples.now + .seconds(expires),
            now: Samples.now + .seconds(offset))
    }

    @Test func anInviteesLink() throws {
        #expect(try ofInvitee() == .open)
        #expect(try ofInvitee(at: 999) == .open)
        #expect(try ofInvitee(at: 1000) == .expired)
        #expect(try ofInvitee(expires: 10, at: 10) == .expired)
        #expect(try ofInvitee(generation: 1) == .superseded)
        #expect(try ofInvitee(generation: 3) == .superseded)
        #expect(try ofInvitee(generation: 1, at: 1000) == .expired)
        #expect(try ofInvitee(recipient: 4) == .revoked)
        #expect(try ofInvitee(recipient: 0) == .revoked)
    }

    @Test(arguments: [InvitationState.accepted, .declined, .cancelled, .void])
    func aDecidedOneShowsWhatWasDecided(state: InvitationState) throws {
        #expect(try ofInvitee(state) == .decided(state))
        #expect(try ofInvitee(state, at: 5000) == .decided(state))
        #expect(try ofInvitee(state, generation: 1) == .superseded, "a link that died stays dead")
        #expect(try ofInvitee(state, recipient: 4) == .revoked)
        #expect(
            try LinkStanding.ofNotice(
                Samples.invitation { $0.state = state }, owner: nil, now: Samples.now)
                == .decided(state))
    }

    @Test func anOwnersNotice() throws {
        let invitation = try Samples.invitation()
        let (dora, end) = (try Samples.dora(), invitation.expiresAt)
        #expect(LinkStanding.ofNotice(invitation, owner: dora, now: Samples.now) == .open)
        #expect(LinkStanding.ofNotice(invitation, owner: nil, now: Samples.now) == .revoked)
        #expect(LinkStanding.ofNotice(invitation, owner: dora, now: end) == .expired)
        var resent = invitation
        resent.expiresAt = end + .seconds(86_400)
        #expect(LinkStanding.ofNotice(resent, owner: dora, now: end) == .open, "it lives as long as the invitation")
    }
}
