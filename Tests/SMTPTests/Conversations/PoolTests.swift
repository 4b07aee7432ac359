import Foundation
import Logging
import Model
import Testing

@testable import SMTP

/// A pool's end, its limits, and its probe.
@Suite(.timeLimit(.minutes(15))) struct PoolTests {
    private static let silent: Script = ["reply": false, "then": "hold"]

    @Test(arguments: [
        ("greeting", nil, "failed greeting aborted"), ("rcpt", "RCPT", "failed rcpt aborted"), ("body", "", "unknown"),
    ])
    func shutdownBreaksOffAtTheDeadline(step: String, verb: String?, expected: String) async throws {
        let log = try await Mailing.run(["connections": [[step: Self.silent]]], options: .patient) { mailing in
            let mails = try ["a", "b", "c"].map { try OutgoingMail.to("\($0)@example.net") }
            async let running = mailing.pool.send(mails)
            try await mailing.server.wait { event in
                switch verb {
                case nil: event.opened == true
                case "": event.body != nil
                case let verb?: event.line?.hasPrefix(verb) == true
                }
            }
            await mailing.pool.shutdown(deadline: .now)
            let outcomes = await running.map(\.kind)
            #expect(outcomes[1...] == ["failed connect aborted", "failed connect aborted"])
            // The server may see a connection before libcurl does.
            #expect(outcomes[0] == expected || (verb == nil && outcomes[0] == "failed connect aborted"))
            #expect(await mailing.send().kind == "failed connect aborted")
            #expect(mailing.pool.isAtRest)
        }
        #expect(log.connections == 1)
    }

    /// A relay that takes fewer connections than we have is not down: what one of them could not begin, another sends.
    @Test func aConnectionTooManyCostsNoMail() async throws {
        var options = RelayOptions.testing
        options.connections = 2
        let full: Script = ["greeting": ["reply": "421 4.7.0 too many connections"]]
        let slow: Script = ["body": ["delay": 0.2]]
        let log = try await Mailing.run(["connections": [slow, full]], options: options) { mailing in
            let mails = try (0..<6).map { try OutgoingMail.to("u\($0)@example.net") }
            #expect(await mailing.pool.send(mails).allSatisfy(\.isAccepted))
        }
        #expect(log.connections == 2, "the one that was turned away rests")
    }

    @Test func aRelayThatTakesNoConnectionIsDown() async throws {
        var options = RelayOptions.testing
        options.connections = 2
        let full: Script = ["greeting": ["reply": "421 4.7.0 closing"]]
        try await Mailing.run(["connections": [full]], options: options) { mailing in
            #expect(await mailing.send().kind == "refused greeting 421")
        }
    }

    @Test func whatWaitedTooLongIsNotBegun() async throws {
        let log = try await Mailing.run([:]) { mailing in
            var mail = try OutgoingMail.to("a@example.net")
            mail.mayBegin = { false }
            #expect(await mailing.pool.send(mail).kind == "failed connect aborted")
        }
        #expect(log.connections == 0)
    }

    /// Asked when its turn comes, not when it is handed in.
    @Test func whatBecomesLateWhileItWaitsGoesBackAndKeepsNobodyWaiting() async throws {
        var options = RelayOptions.testing
        options.ratePerSecond = 2
        let log = try await Mailing.run([:], options: options) { mailing in
            let isLate = Guarded(false)
            let mails = try (0..<20).map { index in
                var mail = try OutgoingMail.to("u\(index)@example.net")
                if (2..<18).contains(index) { mail.mayBegin = { isLate.withLock { !$0 } } }
                return mail
            }
            let start = ContinuousClock.now
            async let sending = mailing.pool.send(mails)
            try await mailing.server.wait { $0.body != nil }
            isLate.withLock { $0 = true }
            let outcomes = await sending
            #expect([0, 1, 18, 19].allSatisfy { outcomes[$0].isAccepted })
            #expect(outcomes[5...17].allSatisfy { $0.kind == "failed connect aborted" })
            #expect(ContinuousClock.now - start < .seconds(6), "twenty turns take ten")
        }
        #expect(log.bodies.count < 8)
    }

    @Test func shutdownLetsRunningConversationsEnd() async throws {
        let slow: Script = ["delay": 0.5]
        let log = try await Mailing.run(["connections": [["body": slow]]]) { mailing in
            async let running = mailing.send()
            try await mailing.server.wait { $0.body != nil }
            await mailing.pool.shutdown(deadline: .now + .seconds(60))
            #expect(await running.isAccepted)
        }
        #expect(log.verbs().last == "QUIT")
    }

    @Test func everyMailGetsOneOutcomeWhenShutDownUnderLoad() async throws {
        var options = RelayOptions.testing
        options.connections = 4
        let counts = Guarded([Int](repeating: 0, count: 500))
        let accepted = Guarded(0)
        let log = try await Mailing.run([:], options: options) { mailing in
            for index in 0..<500 {
                mailing.pool.submit(try .to("u\(index)@example.net")) { outcome in
                    counts.withLock { $0[index] += 1 }
                    if outcome.isAccepted { accepted.withLock { $0 += 1 } }
                }
            }
            await mailing.pool.shutdown(deadline: .now + .seconds(10))
            #expect(counts.withLock { $0.allSatisfy { $0 == 1 } })
        }
        #expect(log.bodies.count == accepted.withLock { $0 })
    }

    @Test func aFullQueueAnswersAtOnce() async throws {
        var options = RelayOptions.testing
        options.queueCapacity = 1
        // Long beside whatever a busy machine holds this test up with.
        let slow: Script = ["delay": 10]
        try await Mailing.run(["connections": [["greeting": slow]]], options: options) { mailing in
            let others = Guarded<[SendOutcome]>([])
            async let first = mailing.send()
            // One mail is in a conversation now, so the next one fills the queue.
            try await mailing.server.wait { $0.opened == true }
            mailing.pool.submit(try .to("second@example.net")) { outcome in others.withLock { $0.append(outcome) } }
            #expect(
                await mailing.send() == .failed(.connect, .aborted, detail: "the queue to the relay is full")
            )
            #expect(await first.isAccepted)
            await mailing.pool.shutdown(deadline: .now + .seconds(60))
            #expect(others.withLock(\.count) == 1)
        }
    }

    @Test func aRateIsKept() async throws {
        var options = RelayOptions.testing
        options.connections = 4
        options.ratePerSecond = 50
        try await Mailing.run([:], options: options) { mailing in
            let start = ContinuousClock.now
            let mails = try (0..<30).map { _ in try OutgoingMail.to("bob@example.net") }
            #expect(await mailing.pool.send(mails).allSatisfy(\.isAccepted))
            // 30 at 50 a second, less the burst of a tenth of a second.
            #expect(ContinuousClock.now - start >= .milliseconds(29 * 20 - 100))
        }
    }

    @Test func theProbeBeginsNoMail() async throws {
        let script: Script = ["extensions": ["AUTH PLAIN", "SMTPUTF8", "SIZE 1000"]]
        let log = try await Mailing.run(script, url: { "smtp://u:p@127.0.0.1:\($0)?tls=none" }) { mailing in
            #expect(
                await mailing.pool.probe()
                    == .ready(
                        ProbedRelay(isEncrypted: false, isAuthenticated: true, offersSMTPUTF8: true, sizeLimit: 1000)
                    )
            )
        }
        #expect(log.verbs().first == "EHLO" && log.verbs().suffix(2) == ["NOOP", "QUIT"])
    }

    @Test func theProbeTellsWhatIsWrong() async throws {
        let url = { (port: Int) in "smtp://u:p@127.0.0.1:\(port)?tls=none" }
        let refusing: Script = [
            "extensions": ["AUTH PLAIN"], "connections": [["auth2": ["reply": "535 5.7.8 wrong password"]]],
        ]
        try await Mailing.run(refusing, url: url) { mailing in
            let reply = SMTPReply(code: 535, status: EnhancedStatusCode(5, 7, 8), text: "wrong password")
            #expect(await mailing.pool.probe() == .refused(.auth, reply))
        }
        try await Mailing.run([:], url: url) { mailing in
            guard case .failed(.auth, .authNotOffered, _) = await mailing.pool.probe() else {
                Issue.record("not told")
                return
            }
        }
    }

    @Test func proxiesOfTheEnvironmentAreIgnored() async throws {
        setenv("ALL_PROXY", "http://127.0.0.1:1", 1)
        setenv("smtp_proxy", "socks5://127.0.0.1:1", 1)
        try await Mailing.run([:]) { mailing in
            #expect(await mailing.send().isAccepted)
        }
    }
}
