import HTTPTypes
import Testing

@testable import Web

@Suite struct BlocksTests {
    /// Each parameter narrows the list.
    @Test func anAddressAndAnAccountHaveToBeOne() async throws {
        try await Fixture.run { site in
            try await site.prepare()
            let made = try await site.call(.post, "/v1/blocks", #"{"username": "alice"}"#)
            #expect(made.status == 201)
            for (query, count) in [
                ("email=alice@example.org&username=alice", 1), ("email=ALICE@example.org&username=Alice", 1),
                ("email=bob@example.org&username=alice", 0), ("email=alice@example.org&username=nobody", 0),
            ] {
                #expect(try await site.call(.get, "/v1/blocks?\(query)").items.count == count, "\(query)")
            }
        }
    }

    @Test(arguments: [
        (#"{"username": "nobody"}"#, "unknown-account", "/username"),
        (#"{"email": "eve@example.org", "inviter": "nobody"}"#, "unknown-account", "/inviter"),
        (#"{"email": "eve@example.org", "package": "None"}"#, "unknown-package", "/package"),
    ])
    func whatIsNotKnownIsSaidToBe(body: String, problem: String, pointer: String) async throws {
        try await Fixture.run { site in
            let answer = try await site.call(.post, "/v1/blocks", body)
            #expect(answer.status == 404 && answer.problem == problem && answer.pointers == [pointer])
        }
    }

    @Test func aCallWithoutFieldsSaysSo() async throws {
        try await Fixture.run { site in
            let invited = try await site.invite()
            let message = try await site.call(.get, "/v1/messages?about=\(invited.id)").items.first?["id"] as? String
            let answer = try await site.call(.post, "/v1/messages/\(try #require(message))/cancel", #"{"by": "bob"}"#)
            #expect(answer.status == 422)
            let flaw = (answer.object["errors"] as? [[String: Any]])?.first?["detail"] as? String
            #expect(flaw == "is not a field of this request; it takes none")
        }
    }
}
