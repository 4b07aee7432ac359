import Foundation
import HTTPTypes
import HummingbirdTesting
import Links
import Model
import Testing
import Workflows

@testable import Web

@Suite struct MessagesTests {
    @Test func messagesAreListedAndShown() async throws {
        try await Fixture.run { site in
            let invited = try await site.invite()
            let list = try await site.call(.get, "/v1/messages?about=\(invited.id)&state=queued")
            #expect(Set(list.items.compactMap { $0["kind"] as? String }) == ["invitation", "invitation-notice"])
            #expect(list.items.count == 2)
            let first = try #require(list.items.first { $0["kind"] as? String == "invitation" })
            let id = try #require(first["id"] as? String)
            #expect(
                Set(first.keys) == [
                    "id", "kind", "about", "recipient", "locale", "state", "createdAt", "nextAttemptAt", "messageID",
                    "attempts",
                ])
            #expect(first["recipient"] as? String == "dana@example.org")
            #expect(first["messageID"] as? String == "<\(id)@contoso.example.org>")
            let shown = try await site.call(.get, "/v1/messages/\(id)")
            #expect(shown.string("id") == id)
            #expect(shown.string("about") == invited.id.description)
            let retry = try await site.call(.post, "/v1/messages/\(id)/retry")
            #expect(retry.status == 409)
            #expect(retry.problem == "message-queued")
            let cancelled = try await site.call(.post, "/v1/messages/\(id)/cancel", "{}")
            #expect(cancelled.string("state") == "cancelled")
            #expect(cancelled.object["nextAttemptAt"] is NSNull)
            #expect(try await site.call(.get, "/v1/messages?state=cancelled").items.count == 1)
            #expect(try await site.call(.post, "/v1/messages/\(id)/cancel", #"{"by": "x"}"#).pointers == ["/by"])
        }
    }
}

extension MessagesTests {
    /// What is for admins, a key without that scope reads nothing of: neither whose cases there are, nor who admins are.
    @Test func whatIsForAdminsIsWithheld() async throws {
        try await Fixture.run { site in
            let admin = try await Galleries(site.context).addKey(gallery: site.gallery.id, scopes: [.admin]).secret
            _ = try await site.invite()
            let opened = try await site.send(
                .post, "/v1/recovery-cases",
                json: #"""
                    {"package": "Orphan", "claimant": {"name": "Eve", "email": "eve@claims.example"}, "why": "I wrote it.",
                    "confirmed": true, "by": "alice"}
                    """#, key: admin)
            #expect(opened.status == 201)
            _ = try await Admins(site.context).add(
                EmailAddress("root@admins.example"), name: Name("root", .username), galleries: [site.gallery],
                override: false, isOperator: false)
            try await AdminSignIn(site.context).request(
                "root@admins.example", browser: .make(), known: nil, next: nil, client: nil)
            func kinds(_ key: String) async throws -> Set<String> {
                Set(try await site.send(.get, "/v1/messages", key: key).items.compactMap { $0["kind"] as? String })
            }
            #expect(try await kinds(site.key) == ["invitation", "invitation-notice"])
            #expect(
                try await kinds(admin) == ["invitation", "invitation-notice", "recovery-opened", "admin-sign-in"])
            for kind in ["recovery-opened", "admin-sign-in"] {
                let all = try await site.send(.get, "/v1/messages", key: admin)
                let id = try #require(all.items.first { $0["kind"] as? String == kind }?["id"] as? String)
                #expect(try await site.send(.get, "/v1/messages/\(id)", key: admin).status == 200)
                #expect(try await site.call(.get, "/v1/messages/\(id)").problem == "unknown-message")
                for call in ["retry", "cancel"] {
                    let answer = try await site.call(.post, "/v1/messages/\(id)/\(call)")
                    #expect(answer.status == 404, "\(kind) \(call)")
                }
            }
        }
    }
}

@Suite struct EventsTests {
    @Test func eventsComeInOrderEachOnce() async throws {
        try await Fixture.run { site in
            _ = try await site.invite()
            let all = try await site.call(.get, "/v1/events")
            let types = all.items.compactMap { $0["type"] as? String }
            #expect(types == ["gallery.added", "key.added", "owner.added", "owner.added", "invitation.created"])
            let event = try #require(all.items.last)
            #expect(Set(event.keys) == ["seq", "id", "type", "at", "actor", "subject", "data"])
            #expect((event["data"] as? [String: Any])?["invitedBy"] as? String == "bob")
            var seen: [Int] = []
            var after = 0
            for _ in all.items {
                let page = try await site.call(.get, "/v1/events?after=\(after)&limit=1")
                seen += page.items.compactMap { $0["seq"] as? Int }
                after = try #require(page.object["next"] as? Int)
            }
            #expect(seen == all.items.compactMap { $0["seq"] as? Int })
        }
    }

    @Test func waitingEndsWithTheNextEvent() async throws {
        try await Fixture.run { site in
            try await site.prepare()
            let next = try #require(try await site.call(.get, "/v1/events").object["next"] as? Int)
            async let waited = site.another { try await $0.call(.get, "/v1/events?after=\(next)&wait=60") }
            _ = try await site.invite()
            let answer = try await waited
            #expect(answer.items.compactMap { $0["type"] as? String } == ["invitation.created"])
        }
    }

    @Test func waitingEndsWithItsTime() async throws {
        try await Fixture.run { site in
            let answer = try await site.call(.get, "/v1/events?after=2&wait=1")
            #expect(answer.status == 200)
            #expect(answer.items.isEmpty)
            #expect(answer.object["next"] as? Int == 2)
            #expect(try await site.call(.get, "/v1/events?wait=61").pointers == ["wait"])
            #expect(try await site.call(.get, "/v1/events?after=-1").pointers == ["after"])
        }
    }

    @Test func waitingEndsWithTheServer() async throws {
        try await Fixture.run { site in
            try await site.another { other in
                let request = other.request("/v1/events?after=1&wait=60")
                try await other.client.executeAndDontWaitForResponse(request)
            }
        }
    }
}
