import Foundation
import Logging
import Model
import Testing

@testable import SMTP

/// A pool that talks to a scripted server, and what was said, for the length of a closure.
struct Mailing {
    let pool: RelayPool
    let server: ScriptedServer

    @discardableResult
    static func run(
        _ script: Script,
        url: (Int) -> String = { "smtp://127.0.0.1:\($0)" },
        options: RelayOptions = .testing,
        _ body: (Mailing) async throws -> Void
    ) async throws -> ScriptedServer.Log {
        await Gate.servers.enter()
        defer { Gate.servers.leave() }
        let server = try await ScriptedServer(script)
        let relay = try Relay(url(server.port), ehloName: "sender.example.org")
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let pool = RelayPool(relay: relay, options: options, logger: logger)
        try await body(Mailing(pool: pool, server: server))
        await pool.shutdown(deadline: .now + .seconds(5))
        return try await server.finish()
    }

    func send(
        _ content: String = "Subject: x\r\n\r\nhello\r\n", to recipient: String = "bob@example.net"
    ) async -> SendOutcome {
        do {
            return await pool.send(try .to(recipient, content))
        } catch {
            Issue.record(error)
            return .failed(.connect, .aborted, detail: "no address")
        }
    }
}

extension OutgoingMail {
    static func to(
        _ recipient: String, _ content: String = "Subject: x\r\n\r\nhello\r\n"
    ) throws -> OutgoingMail {
        OutgoingMail(
            sender: try EmailAddress("bounces@example.org"), recipient: try EmailAddress(recipient),
            content: Array(content.utf8)
        )
    }
}

extension RelayOptions {
    /// One connection, and little patience.
    static var testing: RelayOptions {
        var options = RelayOptions()
        options.connections = 1
        options.timeouts.connect = .seconds(10)
        options.timeouts.response = .seconds(10)
        options.timeouts.data = .seconds(10)
        options.timeouts.block = .seconds(10)
        options.timeouts.final = .seconds(10)
        return options
    }

    /// One connection, and more patience than a test may need.
    static var patient: RelayOptions {
        var options = RelayOptions()
        options.connections = 1
        return options
    }

    static var impatient: RelayOptions {
        var options = testing
        options.timeouts.connect = .milliseconds(1500)
        options.timeouts.response = .milliseconds(1500)
        options.timeouts.data = .milliseconds(1500)
        options.timeouts.block = .milliseconds(1500)
        options.timeouts.final = .milliseconds(1500)
        return options
    }
}

extension SendOutcome {
    var isAccepted: Bool { if case .accepted = self { true } else { false } }
    var isUnknown: Bool { if case .unknown = self { true } else { false } }

    /// Without the words: what a table can compare.
    var kind: String {
        switch self {
        case .accepted(let reply): "accepted \(reply.code)"
        case .refused(let phase, let reply): "refused \(phase.rawValue) \(reply.code)"
        case .failed(let phase, let fault, _): "failed \(phase.rawValue) \(fault.rawValue)"
        case .unknown: "unknown"
        }
    }
}
