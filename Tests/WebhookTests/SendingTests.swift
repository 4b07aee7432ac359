import Endpoints
import Links
import Model
import NIOHTTP1
import Testing
import Webhook

/// What goes over the wire, and what is made of the answer.
@Suite(.timeLimit(.minutes(15))) struct SendingTests {
    @Test func aDeliveryIsSignedByEverySecret() async throws {
        try await Listener.run { listener in
            let older = WebhookSecret(bytes: [UInt8](repeating: 9, count: 24))
            let outcome = try await Sending.run(allow: ["127.0.0.1"], ports: [listener.port]) { sender in
                try await sender.send(
                    Sending.request(
                        "http://127.0.0.1:\(listener.port)/hook?a=%20b", secrets: [Sending.secret, older],
                        trace: "00-aa-bb-01"))
            }
            #expect(outcome == .delivered(status: 204))
            let heard = try #require(listener.heard.first)
            #expect(heard.head.method == .POST)
            #expect(heard.head.uri == "/hook?a=%20b")
            #expect(heard.body == Sending.body)
            func header(_ name: String) -> String? { heard.head.headers.first(name: name) }
            #expect(header("host") == "127.0.0.1:\(listener.port)")
            #expect(header("content-type") == "application/json")
            #expect(header("webhook-id") == "0192")
            #expect(header("webhook-timestamp") == "1800000000")
            #expect(header("traceparent") == "00-aa-bb-01")
            #expect(header("cookie") == nil)
            let signatures = [Sending.secret, older].map {
                $0.signature(id: "0192", timestamp: 1_800_000_000, body: Sending.body)
            }
            #expect(header("webhook-signature") == signatures.joined(separator: " "))
        }
    }

    @Test(
        arguments: [
            (.status(200, body: 40), .delivered(status: 200)), (.status(299), .delivered(status: 299)),
            (.status(410), .gone), (.status(500), .refused(status: 500, retryAfter: nil)),
            (.status(304), .refused(status: 304, retryAfter: nil)),
            (.status(503, ["retry-after": "17"]), .refused(status: 503, retryAfter: .seconds(17))),
            (
                .status(429, ["retry-after": "Fri, 15 Jan 2027 08:00:05 GMT"]),
                .refused(status: 429, retryAfter: .seconds(5))
            ),
            (.hangUp, .failed("the connection was closed before an answer")),
        ] as [(Listener.Answer, WebhookOutcome)])
    func anAnswerIsRead(answer: Listener.Answer, expected: WebhookOutcome) async throws {
        try await Listener.run(answer: { _ in answer }) { listener in
            let outcome = try await Sending.run(allow: ["127.0.0.1"], ports: [listener.port]) {
                try await $0.send(Sending.request("http://127.0.0.1:\(listener.port)/"))
            }
            #expect(outcome == expected)
        }
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func noRedirectionIsFollowed(status: Int) async throws {
        try await Listener.run { target in
            let location = "http://127.0.0.1:\(target.port)/elsewhere"
            try await Listener.run(answer: { _ in .status(status, ["location": location]) }) { listener in
                let outcome = try await Sending.run(allow: ["127.0.0.1"], ports: [listener.port, target.port]) {
                    try await $0.send(Sending.request("http://127.0.0.1:\(listener.port)/"))
                }
                #expect(outcome == .refused(status: status, retryAfter: nil))
                #expect(target.connections == 0)
            }
        }
    }

    @Test func noCookieComesBack() async throws {
        try await Listener.run(answer: { _ in .status(200, ["set-cookie": "a=b; Path=/"]) }) { listener in
            try await Sending.run(allow: ["127.0.0.1"], ports: [listener.port]) { sender in
                for _ in 0..<2 { _ = try await sender.send(Sending.request("http://127.0.0.1:\(listener.port)/")) }
            }
            #expect(listener.heard.count == 2)
            #expect(listener.heard.allSatisfy { !$0.head.headers.contains(name: "cookie") })
            #expect(listener.connections == 1, "what follows at once goes over the same connection")
        }
    }

    @Test func anEndpointThatIsSilentHasItsTime() async throws {
        try await Listener.run(answer: { _ in .silence }) { listener in
            let outcome = try await Sending.run(
                allow: ["127.0.0.1"], ports: [listener.port], timeout: .milliseconds(300)
            ) { try await $0.send(Sending.request("http://127.0.0.1:\(listener.port)/")) }
            #expect(outcome == .failed("no answer within 300ms"))
        }
    }

    @Test func aHeadIsAnAnswerWhateverBecomesOfTheRest() async throws {
        try await Listener.run(answer: { _ in .half(201) }) { listener in
            // A time that is enough for the head on the slowest machine is found by looking.
            var timeout: Duration = .milliseconds(500)
            var outcome: WebhookOutcome?
            while outcome != .delivered(status: 201), timeout < .seconds(300) {
                outcome = try await Sending.run(allow: ["127.0.0.1"], ports: [listener.port], timeout: timeout) {
                    try await $0.send(Sending.request("http://127.0.0.1:\(listener.port)/"))
                }
                timeout *= 2
            }
            #expect(outcome == .delivered(status: 201))
        }
    }

    @Test func noMoreOfAnAnswerIsReadThanIsTaken() async throws {
        try await Listener.run(answer: { _ in .flood }) { listener in
            let outcome = try await Sending.run(allow: ["127.0.0.1"], ports: [listener.port]) {
                try await $0.send(Sending.request("http://127.0.0.1:\(listener.port)/"))
            }
            // Had the flood been read on, nothing would have come back.
            #expect(outcome == .delivered(status: 200))
            // What is under way in the buffers of the system comes on top.
            #expect(listener.written < 16 << 20)
        }
    }

    @Test func aCancelledAttemptIsNoOutcome() async throws {
        try await Listener.run(answer: { _ in .silence }) { listener in
            try await Sending.run(allow: ["127.0.0.1"], ports: [listener.port]) { sender in
                let url = "http://127.0.0.1:\(listener.port)/"
                let attempt = Task { try await sender.send(Sending.request(url)) }
                while listener.heard.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
                attempt.cancel()
                await #expect(throws: CancellationError.self) { try await attempt.value }
            }
        }
    }

    @Test func aRefusedConnectionIsAFailure() async throws {
        let port = try await Listener.run { $0.port }
        let outcome = try await Sending.run(allow: ["127.0.0.1"], ports: [port]) {
            try await $0.send(Sending.request("http://127.0.0.1:\(port)/"))
        }
        #expect(outcome == .failed("the connection was refused"))
    }
}
