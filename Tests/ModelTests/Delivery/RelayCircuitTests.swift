import Model
import Testing

/// When a relay is left alone, and what brings it back.
@Suite struct RelayCircuitTests {
    private let now = Samples.now
    private let pause = Duration.seconds(300)
    private static let down = SendOutcome.failed(.connect, .connect, detail: "refused")
    private static let accepted = SendOutcome.accepted(SMTPReply(code: 250, text: "ok"))

    private static func refused(_ phase: SMTPPhase, _ code: Int) -> SendOutcome {
        .refused(phase, SMTPReply(code: code, text: "words"))
    }

    /// A circuit that a test can ask and tell in one expression.
    private final class Bench {
        var circuit = RelayCircuit()

        @discardableResult
        func learn(
            _ outcome: SendOutcome, from sender: String = "pypi", at now: Timestamp = Samples.now
        ) throws -> RelayCircuit.Lesson {
            circuit.learn(
                outcome, from: try EmailAddress("noreply@\(sender).example.org"), at: now, pause: .seconds(300))
        }

        func admit(at now: Timestamp) -> Bool { circuit.admit(at: now) }
    }

    private func open() throws -> Bench {
        let bench = Bench()
        #expect(try bench.learn(Self.down) == RelayCircuit.Lesson(verdict: .down, isNews: true))
        return bench
    }

    private func probing() throws -> Bench {
        let bench = try open()
        #expect(bench.admit(at: now + pause))
        return bench
    }

    @Test func itIsLeftAloneAndThenOneGoesAhead() throws {
        let bench = try open()
        #expect(bench.circuit.reopens == now + pause)
        #expect(!bench.admit(at: now + .seconds(299)))
        #expect(bench.admit(at: now + pause))
        #expect(!bench.admit(at: now + pause), "one")
        #expect(bench.circuit.reopens == nil)
        bench.circuit.release(at: now + pause)
        #expect(bench.admit(at: now + pause), "the next, where the first never came to speak")
    }

    /// What began before the relay went down tells nothing of it now.
    @Test(arguments: [
        refused(.rcpt, 450), refused(.body, 550), .failed(.data, .dropped, detail: ""),
        .failed(.mail, .timeout, detail: ""), .unknown(detail: ""), .failed(.mail, .tooLarge, detail: ""),
    ])
    func whileItIsOpenOnlyAcceptedMailClosesIt(outcome: SendOutcome) throws {
        let bench = try open()
        #expect(try bench.learn(outcome).isNews == false)
        #expect(bench.circuit.state == .open(until: now + pause))
        #expect(try bench.learn(Self.accepted) == RelayCircuit.Lesson(verdict: .healthy, isNews: true))
        #expect(bench.circuit.state == .closed)
    }

    @Test(arguments: [
        accepted, refused(.mail, 450), refused(.rcpt, 550), refused(.body, 554), .failed(.mail, .tooLarge, detail: ""),
        .failed(.mail, .smtputf8NotOffered, detail: ""),
    ])
    func anAnswerToTheOneThatGoesAheadClosesIt(outcome: SendOutcome) throws {
        let bench = try probing()
        #expect(try bench.learn(outcome).isNews)
        #expect(bench.circuit.state == .closed)
    }

    @Test(arguments: [
        down, refused(.greeting, 421), refused(.auth, 535), refused(.mail, 530), .failed(.mail, .dropped, detail: ""),
        .failed(.rcpt, .timeout, detail: ""), .failed(.data, .garbled, detail: ""), .unknown(detail: "no answer"),
    ])
    func nothingLessDoes(outcome: SendOutcome) throws {
        let bench = try probing()
        let later = now + pause
        #expect(try bench.learn(outcome, at: later).isNews == false)
        #expect(bench.circuit.state == .open(until: later + pause))
    }

    @Test(arguments: [refused(.rcpt, 550), .failed(.data, .dropped, detail: ""), .unknown(detail: "")])
    func oneMessageOpensNothing(outcome: SendOutcome) throws {
        let bench = Bench()
        #expect(try bench.learn(outcome).isNews == false)
        #expect(bench.circuit.state == .closed)
    }

    /// A sender whose mail the relay does not take must not hold up everybody's.
    @Test(arguments: [530, 534, 535, 538])
    func aSenderThatIsToLogInHoldsUpNobodyElse(code: Int) throws {
        let bench = Bench()
        try bench.learn(Self.accepted, from: "pypi")
        for _ in 0..<3 {
            #expect(try bench.learn(Self.refused(.mail, code), from: "npm").verdict == .answered)
        }
        #expect(bench.circuit.state == .closed)
        #expect(try bench.learn(Self.refused(.auth, code), from: "npm").verdict == .unauthorised, "before MAIL")
    }

    /// The relay is at fault where nothing shows that it takes anybody's mail.
    @Test func aRelayThatWantsEverybodyToLogInIsPaused() throws {
        let bench = Bench()
        #expect(try bench.learn(Self.refused(.mail, 530)) == .init(verdict: .unauthorised, isNews: true))

        bench.circuit = RelayCircuit()
        try bench.learn(Self.accepted, from: "pypi")
        #expect(try bench.learn(Self.refused(.rcpt, 530), from: "pypi").verdict == .unauthorised, "its only sender")

        bench.circuit = RelayCircuit()
        try bench.learn(Self.accepted, from: "pypi")
        try bench.learn(Self.accepted, from: "npm")
        #expect(try bench.learn(Self.refused(.mail, 530), from: "pypi").verdict == .answered)
        #expect(try bench.learn(Self.refused(.mail, 530), from: "npm").verdict == .unauthorised, "now all of them")
        #expect(bench.circuit.state == .open(until: now + pause))
        #expect(bench.admit(at: now + pause))
        #expect(try bench.learn(Self.refused(.mail, 530), from: "pypi").verdict == .unauthorised, "and still")
    }
}
