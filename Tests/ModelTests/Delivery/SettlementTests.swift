import Model
import Testing

/// What an attempt makes of a message: outcome × phase.
@Suite struct SettlementTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var outcome: SendOutcome
        var state: MessageState
        /// Seconds until the next attempt.
        var next: Int?
        var tries: Int
        var relay: MessageMachine.RelayVerdict
        var testDescription: String { "\(outcome)" }
    }

    private static func refused(_ phase: SMTPPhase, _ code: Int) -> SendOutcome {
        .refused(phase, SMTPReply(code: code, status: EnhancedStatusCode(code / 100, 1, 1), text: "words"))
    }

    private static let cases: [Case] = {
        var cases = [
            Case(
                outcome: .accepted(SMTPReply(code: 250, text: "queued as 1")), state: .sent, next: nil, tries: 0,
                relay: .healthy),
            Case(outcome: .unknown(detail: "no answer"), state: .unknown, next: 300, tries: 1, relay: .unaffected),
            Case(
                outcome: .failed(.connect, .aborted, detail: "stop"), state: .queued, next: 0, tries: 0,
                relay: .unaffected),
            Case(
                outcome: .failed(.mail, .smtputf8NotOffered, detail: "no"), state: .failed, next: nil, tries: 0,
                relay: .answered),
            Case(
                outcome: .failed(.ehlo, .authNotOffered, detail: "no"), state: .deferred, next: 300, tries: 0,
                relay: .unauthorised),
            Case(
                outcome: .failed(.ehlo, .starttlsNotOffered, detail: "no"), state: .deferred, next: 300, tries: 0,
                relay: .down),
            Case(outcome: refused(.mail, 530), state: .deferred, next: 300, tries: 0, relay: .unauthorised),
            Case(outcome: refused(.mail, 535), state: .deferred, next: 300, tries: 0, relay: .unauthorised),
            Case(outcome: refused(.rcpt, 538), state: .deferred, next: 300, tries: 0, relay: .unauthorised),
        ]
        for phase in [SMTPPhase.connect, .greeting, .ehlo, .starttls] {
            for code in [421, 450, 554] {
                cases.append(Case(outcome: refused(phase, code), state: .deferred, next: 300, tries: 0, relay: .down))
            }
            for fault in [TransportFault.resolve, .connect, .tls, .timeout, .dropped, .garbled] {
                cases.append(
                    Case(
                        outcome: .failed(phase, fault, detail: "x"), state: .deferred, next: 300, tries: 0, relay: .down
                    ))
            }
        }
        for code in [421, 454, 530, 534, 535, 550] {
            cases.append(
                Case(outcome: refused(.auth, code), state: .deferred, next: 300, tries: 0, relay: .unauthorised))
        }
        for phase in [SMTPPhase.mail, .rcpt, .data, .body] {
            for code in [421, 450, 451, 452] {
                cases.append(
                    Case(outcome: refused(phase, code), state: .deferred, next: 300, tries: 1, relay: .answered))
            }
            for code in [500, 550, 552, 554] {
                cases.append(
                    Case(outcome: refused(phase, code), state: .failed, next: nil, tries: 0, relay: .answered))
            }
            for fault in [TransportFault.timeout, .dropped, .garbled] {
                cases.append(
                    Case(
                        outcome: .failed(phase, fault, detail: "x"), state: .deferred, next: 300, tries: 1,
                        relay: .unaffected))
            }
        }
        return cases
    }()

    private func settle(
        _ outcome: SendOutcome, verdict: MessageMachine.RelayVerdict? = nil, jitter: Double = 0,
        at now: Timestamp = Samples.now, _ change: (inout Message) throws -> Void = { _ in }
    ) throws -> MessageMachine.Settlement {
        MessageMachine.settle(
            try Samples.message(change), outcome, verdict: verdict, relay: "relay.example:25", schedule: .standard,
            now: now, jitter: jitter)
    }

    @Test(arguments: cases)
    func table(row: Case) throws {
        let settled = try settle(row.outcome)
        #expect(settled.message.state == row.state)
        #expect(settled.message.nextAttemptAt == row.next.map { Samples.now + .seconds($0) })
        #expect(settled.message.tries == row.tries)
        #expect(settled.relay == row.relay)
        guard row.state != .queued else {
            #expect(settled.attempt == nil)
            #expect(settled.event == nil)
            return
        }
        let types: [MessageState: EventType] = [
            .sent: .messageSent, .deferred: .messageDeferred, .failed: .messageFailed, .unknown: .messageUnknown,
        ]
        #expect(settled.event?.type == types[row.state])
        #expect(settled.event?.subject == Samples.id(2).description)
        #expect(settled.attempt?.number == 1)
        #expect(settled.attempt?.relay == "relay.example:25")
        if case .refused(let phase, let reply) = row.outcome {
            #expect(settled.attempt?.phase == phase)
            #expect(settled.attempt?.code == reply.code)
            #expect(settled.attempt?.status == reply.status)
            #expect(settled.event?.data.code == reply.code)
        }
    }

    @Test func triesFollowTheSchedule() throws {
        for (tries, minutes) in zip(0..., [5, 15, 30, 60, 120, 240, 480, 960, 960]) {
            let settled = try settle(Self.refused(.rcpt, 450)) { $0.tries = tries }
            #expect(settled.message.tries == tries + 1)
            #expect(settled.message.nextAttemptAt == Samples.now + .seconds(minutes * 60))
        }
        #expect(try settle(Self.refused(.rcpt, 450), jitter: 1).message.nextAttemptAt == Samples.now + .seconds(330))
    }

    /// The relay takes mail of others: this one pays with its tries, bounces not, and is tried until its end.
    @Test(arguments: [530, 534, 535, 538])
    func aSenderThatIsToLogInIsPutOff(code: Int) throws {
        for (tries, minutes) in [(0, 5), (3, 60), (8, 960)] {
            let settled = try settle(Self.refused(.mail, code), verdict: .answered) { $0.tries = tries }
            #expect((settled.message.state, settled.message.tries) == (.deferred, tries + 1))
            #expect(settled.message.nextAttemptAt == Samples.now + .seconds(minutes * 60))
            #expect(settled.relay == .answered)
        }
        let late = try settle(Self.refused(.mail, code), verdict: .answered) {
            $0.tries = 8
            $0.until = Samples.now + .seconds(3600)
        }
        #expect(late.message.nextAttemptAt == Samples.now + .seconds(3590), "not given up sixteen hours early")
        let last = try settle(Self.refused(.mail, code), verdict: .answered) { $0.until = Samples.now + .seconds(10) }
        #expect(last.message.state == .failed)
    }

    @Test(arguments: [SendOutcome.failed(.connect, .connect, detail: "x"), refused(.auth, 535)])
    func aRelayThatIsDownCostsNoTry(outcome: SendOutcome) throws {
        let settled = try settle(outcome) { $0.tries = 6 }
        #expect(settled.message.tries == 6)
        #expect(settled.message.nextAttemptAt == Samples.now + .seconds(300))
    }

    @Test(arguments: [
        (0, 300_001, true), (0, 300_000, false), (4 * 86_400 + 86_100, 1_000_000, false),
        (4 * 86_400 + 86_099, 1_000_000, true),
    ])
    func theLastMoment(age: Int, left: Int, isTried: Bool) throws {
        let settled = try settle(Self.refused(.rcpt, 450)) {
            $0.createdAt = Samples.now - .seconds(age)
            $0.until = Samples.now + .milliseconds(left)
        }
        #expect(settled.message.state == (isTried ? .deferred : .failed))
        #expect((settled.message.nextAttemptAt != nil) == isTried)
        #expect(isTried || settled.event?.type == .messageFailed)
        #expect(isTried || settled.message.detail?.contains("450") == true)
    }

    @Test func unknownIsRetriedAtMostOnce() throws {
        let first = try settle(.unknown(detail: "no answer"))
        #expect(first.message.wasUnknown)
        #expect(first.message.nextAttemptAt != nil)
        let second = try settle(.unknown(detail: "no answer")) { $0.wasUnknown = true }
        #expect(second.message.state == .unknown)
        #expect(second.message.nextAttemptAt == nil)
        #expect(second.event?.type == .messageUnknown)
        let late = try settle(.unknown(detail: "no answer")) { $0.until = Samples.now + .seconds(300) }
        #expect(late.message.nextAttemptAt == nil)
        #expect(late.message.state == .unknown)
        #expect(try settle(.accepted(SMTPReply(code: 250, text: "ok"))) { $0.wasUnknown = true }.message.state == .sent)
    }

    @Test func anEventTellsNoAddress() throws {
        let reply = SMTPReply(code: 550, status: EnhancedStatusCode(5, 1, 1), text: "<carol@example.org>: unknown user")
        let settled = try settle(.refused(.rcpt, reply))
        #expect(settled.event?.data.detail?.contains("carol@example.org") == false)
        #expect(settled.event?.data.detail?.contains("unknown user") == true)
        #expect(settled.attempt?.text.contains("carol@example.org") == true)
    }

    @Test(
        arguments: [
            (421, .deferred), (450, .deferred), (499, .deferred), (500, .failed), (599, .failed),
        ] as [(Int, MessageState)])
    func fourHundredsAreTemporary(code: Int, state: MessageState) throws {
        #expect(try settle(Self.refused(.rcpt, code)).message.state == state)
    }
}
