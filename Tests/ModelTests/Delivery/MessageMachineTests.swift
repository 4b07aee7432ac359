import Model
import Testing

@Suite struct MessageMachineTests {
    @Test(arguments: [(1, true), (5, true), (6, false), (7, false)])
    func takeoversInARowAreCapped(takeovers: Int, goesOn: Bool) throws {
        let held = try Samples.message { $0.takeovers = takeovers }
        let (message, event) = MessageMachine.takeOver(held, schedule: .standard, now: Samples.now)
        if goesOn {
            #expect(message == held, "a takeover costs no try")
            #expect(event == nil)
        } else {
            #expect((message.state, message.tries, message.takeovers) == (.deferred, 1, 0))
            #expect(message.nextAttemptAt == Samples.now + .seconds(300))
            #expect(event?.type == .messageDeferred)
        }
    }

    @Test func eachRestIsLongerAndTheEndIsTheEnd() throws {
        func rest(_ change: (inout Message) throws -> Void) throws -> Message {
            let held = try Samples.message {
                $0.takeovers = 6
                try change(&$0)
            }
            return MessageMachine.takeOver(held, schedule: .standard, now: Samples.now).message
        }
        #expect(try rest { $0.tries = 3 }.nextAttemptAt == Samples.now + .seconds(3600))
        #expect(try rest { $0.until = Samples.now + .seconds(300) }.state == .failed)
        #expect(try rest { $0.createdAt = Samples.now - .seconds(5 * 86_400) }.state == .failed)
    }

