import Foundation
import HTTPTypes
import Storage
import Synchronization
import Testing
import Workflows

@testable import Web

@Suite(.timeLimit(.minutes(15))) struct MetricsTests {
    @Test func thePageHasWhatWasCountedAndWhatIsStored() async throws {
        try await Fixture.run { site in
            let token = try await site.link(try await site.invite().id)
            #expect(try await site.open(token).status == 200)
            let forged = #"countersign_link_refusals_total{reason="forged"}"#
            let before = try await site.number(forged)
            #expect(try await site.open("forged").status == 404)
            #expect(try await site.number(forged) > before)
            let answer = try await site.send(.get, "/metrics?x=y", key: nil)
            #expect(answer.status == 200 && answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            let lines = answer.text.split(separator: "\n").map(String.init)
            for begin in [
                #"countersign_http_requests_total{route="owners",method="PUT",status="2xx"} "#,
                #"countersign_http_request_seconds_bucket{route="link",le="+Inf"} "#,
                #"countersign_mail_queue{state="queued"} "#, #"countersign_invitations_recent{outcome="accepted"} 0"#,
                "countersign_statistics_up 1", "countersign_invitations_pending 1",
            ] {
                #expect(lines.contains { $0.hasPrefix(begin) }, "\(begin)")
            }
            for secret in [token, "example.org", "dana", "alice", site.key, "Contoso", "contoso"] {
                #expect(!answer.text.contains(secret), "\(secret)")
            }
            let sample = try Regex(#"[a-z_]+(\{[a-z]+="[^"\\]*"(,[a-z]+="[^"\\]*")*\})? [0-9.e+-]+"#)
            for line in lines where !line.hasPrefix("# ") {
                #expect(try sample.wholeMatch(in: line) != nil, "\(line)")
            }
            #expect(try await site.send(.head, "/metrics", key: nil).body.isEmpty)
            let refused = try await site.send(.post, "/metrics", json: "{}", key: nil)
            #expect(refused.status == 405 && refused.header("Allow") == "GET, HEAD, OPTIONS")
        }
    }

    @Test func anotherPortServesThemAndNothingElse() async throws {
        // Free a moment ago; the suite has nobody else who takes ports by number.
        let port = Int.random(in: 20_000..<30_000)
        try await Fixture.run(configure: { $0.metricsPort = port }) { site in
            #expect(try await site.send(.get, "/metrics", key: nil).status == 404)
            var page: String?
            for _ in 0..<100 where page == nil {
                guard let connection = try? RawConnection(port: port) else {
                    try await Task.sleep(for: .milliseconds(20))
                    continue
                }
                connection.send("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
                page = await connection.readToEnd()
            }
            #expect(page?.hasPrefix("HTTP/1.1 200 OK\r\n") == true)
            #expect(page?.contains("countersign_statistics_up 1\n") == true)
            for request in ["GET /healthz", "GET /v1/events", "GET /", "GET /metrics/", "GET /c/x"] {
                let connection = try RawConnection(port: port)
                connection.send("\(request) HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(await connection.readToEnd()?.hasPrefix("HTTP/1.1 404 Not Found\r\n") == true)
            }
            let other = try RawConnection(port: port)
            other.send("POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nGET /metrics HTTP/1.1\r\n\r\n")
            let refusal = try #require(await other.readToEnd())
            #expect(refusal.hasPrefix("HTTP/1.1 405 ") && refusal.components(separatedBy: "HTTP/1.1 ").count == 2)
        }
    }

    @Test(
        arguments: [
            ("/", "home"), ("/c/abc", "link"), ("/c/abc?x=/v1/events", "link"), ("/u/abc", "unsubscribe"),
            ("/healthz", "health"), ("/readyz#x", "health"), ("/metrics", "metrics"), ("/problems/invalid", "static"),
            ("/v1/events?after=1", "events"), ("/v1/packages/a/owners", "owners"),
            ("/v1/packages/a%2Fb/owners/bob", "owners"), ("/v1/packages/a/b/invitations", "invitations"),
            ("/v1/packages/owners/publications", "publications"), ("/v1/invitations/1/accept", "invitations"),
            ("/v1/packages/a", "other"), ("/v1/packages", "other"), ("/v1", "other"), ("/v2/events", "other"),
            ("/wp-login.php", "other"), ("", "other"), ("*", "other"), ("http://x/c/y", "other"), ("//c/x", "other"),
            ("/base/c/abc", "link"), ("/base/v1/messages", "messages"), ("/base", "other"), ("/basement", "other"),
        ])
    func routes(_ path: String, _ name: String) {
        #expect(RouteClass.name(path, base: "/base") == name)
    }
}

extension Fixture {
    /// A number on the page of metrics: of all tests of this process together.
    func number(_ series: String) async throws -> Double {
        let lines = try await send(.get, "/metrics", key: nil).text.split(separator: "\n")
        return lines.first { $0.hasPrefix(series + " ") }.flatMap { Double($0.dropFirst(series.count + 1)) } ?? 0
    }
}

@Suite struct StatisticsCacheTests {
    private final class Source: Sendable {
        private let state = Mutex<(reads: Int, isBroken: Bool)>((0, false))

        var reads: Int { state.withLock { $0.reads } }

        func breakDown() { state.withLock { $0.isBroken = true } }

        func read() async throws -> [Statistic] {
            try await Task.sleep(for: .milliseconds(20))
            return try state.withLock { state in
                state.reads += 1
                if state.isBroken { throw StorageError.closed }
                return [Statistic(.invitationsPending, Double(state.reads))]
            }
        }
    }

    @Test func aCrowdOfScrapersReadsOnce() async {
        let source = Source()
        let cache = StatisticsCache({ try await source.read() }, failed: { _ in })
        let all = await withTaskGroup { group in
            for _ in 0..<50 { group.addTask { await cache.latest() } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(all.count == 50 && all.allSatisfy { $0 == [Statistic(.invitationsPending, 1)] })
        #expect(await cache.latest() != nil && source.reads == 1)
    }

    @Test func aDatabaseThatFailsIsSaidToBeDown() async {
        let source = Source()
        source.breakDown()
        let failures = Mutex(0)
        let cache = StatisticsCache({ try await source.read() }, failed: { _ in failures.withLock { $0 += 1 } })
        #expect(await cache.latest() == nil && failures.withLock { $0 } == 1)
    }

    @Test func aDatabaseThatHangsHoldsNobodyUp() async {
        let cache = StatisticsCache(
            patience: .milliseconds(50),
            {
                try await Task.sleep(for: .seconds(600))
                return []
            }, failed: { _ in })
        // The suite's time limit is shorter than what the database takes.
        #expect(await cache.latest() == nil)
    }
}
