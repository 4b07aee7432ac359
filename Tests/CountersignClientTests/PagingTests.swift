import Testing

@testable import CountersignClient

@Suite struct PagingTests {
    private static func page(_ ids: [String], next: String?) -> ScriptedServer.Step {
        let items = ids.map {
            #"{"id":"\#($0)","url":"https://x.example","types":[],"state":"active","createdAt":"2026-01-02T03:04:05Z"}"#
        }
        let next = next.map { "\"\($0)\"" } ?? "null"
        return .answer(200, body: #"{"items":[\#(items.joined(separator: ","))],"next":\#(next)}"#)
    }

    @Test func allPagesAreWalked() async throws {
        try await ScriptedServer.run(
            Self.page(["a", "b"], next: "b"), Self.page([], next: "c"), Self.page(["d"], next: nil)
        ) { server, url in
            let all = try await withClient(url) { try await $0.webhooks.list().collect() }
            #expect(all.map(\.id) == ["a", "b", "d"])
            #expect(
                server.received.map(\.target) == [
                    "/v1/webhooks?limit=200", "/v1/webhooks?after=b&limit=200", "/v1/webhooks?after=c&limit=200",
                ])
        }
    }

    @Test func nothingIsAskedForThatIsNotNeeded() async throws {
        try await ScriptedServer.run(Self.page(["a", "b"], next: "b")) { server, url in
            try await withClient(url) { client in
                for try await webhook in client.webhooks.list() where webhook.id == "b" { break }
            }
            #expect(server.received.count == 1)
        }
    }

    @Test func aCursorThatStandsStillEndsTheWalk() async throws {
        try await ScriptedServer.run(Self.page(["a"], next: "a")) { server, url in
            let all = try await withClient(url) { try await $0.webhooks.list().collect() }
            #expect(all.count == 2 && server.received.count == 2)
        }
    }
}
