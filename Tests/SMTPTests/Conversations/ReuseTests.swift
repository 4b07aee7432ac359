import Foundation
import Model
import Testing

@testable import SMTP

/// Connections are kept, given up in time, and their loss is nobody's fault.
@Suite(.timeLimit(.minutes(15))) struct ReuseTests {
    @Test func oneConnectionServesManyMails() async throws {
        let log = try await Mailing.run([:]) { mailing in
            let mails = try (0..<50).map { try OutgoingMail.to("bob\($0)@example.net") }
            let outcomes = await mailing.pool.send(mails)
            #expect(outcomes.count == 50 && outcomes.allSatisfy(\.isAccepted))
            #expect(mailing.pool.openConnections == 1)
        }
        #expect(log.connections == 1)
        #expect(log.lines.filter { $0.hasPrefix("RCPT") } == (0..<50).map { "RCPT TO:<bob\($0)@example.net>\r\n" })
        #expect(log.lines.first == "EHLO sender.example.org\r\n")
        #expect(log.verbs().last == "QUIT")
    }

    @Test func aConnectionIsGivenUpAfterItsShare() async throws {
        var options = RelayOptions.testing
        options.messagesPerConnection = 3
        let log = try await Mailing.run([:], options: options) { mailing in
            let mails = try (0..<7).map { _ in try OutgoingMail.to("bob@example.net") }
            #expect(await mailing.pool.send(mails).allSatisfy(\.isAccepted))
        }
        #expect(log.connections == 3)
        #expect((1...3).map { log.verbs($0).count { $0 == "MAIL" } } == [3, 3, 1])
        #expect((1...3).allSatisfy { log.verbs($0).last == "QUIT" })
    }

    @Test func severalConnectionsShareTheWork() async throws {
        var options = RelayOptions.testing
        options.connections = 4
        let slow: Script = ["delay": 0.02]
        let log = try await Mailing.run(["connections": [["body": slow]]], options: options) { mailing in
            let mails = try (0..<40).map { _ in try OutgoingMail.to("bob@example.net") }
            #expect(await mailing.pool.send(mails).allSatisfy(\.isAccepted))
            #expect(mailing.pool.openConnections == 4)
        }
        #expect(log.connections == 4)
        #expect(log.bodies.count == 40)
    }

    @Test(
        arguments: [
            ["idle": ["then": "drop"]],
            ["idle": ["reply": "421 4.4.2 timeout exceeded", "then": "drop"]],
            ["idle": ["reply": "421 4.4.2 timeout exceeded"]],
            ["mail": inTurn([:], ["reply": "421 4.7.0 too many messages", "then": "drop"])],
            ["mail": inTurn([:], ["reply": "421 4.7.0 too many messages"])],
            ["mail": inTurn([:], ["reply": false, "then": "drop"])],
            ["mail": inTurn([:], ["reply": false, "then": "reset"])],
        ] as [Script])
    func aConnectionClosedBetweenMailsCostsNothing(first: Script) async throws {
        let log = try await Mailing.run(["connections": [first, [:]]]) { mailing in
            #expect(await mailing.send().kind == "accepted 250")
            #expect(await mailing.send().kind == "accepted 250")
            #expect(await mailing.send().kind == "accepted 250")
        }
        #expect(log.connections == 2)
        #expect(log.bodies.count == 3)
    }

    @Test func aNewConnectionIsNotTriedTwice() async throws {
        let log = try await Mailing.run(["connections": [["mail": ["reply": "421 4.3.2 later"]]]]) { mailing in
            #expect(await mailing.send().kind == "refused mail 421")
        }
        #expect(log.connections == 1)
    }

    @Test func aRefusalDoesNotSpoilTheNextMail() async throws {
        let script: Script = [
            "connections": [
                ["rcpt": inTurn(["reply": "550 5.1.1 no"], [:]), "body": inTurn(["reply": "451 4.3.0 later"], [:])]
            ]
        ]
        let log = try await Mailing.run(script) { mailing in
            #expect(await mailing.send().kind == "refused rcpt 550")
            #expect(await mailing.send().kind == "refused rcpt 550")
        }
        #expect(log.bodies.isEmpty)
        let atTheDot: Script = ["connections": [["body": inTurn(["reply": "451 4.3.0 later"], [:])]]]
        let second = try await Mailing.run(atTheDot) { mailing in
            #expect(await mailing.send().kind == "refused body 451")
            #expect(await mailing.send().kind == "accepted 250")
        }
        #expect(second.connections == 1)
    }

    @Test func anIdleConnectionIsClosedWithQUIT() async throws {
        var options = RelayOptions.testing
        options.idleTimeout = .milliseconds(50)
        let log = try await Mailing.run([:], options: options) { mailing in
            #expect(await mailing.send().isAccepted)
            try await mailing.server.wait { $0.line == "QUIT\r\n" }
            #expect(await mailing.send().isAccepted)
        }
        #expect(log.connections == 2)
    }
}
