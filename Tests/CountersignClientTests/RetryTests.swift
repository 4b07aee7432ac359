import Testing

@testable import CountersignClient

@Suite struct RetryTests {
    private static let invitation = """
        {"id":"i","package":"P","invitee":{"username":"bob","email":"bob@example.org"},"invitedBy":"ann","note":null,
        "state":"pending","generation":1,"createdAt":"2026-01-02T03:04:05.678Z","expiresAt":"2026-01-09T03:04:05.678Z",
        "delivery":{"state":"queued","at":"2026-01-02T03:04:05.678Z"}}
        """
    private static let created = ScriptedServer.Step.answer(201, body: invitation)

    private static func refusal(_ status: Int, _ kind: String, retryAfter: String? = nil) -> ScriptedServer.Step {
        .answer(
            status, headers: retryAfter.map { [("Retry-After", $0)] } ?? [],
            body: #"{"type":"https://c.example/problems/\#(kind)","title":"T","status":\#(status),"detail":"D"}"#)
    }

    private static func invite(_ client: Countersign) async throws -> Placed<Invitation> {
        try await client.invitations.invite(Account("bob", email: "bob@example.org"), to: "P", by: "ann")
    }

    @Test func oneKeyIsKeptOverAllAttempts() async throws {
        try await ScriptedServer.run(.drop, .cut, Self.refusal(503, "unavailable"), Self.created) { server, url in
            let invitation = try await withClient(url) { try await Self.invite($0) }
            #expect(invitation.isNew && invitation.state == .pending)
            let received = server.received
            #expect(received.count == 4)
            #expect(Set(received.map { $0.header("Idempotency-Key") }).count == 1)
            #expect(received.first?.header("Idempotency-Key").first?.isEmpty == false)
            #expect(Set(received.map(\.body)).count == 1)
        }
    }

    @Test func eachCallHasAKeyOfItsOwn() async throws {
        try await ScriptedServer.run(Self.created) { server, url in
            try await withClient(url) { client in
                for _ in 1...3 { _ = try await Self.invite(client) }
                _ = try await client.invitations.invite(Account("bob"), to: "P", by: "ann", idempotencyKey: "job-17")
            }
            let keys = server.received.flatMap { $0.header("Idempotency-Key") }
            #expect(Set(keys).count == 4 && keys.last == "job-17")
        }
    }

    @Test(arguments: [
        (408, "request-timeout"), (409, "idempotency-in-flight"), (429, "rate-limited"), (503, "unavailable"),
        (502, "bad-gateway"), (504, "gateway-timeout"),
    ])
    func whatPassesIsTriedAgain(_ status: Int, _ kind: String) async throws {
        try await ScriptedServer.run(Self.refusal(status, kind), Self.created) { server, url in
            _ = try await withClient(url) { try await Self.invite($0) }
            #expect(server.received.count == 2)
        }
    }

    @Test(arguments: [
        (400, "malformed-json"), (401, "unauthorized"), (403, "not-an-owner"), (404, "unknown-package"),
        (409, "already-owner"), (409, "invitation-accepted"), (412, "precondition-failed"), (422, "invalid"),
        (422, "idempotency-mismatch"), (428, "precondition-required"), (500, "internal"),
    ])
    func whatDoesNotPassIsNot(_ status: Int, _ kind: String) async throws {
        try await ScriptedServer.run(Self.refusal(status, kind), Self.created) { server, url in
            let problem = try await withClient(url) { client in
                try await whatRefused { _ = try await Self.invite(client) }
            }
            #expect(problem?.status == status && problem?.kind.rawValue == kind)
            #expect(server.received.count == 1)
        }
    }

    @Test func aWishToWaitIsHonoured() async throws {
        let time = TestTime()
        try await ScriptedServer.run(Self.refusal(429, "rate-limited", retryAfter: "17"), Self.created) { _, url in
            _ = try await withClient(url, time: time) { try await Self.invite($0) }
        }
        #expect(time.naps == [.seconds(17)])
    }

    @Test func aLongerWishIsHandedOn() async throws {
        let time = TestTime()
        try await ScriptedServer.run(Self.refusal(429, "rate-limited", retryAfter: "3600"), Self.created) {
            server, url in
            let problem = try await withClient(url, time: time) { client in
                try await whatRefused { _ = try await Self.invite(client) }
            }
            #expect(problem?.kind == .rateLimited && problem?.retryAfter == .seconds(3600))
            #expect(server.received.count == 1)
        }
        #expect(time.naps.isEmpty)
    }

    @Test func attemptsAreCounted() async throws {
        let time = TestTime()
        try await ScriptedServer.run(.drop) { server, url in
            let retry = RetryPolicy(attempts: 4, total: .seconds(60))
            await #expect {
                try await withClient(url, retry: retry, time: time) { _ = try await Self.invite($0) }
            } throws: { error in
                guard case .transport(let failure) = error as? CountersignError else { return false }
                return failure.attempts == 4 && failure.reason == .lost
            }
            #expect(server.received.count == 4)
        }
        #expect(time.naps == [.milliseconds(125), .milliseconds(250), .milliseconds(500)])
    }

    @Test func timeIsBounded() async throws {
        let time = TestTime()
        try await ScriptedServer.run(Self.refusal(503, "unavailable", retryAfter: "25")) { server, url in
            let problem = try await withClient(url, time: time) { client in
                try await whatRefused { _ = try await Self.invite(client) }
            }
            #expect(problem?.status == 503)
            #expect(server.received.count == 3)
        }
        #expect(time.naps == [.seconds(25), .seconds(25)])
    }

