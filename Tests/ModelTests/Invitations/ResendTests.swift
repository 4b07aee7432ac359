import Model
import Testing

@Suite struct ResendTests {
    private func resend(
        generation: Int, after wait: Duration, _ change: (inout GalleryPolicy) -> Void = { _ in }
    ) throws -> InvitationDecision {
        let invitation = try Samples.invitation {
            $0.generation = generation
            $0.sentAt = Samples.now
            $0.undeliverable = true
        }
        return InvitationMachine.resend(
            invitation, by: .owner("dora"), message: Samples.id(5),
            in: try Samples.situation(at: Samples.now + wait, change))
    }

    @Test(arguments: [(1, 0), (2, 2), (3, 4), (4, 8), (5, 16), (10, 512)])
    func waitsTwoToTheNMinutes(generation: Int, minutes: Int) throws {
        let wait = Duration.seconds(minutes * 60)
        if minutes > 0 {
            #expect(
                try resend(generation: generation, after: wait - .milliseconds(1))
                    == .refuse(.limited(.resend, retryAfter: .milliseconds(1))))
        }
        guard case .change(let change) = try resend(generation: generation, after: wait) else {
            Issue.record("refused")
            return
        }
        let now = Samples.now + wait
        #expect(change.invitation.generation == generation + 1)
        #expect(change.invitation.sentAt == now)
        #expect(change.invitation.expiresAt == now + .seconds(7 * 86_400))
        #expect(change.invitation.remindAt == now + .seconds(5 * 86_400))
        #expect(change.invitation.message == Samples.id(5))
        #expect(!change.invitation.undeliverable)
        #expect(change.dropsWaitingMail)
        #expect(change.messages.map(\.kind) == [.invitation])
        #expect(change.messages.map(\.generation) == [generation + 1])
    }

    @Test func withoutLimitsItDoesNotWait() throws {
        guard case .change = try resend(generation: 9, after: .zero, { $0.limited = false }) else {
            Issue.record("refused")
            return
        }
    }

    @Test func generationsEndWhereALinkCannotHoldThem() throws {
        let last = try resend(generation: 65_535, after: .zero) { $0.limited = false }
        #expect(last == .refuse(.limited(.resend, retryAfter: .seconds(86_400))))
    }

    @Test func oneReminderWithTheSameLink() throws {
        let invitation = try Samples.invitation()
        let due = try #require(invitation.remindAt)
        #expect(
            InvitationMachine.remind(invitation, in: try Samples.situation(at: due - .milliseconds(1)))
                == .unchanged(invitation))
        guard case .change(let change) = InvitationMachine.remind(invitation, in: try Samples.situation(at: due)) else {
            Issue.record("not reminded")
            return
        }
        let letter = try #require(change.messages.first)
        #expect(change.messages.count == 1)
        #expect(letter.kind == .invitationReminder)
        #expect(letter.recipient == invitation.email)
        #expect((letter.generation, letter.account) == (1, 3))
        #expect(letter.facts.expires == invitation.expiresAt.milliseconds)
        #expect(
            InvitationMachine.remind(change.invitation, in: try Samples.situation(at: due + .seconds(1)))
                == .unchanged(change.invitation))
    }

    @Test func undeliverableIsToldOnceAGeneration() throws {
        let invitation = try Samples.invitation { $0.generation = 2 }
        func tell(_ invitation: Invitation, generation: Int) -> InvitationDecision {
            InvitationMachine.undeliverable(invitation, generation: generation, reason: "550 no", at: Samples.now)
        }
        #expect(tell(invitation, generation: 1) == .unchanged(invitation))
        guard case .change(let change) = tell(invitation, generation: 2) else {
            Issue.record("not told")
            return
        }
        #expect(change.invitation.state == .pending)
        #expect(change.invitation.remindAt == nil)
        #expect(tell(change.invitation, generation: 2) == .unchanged(change.invitation))
    }

    @Test func aRetryOfALetterRestoresWhatItsFailureTook() throws {
        func retry(
            _ kind: MailKind = .invitation, generation: Int = 1, at now: Timestamp = Samples.now,
            _ change: (inout Invitation) throws -> Void = { _ in }
        ) throws -> InvitationDecision {
            let failed = try Samples.invitation {
                $0.undeliverable = true
                $0.remindAt = nil
                try change(&$0)
            }
            return InvitationMachine.retry(
                failed, kind: kind, generation: generation, policy: GalleryPolicy(), at: now)
        }
        guard case .change(let change) = try retry() else {
            Issue.record("unchanged")
            return
        }
        #expect(change.invitation == (try Samples.invitation()), "its reminder is to come")
        #expect(change.messages.isEmpty && change.events.isEmpty)
        guard case .change(let late) = try retry(at: Samples.now + .seconds(5 * 86_400)),
            case .change(let reminder) = try retry(.invitationReminder)
        else {
            Issue.record("unchanged")
            return
        }
        #expect(late.invitation.remindAt == nil)
        #expect(reminder.invitation.remindAt == nil, "a reminder is not followed by another")
        for unchanged in [
            try retry(generation: 2), try retry { $0.state = .declined }, try retry { $0.undeliverable = false },
            try retry(at: Samples.now + .seconds(7 * 86_400)),
        ] {
            guard case .unchanged = unchanged else {
                Issue.record("changed")
                return
            }
        }
    }
}
