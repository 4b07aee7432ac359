import HTTPTypes
import Testing

@testable import Web

@Suite struct HealthTests {
    @Test func healthSaysThatTheProcessIsThere() async throws {
        try await Fixture.run(readiness: Readiness(database: { "no answer" })) { site in
            let answer = try await site.send(.get, "/healthz", key: nil)
            #expect(answer.status == 200)
            #expect(answer.string("status") == "ok")
        }
    }

    @Test func readinessNamesThePartThatIsNotThere() async throws {
        try await Fixture.run(readiness: Readiness(courier: { "paused" })) { site in
            let answer = try await site.send(.get, "/readyz", key: nil)
            #expect(answer.status == 503)
            let parts = answer.object["parts"] as? [[String: String]] ?? []
            #expect(parts.map { $0["name"] } == ["database", "keyring", "courier"])
            #expect(parts.map { $0["status"] } == ["ready", "ready", "not ready"])
            #expect(parts.last?["detail"] == "paused")
        }
        try await Fixture.run { site in
            let answer = try await site.send(.get, "/readyz", key: nil)
            #expect(answer.string("status") == "ready")
        }
    }

    @Test func smallPages() async throws {
        try await Fixture.run { site in
            #expect(try await site.send(.get, "/robots.txt", key: nil).text == "User-agent: *\nDisallow: /\n")
            #expect(try await site.send(.get, "/favicon.ico", key: nil).status == 204)
            #expect(try await site.send(.get, "/", key: nil).text.contains("<h1>"))
            for kind in ProblemKind.allCases {
                let answer = try await site.send(.get, "/problems/\(kind.rawValue)", key: nil)
                #expect(answer.status == 200)
                #expect(answer.text.contains("\(kind.status)"))
                #expect((400..<600).contains(kind.status))
            }
        }
    }
}
