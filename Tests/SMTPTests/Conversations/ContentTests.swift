import Foundation
import Model
import Testing

@testable import SMTP

/// What arrives is what was handed in, and what must not go out does not.
@Suite(.timeLimit(.minutes(15))) struct ContentTests {
    @Test(arguments: [".", "..", ".x", "x\r\n.\r\ny", "\r\n.", ".\r\n.\r\n..\r\n"])
    func linesThatBeginWithADotAreStuffedOnce(body: String) async throws {
        for content in ["Subject: x\r\n\r\n\(body)\r\n", "\(body)\r\n"] {
            let log = try await Mailing.run([:]) { mailing in
                #expect(await mailing.send(content).isAccepted)
            }
            let stuffed = content.components(separatedBy: "\r\n").map { $0.hasPrefix(".") ? ".\($0)" : $0 }
            #expect(log.bodies == [stuffed.joined(separator: "\r\n")])
            #expect(log.lines.count == 5)
        }
    }

    @Test func aLargeMailArrivesWhole() async throws {
        let content = "Subject: x\r\n\r\n" + (0..<40_000).map { "\($0 % 7 == 0 ? "." : "")line \($0)\r\n" }.joined()
        let log = try await Mailing.run([:]) { mailing in
            #expect(await mailing.send(content).isAccepted)
        }
        let body = try #require(log.bodies.first)
        #expect(
            body.replacingOccurrences(of: "\r\n..", with: "\r\n.")
                == content.replacingOccurrences(of: "\r\n..", with: "\r\n."))
        #expect(body.utf8.count == content.utf8.count + 40_000 / 7 + 1)
    }

    @Test func theSizeIsDeclared() async throws {
        let content = "Subject: x\r\n\r\nhello\r\n"
        let script: Script = [
            "extensions": ["SIZE 1000"], "connections": [["mail": ["reply": "552 5.3.4 too big"]]],
        ]
        let log = try await Mailing.run(script) { mailing in
            #expect(await mailing.send(content).kind == "refused mail 552")
        }
        #expect(log.lines.contains("MAIL FROM:<bounces@example.org> SIZE=\(content.utf8.count)\r\n"))
    }

    @Test(arguments: ["a\n.\nb\r\n", "a\r.\rb\r\n", "a\r\n.\n", "a\0b\r\n", "caf\u{e9}\r\n", "no end", "end\r", ""])
    func unsafeContentIsNotSent(content: String) async throws {
        let log = try await Mailing.run([:]) { mailing in
            guard case .failed(_, _, let detail) = await mailing.send(content) else {
                Issue.record("not refused")
                return
            }
            #expect(detail.hasPrefix("not sent: the message"))
        }
        #expect(log.connections == 0)
    }

    @Test func anAddressBeyondASCIINeedsSMTPUTF8() async throws {
        let without = try await Mailing.run([:]) { mailing in
            #expect(await mailing.send(to: "jürgen@example.net").kind == "failed mail smtputf8-not-offered")
        }
        #expect(without.verbs() == ["EHLO"])
        let with = try await Mailing.run(["extensions": ["SMTPUTF8"]]) { mailing in
            #expect(await mailing.send(to: "jürgen@example.net").isAccepted)
            #expect(await mailing.send(to: "jurgen@bücher.example").isAccepted)
        }
        let bytes = String(decoding: "jürgen".utf8.map { UInt16($0) }, as: UTF16.self)
        let commands = with.lines.filter { $0.hasPrefix("MAIL") || $0.hasPrefix("RCPT") }
        #expect(
            commands == [
                "MAIL FROM:<bounces@example.org> SMTPUTF8\r\n", "RCPT TO:<\(bytes)@example.net>\r\n",
                "MAIL FROM:<bounces@example.org>\r\n", "RCPT TO:<jurgen@xn--bcher-kva.example>\r\n",
            ]
        )
    }

    @Test func theRelaysLimitOfSizeIsKept() async throws {
        let log = try await Mailing.run(["extensions": ["SIZE 10"]]) { mailing in
            let outcome = await mailing.send(to: "a@example.net")
            #expect(outcome.kind == "failed mail too-large")
            #expect(MessageMachine.RelayVerdict(outcome) == .answered)
        }
        #expect(log.verbs() == ["EHLO"])
    }

    @Test func theNeedIsCheckedOnAKeptConnectionToo() async throws {
        let log = try await Mailing.run([:]) { mailing in
            #expect(await mailing.send().isAccepted)
            #expect(await mailing.send(to: "jürgen@example.net").kind == "failed mail smtputf8-not-offered")
            #expect(await mailing.send().isAccepted)
        }
        #expect(log.bodies.count == 2)
    }
}
