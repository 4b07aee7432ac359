import Model
import Testing

@testable import SMTP

/// Every fault in every phase, over a real socket: what is known afterwards, and what the server had heard by then.
@Suite(.timeLimit(.minutes(15))) struct FaultTests {
    static let steps = ["greeting", "ehlo", "mail", "rcpt", "data", "body"]

    @Test(arguments: steps, [451, 421, 550])
    func aRefusalIsToldWithItsPhaseAndReply(step: String, code: Int) async throws {
        // A refused EHLO is followed by HELO, so both are refused.
        let reply = ["reply": "\(code) \(code / 100).7.1 <bob@example.net>: go away"]
        let log = try await Mailing.run(["connections": [[step: reply, "helo": reply]]]) { mailing in
            let outcome = await mailing.send()
            let phase = try #require(SMTPPhase(rawValue: step))
            let status = EnhancedStatusCode(code / 100, 7, 1)
            #expect(
                outcome == .refused(phase, SMTPReply(code: code, status: status, text: "<bob@example.net>: go away"))
            )
        }
        #expect(log.bodies.count == (step == "body" ? 1 : 0))
    }

    @Test(arguments: steps, ["drop", "reset"])
    func aLostConnectionIsAFailureUntilTheDot(step: String, how: String) async throws {
        let action: Script = ["reply": false, "then": how]
        try await Mailing.run(["connections": [[step: action]]]) { mailing in
            let kind = await mailing.send().kind
            // A reset can come before libcurl has seen that the connection stands.
            if step == "greeting", how == "reset", kind == "failed connect connect" { return }
            #expect(kind == (step == "body" ? "unknown" : "failed \(step) dropped"))
        }
    }

    @Test(arguments: steps)
    func silenceIsATimeoutUntilTheDot(step: String) async throws {
        let action: Script = ["reply": false, "then": "hold"]
        try await Mailing.run(["connections": [[step: action]]], options: .impatient) { mailing in
            let outcome = await mailing.send()
            #expect(outcome.kind == (step == "body" ? "unknown" : "failed \(step) timeout"))
        }
    }

    @Test func aReplyThatEndsHalfwayDecidesNothing() async throws {
        let half: Script = ["reply": "550-5.1.1 no\r\n550-5.1.1 such", "then": "drop"]
        try await Mailing.run(["connections": [["rcpt": half]]]) { mailing in
            #expect(await mailing.send().kind == "failed rcpt dropped")
        }
        let almost: Script = ["reply": "250-2.0.0 ok", "then": "drop"]
        try await Mailing.run(["connections": [["body": almost]]]) { mailing in
            #expect(await mailing.send().kind == "unknown")
        }
    }

    @Test(arguments: ["reset", "hold"])
    func aBodyThatDidNotGoOutIsAFailure(how: String) async throws {
        let action: Script = ["reply": "354 go", "then": how]
        // More than all socket buffers hold.
        let content =
            "Subject: x\r\n\r\n" + String(repeating: String(repeating: "y", count: 70) + "\r\n", count: 200_000)
        var options = RelayOptions.impatient
        options.timeouts.final = .seconds(60)
        try await Mailing.run(["connections": [["data": action]]], options: options) { mailing in
            let outcome = await mailing.send(content)
            #expect(outcome.kind == (how == "hold" ? "failed body timeout" : "failed body dropped"))
        }
    }

    @Test func theWaitForTheDotIsLongerThanOtherWaits() async throws {
        var options = RelayOptions.testing
        options.timeouts.response = .milliseconds(1500)
        let late: Script = ["delay": 4.0]
        try await Mailing.run(["connections": [["body": late]]], options: options) { mailing in
            #expect(await mailing.send().kind == "accepted 250")
        }
        try await Mailing.run(["connections": [["rcpt": late]]], options: options) { mailing in
            #expect(await mailing.send().kind == "failed rcpt timeout")
        }
    }

    @Test(arguments: ["mail", "rcpt", "data", "body"])
    func aConnectionThatOwesAReplyIsNotUsedAgain(step: String) async throws {
        let silent: Script = ["reply": false, "then": "hold"]
        try await Mailing.run(["connections": [[step: silent], [:]]], options: .impatient) { mailing in
            #expect(await mailing.send().kind == (step == "body" ? "unknown" : "failed \(step) timeout"))
            #expect(await mailing.send().kind == "accepted 250")
        }
    }

    @Test func theWholeConversationHasALimit() async throws {
        var options = RelayOptions.testing
        options.timeouts.overall = .milliseconds(1500)
        let silent: Script = ["reply": false, "then": "hold"]
        try await Mailing.run(["connections": [["mail": silent]]], options: options) { mailing in
            #expect(await mailing.send().kind == "failed mail timeout")
        }
    }

    @Test(arguments: ["mail", "rcpt", "data", "body"])
    func aRelayThatDoesNotAnswerQUITDoesNotHoldUs(step: String) async throws {
        var options = RelayOptions.patient
        options.messagesPerConnection = 1
        options.timeouts.response = .seconds(3600)
        options.timeouts.overall = .seconds(7200)
        let silence: Script = ["reply": false, "then": "hold"]
        let script: Script = [step: ["reply": "550 5.1.1 no"], "quit": silence]
        // The suite's time limit is what ends this where libcurl waits for the answer for as long as for any other.
        try await Mailing.run(["connections": [script]], options: options) { mailing in
            #expect(await mailing.send().kind == "refused \(step) 550")
        }
    }

    @Test func nobodyThere() async throws {
        let server = try await ScriptedServer([:])
        _ = try await server.finish()
        try await Mailing.run([:], url: { _ in "smtp://127.0.0.1:\(server.port)" }) { mailing in
            #expect(await mailing.send().kind == "failed connect connect")
        }
        try await Mailing.run([:], url: { _ in "smtp://relay.invalid?tls=required" }) { mailing in
            #expect(await mailing.send().kind == "failed connect resolve")
        }
    }

    @Test(arguments: [
        ("greeting", "HTTP/1.1 400 Bad Request", "failed greeting timeout"),
        ("greeting", "354 go on", "failed greeting garbled"),
        ("mail", "354 go on", "failed mail garbled"),
        ("data", "250 ok", "failed data garbled"),
        ("body", "354 go on", "unknown"),
        ("body", "251 will forward", "accepted 251"),
    ])
    func answersThatDoNotFit(step: String, reply: String, expected: String) async throws {
        var options = RelayOptions.testing
        options.timeouts.response = .milliseconds(1500)
        try await Mailing.run(["connections": [[step: ["reply": reply]]]], options: options) { mailing in
            #expect(await mailing.send().kind == expected)
        }
    }

    @Test func aLongReplyIsCutAndMadeHarmless() async throws {
        let junk = (0..<300).map { "550-5.1.1 line \($0) \u{1b}[31m\u{07}caf\u{e9}\r\n" }.joined()
        let reply = ["reply": junk + "550 5.1.1 end"]
        try await Mailing.run(["connections": [["rcpt": reply]]]) { mailing in
            guard case .refused(.rcpt, let reply) = await mailing.send() else {
                Issue.record("not refused")
                return
            }
            #expect(reply.status == EnhancedStatusCode(5, 1, 1))
            #expect(reply.text.hasPrefix("line 0 ?[31m?caf? line 1 "))
            #expect(reply.text.count <= 500)
            #expect(reply.text.utf8.allSatisfy { (0x20...0x7e).contains($0) })
        }
    }

    @Test func aReplyLineWithoutEndDoesNotHoldUs() async throws {
        let reply: Script = ["reply": "550 " + String(repeating: "x", count: 200_000), "then": "hold"]
        try await Mailing.run(["connections": [["rcpt": reply]]], options: .impatient) { mailing in
            let outcome = await mailing.send()
            #expect(!outcome.isAccepted && !outcome.isUnknown)
        }
    }
}