    @Test func putBackIsWhereItWas() throws {
        func state(_ change: (inout Message) throws -> Void) throws -> MessageState {
            let back = MessageMachine.putBack(try Samples.message(change), now: Samples.now)
            #expect(back.nextAttemptAt == Samples.now)
            return back.state
        }
        #expect(try state { _ in } == .queued)
        #expect(try state { $0.tries = 1 } == .deferred)
        #expect(
            try state {
                $0.wasUnknown = true
                $0.tries = 1
            } == .unknown)
    }

    @Test func onlyWhatIsWantedIsSent() throws {
        let letters: [(MailKind, InvitationState, Int, Bool)] = [
            (.invitation, .pending, 1, true), (.invitation, .pending, 2, false), (.invitation, .accepted, 1, false),
            (.invitation, .cancelled, 1, false), (.invitation, .void, 1, false),
            (.invitationReminder, .pending, 1, true),
            (.invitationReminder, .pending, 2, false), (.invitationNotice, .pending, 2, true),
            (.invitationNotice, .expired, 1, false), (.ownerAdded, .accepted, 1, true),
            (.invitationCancelled, .cancelled, 1, true), (.invitationDeclined, .declined, 1, true),
        ]
        for (kind, state, generation, isWanted) in letters {
            let message = try Samples.message { $0.kind = kind }
            #expect(
                MessageMachine.worth(message, invitation: (state, generation), now: Samples.now)
                    == (isWanted ? .send : .drop),
                "\(kind) \(state) \(generation)")
            #expect(MessageMachine.worth(message, invitation: (state, generation), now: message.until) == .end)
        }
        #expect(MessageMachine.worth(try Samples.message(), invitation: nil, now: Samples.now) == .drop)
        let removed = try Samples.message { $0.kind = .ownerRemoved }
        #expect(MessageMachine.worth(removed, invitation: nil, now: Samples.now) == .send)
    }

    @Test func aCancellationFollowsTheMailThatItTakesBack() throws {
        let message = try Samples.message { $0.kind = .invitationCancelled }
        func worth(_ letter: LetterProgress) -> MessageMachine.Worth {
            MessageMachine.worth(message, invitation: nil, letter: letter, now: Samples.now)
        }
        #expect(worth(.left) == .send)
        #expect(worth(.waiting) == .drop, "nothing is taken back that never came")
        #expect(worth(.underway) == .wait(until: Samples.now + .seconds(10)))
    }

    /// An outage bounces no mail, however short the time is that it has left.
    @Test(arguments: [
        SendOutcome.failed(.connect, .connect, detail: "refused"),
        .refused(.auth, SMTPReply(code: 535, text: "no")),
    ])
    func anOutageFailsNothingBeforeItsEnd(outcome: SendOutcome) throws {
        let message = try Samples.message { $0.until = Samples.now + .seconds(60) }
        func settle(at now: Timestamp) -> Message {
            MessageMachine.settle(message, outcome, relay: "r", schedule: .standard, now: now, jitter: 0).message
        }
        let settled = settle(at: Samples.now)
        #expect(settled.state == .deferred)
        #expect(settled.nextAttemptAt == message.until - .seconds(10), "in time to be claimed and sent")
        let last = settle(at: message.until - .seconds(10))
        #expect(last.state == .failed, "no attempt without end")
        #expect(last.detail?.hasPrefix("gave up: the relay was down until its end; last: ") == true)
    }

    /// One that was not claimed in time ends as one whose last attempt failed.
    @Test(
        arguments: [
            (.connect, "gave up: the relay was down until its end; last: words"),
            (.rcpt, "gave up: no attempt before its end succeeded; last: words"),
        ] as [(SMTPPhase, String)])
    func whatWasTriedUntilItsEndHasFailed(phase: SMTPPhase, detail: String) throws {
        let message = try Samples.message { $0.detail = "words" }
        let attempt = DeliveryAttempt(
            number: 1, at: Samples.now, relay: "r", outcome: .failed, phase: phase, code: nil, status: nil,
            text: "words")
        let (failed, event) = MessageMachine.end(message, after: attempt, now: message.until)
        #expect((failed.state, failed.nextAttemptAt, failed.detail) == (.failed, nil, detail))
        #expect(event?.type == .messageFailed)
    }

    @Test func whatWasNeverTriedUntilItsEndIsCancelled() throws {
        let message = try Samples.message()
        let (cancelled, event) = MessageMachine.end(message, after: nil, now: message.until)
        #expect((cancelled.state, cancelled.nextAttemptAt) == (.cancelled, nil))
        #expect(event?.type == .messageCancelled)
        let unknown = try Samples.message { $0.wasUnknown = true }
        #expect(MessageMachine.end(unknown, after: nil, now: unknown.until).message.state == .unknown)
    }

    @Test func whatCannotBeComposedIsTriedAgain() throws {
        let (message, event) = MessageMachine.putOff(
            try Samples.message(), because: "no From", schedule: .standard, now: Samples.now, jitter: 0)
        #expect(message.state == .deferred)
        #expect(message.detail == "no From")
        #expect(message.tries == 1)
        #expect(try #require(message.nextAttemptAt) > Samples.now)
        #expect(event.type == .messageDeferred)
    }

    @Test func cancelling() throws {
        let (message, event) = MessageMachine.cancel(try Samples.message(), because: "over", now: Samples.now)
        #expect((message.state, message.nextAttemptAt, message.detail) == (.cancelled, nil, "over"))
        #expect(event?.type == .messageCancelled)
        let (unknown, none) = MessageMachine.cancel(
            try Samples.message {
                $0.wasUnknown = true
                $0.nextAttemptAt = Samples.now
            }, because: "over", now: Samples.now)
        #expect((unknown.state, unknown.nextAttemptAt) == (.unknown, nil))
        #expect(none == nil)
    }

    @Test(arguments: MessageState.allCases)
    func retryingNow(state: MessageState) throws {
        let message = try Samples.message {
            $0.state = state
            $0.tries = 8
            $0.takeovers = 6
        }
        switch MessageMachine.retryNow(message, now: Samples.now) {
        case .success(let retried):
            #expect([.failed, .deferred, .unknown, .suppressed].contains(state))
            #expect(
                (retried.state, retried.nextAttemptAt, retried.tries, retried.takeovers) == (.queued, Samples.now, 0, 0)
            )
        case .failure(let refusal):
            #expect([.queued, .sending, .sent, .cancelled].contains(state))
            #expect(refusal == .messageState(state))
        }
    }

    /// Nobody goes past a limit, or a reader's refusal, by asking again.
    @Test(arguments: [MessageMachine.KeepingBack.limit(.notices), .blocked])
    func whatWasKeptBackIsNotRetried(reason: MessageMachine.KeepingBack) throws {
        let message = try Samples.message {
            $0.state = .queued
            $0.attempt = 0
            $0.nextAttemptAt = Samples.now
        }
        let (kept, event) = MessageMachine.keepBack(message, because: reason, now: Samples.now)
        #expect((kept.state, kept.nextAttemptAt) == (.suppressed, nil) && kept.detail?.hasPrefix("not sent: ") == true)
        #expect(event.type == .messageSuppressed && event.data.detail == kept.detail)
        #expect(MessageMachine.retryNow(kept, now: Samples.now) == .failure(.messageState(.suppressed)))
    }

    @Test func theLastMomentIsTheEarlier() throws {
        let message = try Samples.message()
        #expect(MessageMachine.lastMoment(of: message) == message.createdAt + .seconds(5 * 86_400))
        let short = try Samples.message { $0.until = $0.createdAt + .seconds(60) }
        #expect(MessageMachine.lastMoment(of: short) == short.until)
    }

    @Test(
        arguments: [
            ("2.0.0", EnhancedStatusCode(2, 0, 0)), ("5.1.10", EnhancedStatusCode(5, 1, 10)),
            ("4.999.999", EnhancedStatusCode(4, 999, 999)),
            ("3.0.0", nil), ("5.1", nil), ("5.1.", nil), ("5.1.1000", nil), ("5.1.1 ", nil), ("5.1.x", nil),
            ("٥.1.1", nil),
        ] as [(String, EnhancedStatusCode?)])
    func enhancedStatusCodes(text: String, code: EnhancedStatusCode?) {
        #expect(EnhancedStatusCode(text) == code)
        #expect(code == nil || code?.description == text)
    }
}
