import Testing

@testable import CountersignClient

@Suite struct EventStreamTests {
    private static func events(_ numbers: Int...) -> ScriptedServer.Step {
        let items = numbers.map { number in
            """
            {"seq":\(number),"id":"e\(number)","type":"owner.added","at":"2026-01-02T03:04:05.678Z","actor":"ann",
            "subject":"P","data":{"package":"P","username":"bob"}}
            """
        }
        return .answer(200, body: #"{"items":[\#(items.joined(separator: ","))],"next":\#(numbers.last ?? 0)}"#)
    }

    private static func follow(_ url: String, time: TestTime, count: Int, after: Int64 = 0) async throws -> [Int64] {
        try await withClient(url, time: time) { client in
            var found: [Int64] = []
            for try await event in client.events.follow(after: after) {
                found.append(event.seq)
                if found.count == count { break }
            }
            return found
        }
    }

    @Test func eventsComeOnceAndInOrder() async throws {
        let time = TestTime()
        try await ScriptedServer.run(
            Self.events(3, 5), Self.events(), .drop, .answer(503, body: ""), Self.events(5, 8), Self.events(9)
        ) { server, url in
            let found = try await Self.follow(url, time: time, count: 4, after: 2)
            #expect(found == [3, 5, 8, 9])
            let targets = server.received.map(\.target)
            #expect(
                targets == [
                    "/v1/events?after=2&limit=200&wait=30", "/v1/events?after=5&limit=200&wait=30",
                    "/v1/events?after=5&limit=200&wait=30", "/v1/events?after=5&limit=200&wait=30",
                    "/v1/events?after=5&limit=200&wait=30", "/v1/events?after=8&limit=200&wait=30",
                ])
        }
        // A pause after an answer that came at once and held nothing, and one after each failure.
        #expect(time.naps == [.seconds(1), .milliseconds(250), .milliseconds(500)])
    }

    @Test func aRestartOfTheServiceIsSurvived() async throws {
        let first = ScriptedServer([Self.events(1)])
        let port = try await first.start()
        let time = TestTime()
        try await withClient("http://127.0.0.1:\(port)", time: time) { client in
            var iterator = client.events.follow(after: 0).makeAsyncIterator()
            #expect(try await iterator.next()?.seq == 1)
            try await first.stop()
            let second = ScriptedServer([Self.events(2)])
            async let next = iterator.next()?.seq
            while time.naps.count < 5 { await Task.yield() }
            try await second.start(port: port)
            #expect(try await next == 2)
            try await second.stop()
        }
    }

    @Test func theLongestPauseIsHalfAMinute() async throws {
        let time = TestTime()
        let steps = (0..<20).map { _ in ScriptedServer.Step.drop } + [Self.events(1)]
        let server = ScriptedServer(steps)
        let port = try await server.start()
        _ = try await withClient("http://127.0.0.1:\(port)", time: time, random: 0.999) { client in
            for try await _ in client.events.follow(after: 0) { break }
        }
        try await server.stop()
        #expect(time.naps.count == 20)
        #expect(time.naps.allSatisfy { $0 <= .seconds(30) } && (time.naps.last ?? .zero) > .seconds(29))
    }

    @Test(arguments: [401, 403, 422])
    func aRefusalEndsTheWalk(_ status: Int) async throws {
        let body = #"{"type":"https://c.example/problems/unauthorized","title":"T","status":\#(status)}"#
        try await ScriptedServer.run(.answer(status, body: body)) { server, url in
            await #expect(throws: CountersignError.self) {
                try await Self.follow(url, time: TestTime(), count: 1)
            }
            #expect(server.received.count == 1)
        }
    }

    @Test func aCancelledWalkEnds() async throws {
        try await ScriptedServer.run(.silence) { server, url in
            let walk = Task { try await Self.follow(url, time: TestTime(), count: 1) }
            while server.received.isEmpty { await Task.yield() }
            walk.cancel()
            await #expect(throws: CancellationError.self) { try await walk.value }
        }
    }
}