    @Test func aRefusedConnectionIsToldApart() async throws {
        let server = ScriptedServer([.drop])
        let port = try await server.start()
        try await server.stop()
        await #expect {
            try await withClient("http://127.0.0.1:\(port)", retry: RetryPolicy(attempts: 2)) {
                _ = try await Self.invite($0)
            }
        } throws: { error in
            guard case .transport(let failure) = error as? CountersignError else { return false }
            return failure.attempts == 2 && failure.reason == .connect
        }
    }

    @Test func anAttemptEndsWithItsTime() async throws {
        try await ScriptedServer.run(.silence, Self.created) { server, url in
            // On a busy machine the second attempt may take as long, and the third is answered.
            _ = try await withClient(url, retry: RetryPolicy(timeout: .milliseconds(300))) { try await Self.invite($0) }
            #expect(server.received.count >= 2)
        }
    }

    @Test func aLostRemovalThatIsDoneIsDone() async throws {
        try await ScriptedServer.run(.drop, Self.refusal(404, "unknown-owner")) { _, url in
            try await withClient(url) { try await $0.owners.remove("bob", from: "P", by: "ann") }
        }
        try await ScriptedServer.run(Self.refusal(404, "unknown-owner")) { _, url in
            let problem = try await withClient(url) { client in
                try await whatRefused { try await client.owners.remove("bob", from: "P", by: "ann") }
            }
            #expect(problem?.kind == .unknownOwner)
        }
    }

    private static let stale = refusal(412, "precondition-failed")

    private static func hook(_ state: String) -> ScriptedServer.Step {
        .answer(
            200, headers: [("ETag", #""2""#)],
            body: #"{"id":"i","url":"https://g.example/h","types":[],"state":"\#(state)","# + createdAt)
    }

    private static let createdAt = #""createdAt":"2026-01-02T03:04:05Z"}"#

    /// A change that names the state which it changes, and was made by the attempt whose answer was lost.
    @Test func aLostChangeThatIsDoneIsDone() async throws {
        try await ScriptedServer.run(.drop, Self.stale, Self.hook("disabled")) { server, url in
            let now = try await withClient(url) {
                try await $0.webhooks.change("i", ifMatch: #""1""#, state: .disabled)
            }
            #expect(now.state == .disabled && now.etag == #""2""#)
            #expect(server.received.map(\.method) == ["PATCH", "PATCH", "GET"])
            #expect(server.received.map { $0.header("If-Match") } == [[#""1""#], [#""1""#], []])
        }
        let preferences = ScriptedServer.Step.answer(
            200, headers: [("ETag", #""2""#)],
            body: #"{"username":"ann","muted":[{"kind":"publication-live","package":"p"}],"mutable":[]}"#)
        try await ScriptedServer.run(.cut, Self.stale, preferences) { _, url in
            let now = try await withClient(url) {
                try await $0.preferences.replace([Mute(.publicationLive, package: "P")], of: "ann", ifMatch: #""1""#)
            }
            #expect(now.etag == #""2""#)
        }
        let ann = #"{"username":"Ann","since":"2026-01-02T03:04:05Z","via":"import"}"#
        let owners = ScriptedServer.Step.answer(200, body: #"{"package":"P","owners":[\#(ann)],"pending":[]}"#)
        try await ScriptedServer.run(.drop, Self.stale, owners) { _, url in
            let now = try await withClient(url) {
                try await $0.owners.put([Account("ann")], of: "P", ifMatch: #""1""#)
            }
            #expect(now.owners.map(\.username) == ["Ann"])
        }
    }

    /// Somebody else's change, and one whose answer was not lost, are told as they are.
    @Test func aStaleChangeIsRefused() async throws {
        for isLost in [true, false] {
            let server = ScriptedServer((isLost ? [.drop] : []) + [Self.stale, Self.hook("active")])
            let port = try await server.start()
            let problem = try await withClient("http://127.0.0.1:\(port)") { client in
                try await whatRefused { _ = try await client.webhooks.change("i", ifMatch: #""1""#, state: .disabled) }
            }
            #expect(problem?.status == 412 && server.received.count == (isLost ? 3 : 1))
            try await server.stop()
        }
    }

    @Test func anotherServersAnswerIsNotTakenForAnswer() async throws {
        let page = ScriptedServer.Step.answer(404, headers: [("Content-Type", "text/html")], body: "<h1>ann@x</h1>")
        try await ScriptedServer.run(page, .answer(200, body: #"{"items":[{}],"next":null}"#)) { server, url in
            for detail in ["problem+json", "/items/0/id"] {
                await #expect {
                    try await withClient(url) { _ = try await $0.invitations.list().page() }
                } throws: { error in
                    guard case .unexpected = error as? CountersignError else { return false }
                    return "\(error)".contains(detail) && !"\(error)".contains("ann@x")
                }
            }
            #expect(server.received.count == 2)
        }
    }

    @Test func aCancelledCallEndsAsOne() async throws {
        try await ScriptedServer.run(.silence) { server, url in
            try await withClient(url) { client in
                let call = Task { try await client.events.page(after: 0) }
                while server.received.isEmpty { await Task.yield() }
                call.cancel()
                await #expect(throws: CancellationError.self) { try await call.value }
            }
        }
    }

    @Test func aRedirectIsNotFollowed() async throws {
        try await ScriptedServer.run(.answer(200, body: #"{"items":[],"next":0}"#)) { other, elsewhere in
            try await ScriptedServer.run(.answer(307, headers: [("Location", "\(elsewhere)/v1/events")])) { _, url in
                await #expect(throws: CountersignError.self) {
                    try await withClient(url) { _ = try await $0.events.page(after: 0) }
                }
                #expect(other.received.isEmpty)
            }
        }
    }
}
