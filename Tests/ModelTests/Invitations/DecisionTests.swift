import Model
import Testing

/// Every command in every state and situation.
@Suite struct DecisionTests {
    enum Command: CaseIterable { case accept, decline, cancel, resend, remind, expire, undeliverable }

    /// What there is to decide on; the stored state, and whether time or inviter have gone.
    enum Standing: CaseIterable {
        case pending, overdue, inviterGone, accepted, declined, cancelled, expired, void
    }

    /// How a decision came out, in a word.
    enum Result: Equatable {
        case becomes(InvitationState)
        case unchanged
        case refused(InvitationState)
    }

    private func decide(_ command: Command, _ standing: Standing) throws -> InvitationDecision {
        let invitation = try Samples.invitation { invitation in
            switch standing {
            case .pending, .inviterGone: break
            case .overdue: invitation.expiresAt = Samples.now
            case .accepted: invitation.state = .accepted
            case .declined: invitation.state = .declined
            case .cancelled: invitation.state = .cancelled
            case .expired: invitation.state = .expired
            case .void: invitation.state = .void
            }
            invitation.remindAt = invitation.state == .pending ? Samples.now : nil
        }
        let situation = try Samples.situation(owners: standing == .inviterGone ? [Samples.dora()] : nil)
        switch command {
        case .accept: return InvitationMachine.accept(invitation, in: situation)
        case .decline: return InvitationMachine.decline(invitation, reason: try PlainText("no time"), in: situation)
        case .cancel: return InvitationMachine.cancel(invitation, by: .owner("dora"), letter: .left, in: situation)
        case .resend:
            return InvitationMachine.resend(invitation, by: .owner("dora"), message: Samples.id(5), in: situation)
        case .remind: return InvitationMachine.remind(invitation, in: situation)
        case .expire: return InvitationMachine.expire(invitation, in: situation)
        case .undeliverable:
            return InvitationMachine.undeliverable(invitation, generation: 1, reason: "550", at: situation.now)
        }
    }

    private static func expected(_ command: Command, _ standing: Standing) -> Result {
        let final: [Standing: InvitationState] = [
            .accepted: .accepted, .declined: .declined, .cancelled: .cancelled, .expired: .expired, .void: .void,
        ]
        switch (command, standing) {
        case (.accept, .pending), (.accept, .accepted): return standing == .pending ? .becomes(.accepted) : .unchanged
        case (.accept, .inviterGone), (.resend, .inviterGone), (.remind, .inviterGone): return .becomes(.void)
        case (.decline, .pending), (.decline, .inviterGone): return .becomes(.declined)
        case (.cancel, .pending), (.cancel, .inviterGone): return .becomes(.cancelled)
        case (.decline, .declined), (.cancel, .cancelled): return .unchanged
        case (.resend, .pending), (.remind, .pending), (.undeliverable, .pending), (.undeliverable, .inviterGone):
            return .becomes(.pending)
        case (.accept, .overdue), (.decline, .overdue), (.cancel, .overdue), (.resend, .overdue), (.expire, .overdue):
            return .becomes(.expired)
        case (.remind, _), (.expire, _), (.undeliverable, _): return .unchanged
        case (.accept, _), (.decline, _), (.cancel, _), (.resend, _):
            return final[standing].map { .refused($0) } ?? .unchanged
        }
    }

    @Test(arguments: Command.allCases, Standing.allCases)
    func table(command: Command, standing: Standing) throws {
        let decision = try decide(command, standing)
        switch decision {
        case .change(let change):
            #expect(Self.expected(command, standing) == .becomes(change.invitation.state))
            let isOver = change.invitation.state != .pending
            #expect(change.invitation.decidedAt == (isOver ? Samples.now : nil))
            #expect(!isOver || change.invitation.remindAt == nil)
            #expect(change.dropsWaitingMail == (isOver || command == .resend))
            // Nothing changes state without an event; a reminder changes none.
            #expect(change.events.isEmpty == (command == .remind && !isOver))
            #expect((change.newOwner != nil) == (change.invitation.state == .accepted))
        case .unchanged: #expect(Self.expected(command, standing) == .unchanged)
        case .refuse(.decided(let state)): #expect(Self.expected(command, standing) == .refused(state))
        case .refuse(let refusal): Issue.record("\(refusal)")
        }
    }

    @Test func eventsOfEachDecision() throws {
        func types(_ command: Command, _ standing: Standing = .pending) throws -> [EventType] {
            guard case .change(let change) = try decide(command, standing) else { return [] }
            return change.events.map(\.type)
        }
        #expect(try types(.accept) == [.invitationAccepted, .ownerAdded])
        #expect(try types(.decline) == [.invitationDeclined])
        #expect(try types(.cancel) == [.invitationCancelled])
        #expect(try types(.resend) == [.invitationResent])
        #expect(try types(.undeliverable) == [.invitationUndeliverable])
        #expect(try types(.accept, .overdue) == [.invitationExpired])
        #expect(try types(.accept, .inviterGone) == [.invitationVoided])
    }

    @Test func theLastMomentIsTheOneBefore() throws {
        let invitation = try Samples.invitation()
        func state(at moment: Timestamp) throws -> InvitationState? {
            let situation = try Samples.situation(at: moment)
            guard case .change(let change) = InvitationMachine.accept(invitation, in: situation) else { return nil }
            return change.invitation.state
        }
        #expect(try state(at: invitation.expiresAt - .milliseconds(1)) == .accepted)
        #expect(try state(at: invitation.expiresAt) == .expired)
    }

    @Test(arguments: [Command.cancel, .resend])
    func onlyOwnersWithdrawAndResend(command: Command) throws {
        let (invitation, situation) = (try Samples.invitation(), try Samples.situation())
        for stranger in ["carol", "eve", ""] {
            let decision =
                command == .cancel
                ? InvitationMachine.cancel(invitation, by: .owner(stranger), letter: .left, in: situation)
                : InvitationMachine.resend(invitation, by: .owner(stranger), message: Samples.id(5), in: situation)
            #expect(decision == .refuse(.notAnOwner(username: stranger)))
        }
    }

    @Test func whoBecameAnOwnerMeanwhileIsNotAddedAgain() throws {
        let situation = try Samples.situation(owners: [Samples.bob(), Samples.carol()])
        guard case .change(let change) = InvitationMachine.accept(try Samples.invitation(), in: situation) else {
            Issue.record("not accepted")
            return
        }
        #expect(change.newOwner == nil)
        #expect(change.events.map(\.type) == [.invitationAccepted])
    }

    @Test func withoutAnAccountTheGalleryMakesIt() throws {
        let invitation = try Samples.invitation { $0.invitee = nil }
        guard case .change(let change) = InvitationMachine.accept(invitation, in: try Samples.situation()) else {
            Issue.record("not accepted")
            return
        }
        #expect(change.newOwner == nil)
        #expect(change.events.map(\.type) == [.invitationAccepted])
        #expect(change.events.first?.data.withoutAccount == true)
        #expect(change.events.first?.actor == "c***@e***.org")
    }

    @Test func aDeclineKeepsItsReason() throws {
        let situation = try Samples.situation()
        func reason(_ text: String?) throws -> String? {
            let words = try text.map { try PlainText($0) }
            guard
                case .change(let change) = InvitationMachine.decline(
                    try Samples.invitation(), reason: words, in: situation)
            else { return "not declined" }
            #expect(change.messages.map(\.facts.reason) == [change.invitation.reason])
            return change.invitation.reason
        }
        #expect(try reason("no time") == "no time")
        #expect(try reason("") == nil)
        #expect(try reason(nil) == nil)
    }
}
