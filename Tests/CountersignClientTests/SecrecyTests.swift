import Foundation
import Logging
import Synchronization
import Testing

@testable import CountersignClient

@Suite struct SecrecyTests {
    private static let key = "cs_live_do_not_show_me"

    /// Everything that `print`, interpolation and `dump` would show.
    private static func shown(_ value: Any) -> String {
        var text = "\(value) \(String(reflecting: value)) "
        dump(value, to: &text)
        return text
    }

    @Test func aClientShowsNoKey() async throws {
        let client = try Countersign(baseURL: "https://c.example", key: Secret(Self.key))
        let shown = Self.shown(client) + Self.shown(client.owners) + Self.shown(client.invitations.list())
        #expect(!shown.contains("do_not_show_me") && shown.contains("https://c.example"))
        await client.close()
    }

    @Test func aSecretIsNotShownAndCanBeStored() throws {
        let secret = Secret(Self.key)
        #expect(!Self.shown(secret).contains("do_not_show_me"))
        #expect(!Self.shown(try WebhookVerifier(secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])).contains("MfKQ"))
        let stored = try JSONCoding.encode(secret)
        #expect(try JSONCoding.decode(Secret.self, from: stored) == secret)
    }

    @Test func aForgottenClientDoesNotEndTheProcess() throws {
        _ = try Countersign(baseURL: "https://c.example", key: Secret(Self.key))
    }

    @Test func logsHoldNeitherKeyNorNameNorAddress() async throws {
        let lines = Lines()
        let logger = Logger(label: "test") { _ in lines }
        try await ScriptedServer.run(.drop, .answer(503), .answer(204)) { _, url in
            var transport = try Countersign(baseURL: url, key: Secret(Self.key), logger: logger).transport
            transport.pace = TestTime().pace()
            let client = Countersign(transport)
            try await client.suppressions.remove("bob@example.org")
            await client.close()
        }
        let text = lines.text.withLock { $0 }
        #expect(text.contains("suppressions.remove") && text.contains("503"))
        for secret in ["do_not_show_me", "bob", "example.org"] { #expect(!text.contains(secret)) }
    }

    /// Keeps what is logged, whatever its level.
    private final class Lines: LogHandler, Sendable {
        let text = Mutex("")
        var metadata: Logger.Metadata {
            get { [:] }
            set {}
        }
        var logLevel: Logger.Level {
            get { .trace }
            set {}
        }

        subscript(metadataKey _: String) -> Logger.Metadata.Value? {
            get { nil }
            set {}
        }

        func log(event: LogEvent) {
            text.withLock { $0 += "\(event.message) \(event.metadata ?? [:])\n" }
        }
    }
}
