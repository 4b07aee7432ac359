import HTTPTypes
import Model
import Testing

@testable import Web

@Suite struct IdempotencyTests {
    private static let path = "/v1/packages/Contoso.Utils/invitations"
    private static let body = #"{"invitee": {"username": "dana", "email": "dana@example.org"}, "invitedBy": "bob"}"#

    private func header(_ key: String) throws -> HTTPFields {
        [try #require(HTTPField.Name("Idempotency-Key")): key]
    }

    @Test func theSameRequestIsAnsweredAlike() async throws {
        try await Fixture.run { site in
            try await site.prepare()
            let first = try await site.call(.post, Self.path, Self.body, headers: header("k-1"))
            #expect(first.status == 201)
            #expect(first.header("Idempotency-Replayed") == nil)
            for spelling in ["k-1", "\"k-1\""] {
                let again = try await site.call(.post, Self.path, Self.body, headers: header(spelling))
                #expect(again.status == 201)
                #expect(again.body == first.body)
                #expect(again.header("Location") == first.header("Location"))
                #expect(again.header("Idempotency-Replayed") == "true")
            }
            #expect(try await site.events().filter { $0 == "invitation.created" }.count == 1)
            let other = try await site.call(.post, Self.path, Self.body + " ", headers: header("k-1"))
            #expect(other.status == 422)
            #expect(other.problem == "idempotency-mismatch")
            site.clock.advance(by: .seconds(3600))
            #expect(try await site.call(.post, Self.path, Self.body, headers: header("k-1")).body == first.body)
        }
    }

    @Test func refusalsAreNotKept() async throws {
        try await Fixture.run { site in
            #expect(try await site.call(.post, Self.path, Self.body, headers: header("k")).problem == "unknown-package")
            try await site.prepare()
            #expect(try await site.call(.post, Self.path, Self.body, headers: header("k")).status == 201)
        }
    }

    @Test func keysOfOtherCallersAreTheirOwn() async throws {
        try await Fixture.run { site in
            try await site.prepare()
            _ = try await site.call(.post, Self.path, Self.body, headers: header("k"))
            let foreign = try await site.send(
                .post, Self.path, json: Self.body, key: site.foreignKey, headers: header("k"))
            #expect(foreign.problem == "unknown-package")
        }
    }

    @Test(arguments: ["", "\"", "\"a", "\"a\\b\"", "\"\"", String(repeating: "x", count: 256), "caf\u{e9}"])
    func badKeysAreRefused(key: String) async throws {
        #expect(throws: Problem.self) { try Repetitions.key(try header(key)) }
    }

    @Test(arguments: [("a", "a"), ("\"a\"", "a"), ("\"a\\\"b\\\\\"", "a\"b\\"), ("a b", "a b")])
    func goodKeysAreRead(given: String, key: String) async throws {
        #expect(try Repetitions.key(try header(given)) == key)
    }

    @Test func twentyAtOnceTakeEffectOnce() async throws {
        try await Fixture.run { site in
            try await site.prepare()
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await site.another {
                            try await $0.call(.post, Self.path, Self.body, headers: self.header("k"))
                        }
                    }
                }
                return try await group.reduce(into: [Answer]()) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 201 || $0.problem == "idempotency-in-flight" })
            #expect(answers.contains { $0.status == 201 })
            #expect(try await site.events().filter { $0 == "invitation.created" }.count == 1)
        }
    }

    @Test func messagesAreRetriedOnce() async throws {
        try await Fixture.run { site in
            let invited = try await site.invite()
            let list = try await site.call(.get, "/v1/messages?about=\(invited.id)")
            let id = try #require(list.items.first { $0["kind"] as? String == "invitation" }?["id"] as? String)
            let first = try await site.call(.post, "/v1/messages/\(id)/cancel", headers: header("m"))
            #expect(first.string("state") == "cancelled")
            let again = try await site.call(.post, "/v1/messages/\(id)/cancel", headers: header("m"))
            #expect(again.header("Idempotency-Replayed") == "true")
            #expect(
                try await site.call(.post, "/v1/messages/\(id)/retry", headers: header("m")).problem
                    == "idempotency-mismatch")
        }
    }
}
