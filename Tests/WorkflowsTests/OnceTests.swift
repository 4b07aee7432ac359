import Databases
import Model
import Storage
import Testing
import Workflows

@Suite struct OnceTests {
    private static func once(_ key: String, _ fingerprint: UInt8 = 1, apiKey: UInt64 = 1) -> Once {
        Once(key: Identifier(high: 1, low: apiKey), idempotencyKey: key, fingerprint: [fingerprint])
    }

    @Test(arguments: Engine.allCases)
    func theFirstAnswerIsGivenAgain(engine: Engine) async throws {
        try await House.open(engine) { house in
            let first = try await house.invite(once: Self.once("a"))
            #expect((first.word, first.replayed) == ("created", false))
            _ = try await house.call(.cancel, #require(first.id), by: "bob")
            var again = try await house.invite(once: Self.once("a"))
            #expect(again.replayed)
            again.replayed = false
            #expect(again == first, "as it was, not as it would be now")
            await #expect(throws: IdempotencyMismatch.self) { try await house.invite(once: Self.once("a", 2)) }
            #expect(
                try await house.invite(once: Self.once("a", 2, apiKey: 2)).word == "created",
                "another key, another scope")
        }
    }

    @Test(arguments: Engine.allCases)
    func refusalsAreNotKept(engine: Engine) async throws {
        try await House.open(engine) { house in
            #expect(try await house.invite(by: "eve", once: Self.once("a")).word.contains("notAnOwner"))
            try await house.put("bob", "dora", "eve")
            let second = try await house.invite(by: "eve", once: Self.once("a"))
            #expect((second.word, second.replayed) == ("created", false))
        }
    }

    @Test(arguments: Engine.allCases)
    func aDayLaterTheKeyIsFree(engine: Engine) async throws {
        try await House.open(engine) { house in
            _ = try await house.invite(once: Self.once("a"))
            house.clock.advance(by: .seconds(86_400) - .milliseconds(1))
            #expect(try await house.invite(once: Self.once("a")).replayed)
            house.clock.advance(by: .milliseconds(1))
            // Also before the clock's own service has come by to forget it.
            let later = try await house.invite("erin", once: Self.once("a", 2))
            #expect((later.word, later.replayed) == ("created", false))
        }
    }

    @Test(arguments: Engine.allCases)
    func manyAtOnceAreOne(engine: Engine) async throws {
        try await House.open(engine) { house in
            let outcomes = try await withThrowingTaskGroup(of: Outcome.self) { group in
                for _ in 0..<40 { group.addTask { try await house.invite(once: Self.once("a")) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { !$0.replayed } == 1)
            #expect(outcomes.allSatisfy { $0.word == "created" && $0.id == outcomes[0].id })
            #expect(try await house.mails().count == 2)
        }
    }

    @Test(arguments: Engine.allCases)
    func forCallsToo(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            #expect(try await house.call(.resend, id, by: "bob", once: Self.once("r")).word == "done")
            #expect(try await house.call(.resend, id, by: "bob", once: Self.once("r")).replayed)
            #expect(try await house.invitation(id).invitation.generation == 2)
        }
    }
}
