import HTTPTypes
import NIOCore
import Testing

@testable import Web

@Suite struct RequestPaceTests {
    private func pace() -> RequestPace { RequestPace(patience: .seconds(15), most: 1000, at: .seconds(100)) }

    @Test func aConnectionThatSaysNothingIsClosedWithoutAWord() {
        let pace = pace()
        #expect(pace.deadline == .seconds(115))
        #expect(pace.look(at: .seconds(114)) == .lookAgain(at: .seconds(115)))
        #expect(pace.look(at: .seconds(115)) == .tooSlow(answer: false))
    }

    @Test func bytesNowAndThenDoNotPutTheEndOff() {
        var pace = pace()
        for second in 101..<115 as Range<Int64> { expect(&pace, takes: 1, at: second) }
        #expect(pace.look(at: .seconds(115)) == .tooSlow(answer: true))
    }

    @Test func aRequestThatIsAnsweredTakesAsLongAsItTakes() {
        var pace = pace()
        expect(&pace, takes: 500, at: 101)
        pace.enter(.began)
        #expect(pace.deadline == nil && pace.look(at: .seconds(500)) == .fine)
        pace.write()
        pace.enter(.done)
        #expect(pace.deadline == nil, "between two requests the idle timeout counts")
        expect(&pace, takes: 1, at: 600)
        #expect(pace.deadline == .seconds(615) && pace.look(at: .seconds(615)) == .tooSlow(answer: true))
    }

    @Test func whatWasRefusedAlreadyIsNotAnsweredAgain() {
        var pace = pace()
        expect(&pace, takes: 1, at: 101)
        pace.write()
        #expect(pace.look(at: .seconds(115)) == .tooSlow(answer: false))
    }

    @Test func oneRequestHasAnEnd() {
        var pace = pace()
        expect(&pace, takes: 600, at: 101)
        pace.enter(.began)
        expect(&pace, takes: 400, at: 101)
        pace.enter(.done)
        expect(&pace, takes: 1000, at: 102)
        expect(&pace, takes: 1, at: 102, false)
    }

    /// Apart, because a macro cannot hold what changes its subject.
    private func expect(_ pace: inout RequestPace, takes count: Int, at second: Int64, _ isTaken: Bool = true) {
        let taken = pace.receive(count, at: .seconds(second))
        #expect(taken == isTaken)
    }
}

extension NIODeadline {
    fileprivate static func seconds(_ seconds: Int64) -> NIODeadline {
        .uptimeNanoseconds(UInt64(seconds) * 1_000_000_000)
    }
}

@Suite struct SlowClientTests {
    private static let head = "GET /healthz HTTP/1.1\r\nHost: x\r\n"
    private static let timeout = "HTTP/1.1 408 Request Timeout\r\n"

    @Test func headsAndBodiesThatDoNotEndAreCut() async throws {
        try await Fixture.run(configure: {
            $0.headTimeout = .seconds(6)
            $0.bodyTimeout = .seconds(1)
        }) { site in
            // The fixture's own connection must not be taken for a silent one.
            #expect(try await site.send(.get, "/healthz", key: nil).status == 200)
            let silent = try RawConnection(port: site.port)
            let slow = try RawConnection(port: site.port)
            slow.send(Self.head)
            let second = try RawConnection(port: site.port)
            second.send(Self.head + "\r\n")
            #expect(await second.read(until: "}").hasPrefix("HTTP/1.1 200 OK\r\n"))
            second.send("GET /")
            let body = try RawConnection(port: site.port)
            body.send(
                "PUT /v1/packages/A/owners HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(site.key)\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
            let unwanted = try RawConnection(port: site.port)
            unwanted.send("POST /healthz HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\na")
            #expect(await silent.readToEnd() == "")
            #expect(await slow.readToEnd()?.hasPrefix(Self.timeout) == true)
            #expect(await second.readToEnd()?.hasPrefix(Self.timeout) == true)
            let refusal = try #require(await body.readToEnd())
            #expect(refusal.hasPrefix(Self.timeout) && refusal.contains("/problems/request-timeout"))
            #expect(await unwanted.readToEnd()?.hasPrefix("HTTP/1.1 405 ") == true)
            // Over another connection: the fixture's own may have been idle for too long by now.
            let last = try RawConnection(port: site.port)
            last.send(Self.head + "\r\n")
            #expect(await last.read(until: "}").hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    @Test func whoAsksAndDoesNotReadIsCut() async throws {
        try await Fixture.run(configure: { $0.writeTimeout = .milliseconds(300) }) { site in
            let cut = #"countersign_http_connections_cut_total{reason="write"}"#
            let before = try await site.number(cut)
            let deaf = try RawConnection(port: site.port)
            // More than the buffers of both sides hold.
            let ask = String(repeating: "GET / HTTP/1.1\r\nHost: x\r\n\r\n", count: 500)
            let sending = Task {
                for _ in 0..<200 where await !deaf.sendAll(ask) { return }
            }
            for _ in 0..<200 where try await site.number(cut) == before {
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(try await site.number(cut) > before)
            await sending.value
            #expect(try await site.send(.get, "/healthz", key: nil).status == 200)
        }
    }

    @Test func oneAddressDoesNotTakeAllConnections() async throws {
        try await Fixture.run(configure: {
            $0.connectionsPerClient = 3
            $0.uncountedClients = []
        }) { site in
            // The fixture's own connection is one of them.
            let kept = try (0..<2).map { _ in try RawConnection(port: site.port) }
            try await Task.sleep(for: .milliseconds(100))
            let onceTooMany = try RawConnection(port: site.port)
            #expect(await onceTooMany.readToEnd() == "")
            for connection in kept {
                connection.send(Self.head + "Connection: close\r\n\r\n")
                #expect(await connection.readToEnd()?.hasPrefix("HTTP/1.1 200 OK\r\n") == true)
                connection.end()
            }
            var answer = ""
            for _ in 0..<100 where answer.isEmpty {
                try await Task.sleep(for: .milliseconds(50))
                let another = try RawConnection(port: site.port)
                another.send(Self.head + "Connection: close\r\n\r\n")
                answer = await another.readToEnd() ?? ""
            }
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    @Test func connectionsAreCountedByAddress() throws {
        let proxy = try #require(IPNetwork("10.0.0.0/8"))
        let connections = ClientConnections(most: 2, uncounted: [proxy])
        #expect(connections.key(of: IPAddress("10.1.2.3")) == nil && connections.key(of: nil) == nil)
        let one = try #require(connections.key(of: IPAddress("2001:db8::1")))
        let neighbour = try #require(connections.key(of: IPAddress("2001:db8::2")))
        let other = try #require(connections.key(of: IPAddress("192.0.2.1")))
        #expect(!connections.enter(one) && !connections.enter(neighbour) && connections.enter(one))
        #expect(!connections.enter(other))
        connections.leave(one)
        connections.leave(one)
        #expect(!connections.enter(one) && connections.clients == 2)
        for _ in 0..<2 { connections.leave(one) }
        connections.leave(other)
        #expect(connections.clients == 0)
    }
}
