import Foundation
import HTTPTypes
import Model
import Testing

@testable import Web

@Suite struct InvitationsTests {
    @Test func anInvitationIsAnsweredAsTheContractSays() async throws {
        try await Fixture.run { site in
            let invited = try await site.invite(note: "Hi")
            let answer = invited.answer
            #expect(answer.header("Location") == "/v1/invitations/\(invited.id)")
            #expect(answer.headers[.contentType] == "application/json")
            #expect(answer.string("package") == "Contoso.Utils")
            #expect(answer.string("invitee", "username") == "dana")
            #expect(answer.string("invitee", "email") == "dana@example.org")
            #expect(answer.string("invitedBy") == "bob")
            #expect(answer.string("note") == "Hi")
            #expect(answer.string("state") == "pending")
            #expect(answer.object["generation"] as? Int == 1)
            #expect(answer.string("createdAt") == "2026-11-21T07:00:00.000Z")
            #expect(answer.string("expiresAt") == "2026-11-28T07:00:00.000Z")
            #expect(answer.object["decidedAt"] == nil)
            #expect(answer.string("delivery", "state") == "queued")
            let shown = try await site.call(.get, "/v1/invitations/\(invited.id)")
            #expect(shown.status == 200)
            #expect(shown.body == answer.body)
        }
    }

    @Test func invitingAgainAnswersWithThePendingOne() async throws {
        try await Fixture.run { site in
            let first = try await site.invite()
            let again = try await site.call(
                .post, "/v1/packages/contoso.utils/invitations",
                #"{"invitee": {"username": "DANA"}, "invitedBy": "alice", "transfer": false, "asAdmin": false}"#)
            #expect(again.status == 200)
            #expect(again.string("id") == first.id.description)
            #expect(again.header("Location") == nil)
        }
    }

    @Test(arguments: [
        (#"{"invitee": {"username": "x", "email": "x@example.org"}, "invitedBy": "mallory"}"#, 403, "not-an-owner"),
        (#"{"invitee": {"username": "alice"}, "invitedBy": "bob"}"#, 409, "already-owner"),
        (#"{"invitee": {"username": "new"}, "invitedBy": "bob"}"#, 422, "invalid"),
    ])
    func refusals(body: String, status: Int, problem: String) async throws {
        try await Fixture.run { site in
            try await site.prepare()
            let answer = try await site.call(.post, "/v1/packages/Contoso.Utils/invitations", body)
            #expect(answer.status == status)
            #expect(answer.problem == problem)
            #expect(answer.string("type") == "https://confirm.example.org/problems/\(problem)")
            #expect(answer.string("instance") == "/v1/packages/Contoso.Utils/invitations")
            #expect(answer.string("title")?.isEmpty == false)
            #expect(answer.string("detail")?.isEmpty == false)
            let unknown = try await site.call(.post, "/v1/packages/None/invitations", body)
            #expect(unknown.problem == "unknown-package")
        }
    }

    @Test(arguments: [
        (#"{}"#, ["/invitedBy", "/invitee"]),
        (#"{"invitee": {}, "invitedBy": "bob"}"#, ["/invitee"]),
        (#"{"invitee": 1, "invitedBy": 2, "note": []}"#, ["/invitedBy", "/invitee", "/note"]),
        (
            #"""
            {"invitee": {"username": "a b", "email": "a@b"}, "invitedBy": "bob"}
            """#, ["/invitee/email", "/invitee/username"]
        ),
        (
            #"""
            {"invitee": {"username": "a"}, "invitedBy": "bob", "transfer": true, "asAdmin": true}
            """#, ["/reason"]
        ),
        (#"{"invitee": {"username": "a"}, "invitedBy": "bob", "transfer": "no"}"#, ["/transfer"]),
        (#"{"invitee": {"username": "a", "extra": 1}, "invitedBy": "bob", "other": 2}"#, ["/invitee/extra", "/other"]),
        (#"{"invitee": {"username": "a"}, "invitedBy": "bob", "note": "\u0000"}"#, ["/note"]),
    ])
    func flawsAreNamedByPointer(body: String, pointers: [String]) async throws {
        try await Fixture.run { site in
            try await site.prepare()
            let answer = try await site.call(.post, "/v1/packages/Contoso.Utils/invitations", body)
            #expect(answer.status == 422)
            #expect(answer.problem == "invalid")
            #expect(answer.pointers == pointers)
        }
    }

    @Test func callsDecideAnInvitation() async throws {
        try await Fixture.run { site in
            let one = try await site.invite("dana")
            let path = "/v1/invitations/\(one.id)"
            #expect(try await site.call(.post, "\(path)/accept", #"{"by": "bob"}"#).problem == "not-the-invitee")
            #expect(try await site.call(.post, "\(path)/resend", #"{"by": "mallory"}"#).problem == "not-an-owner")
            let resent = try await site.call(.post, "\(path)/resend", #"{"by": "alice"}"#)
            #expect(resent.object["generation"] as? Int == 2)
            let accepted = try await site.call(.post, "\(path)/accept", #"{"by": "Dana"}"#)
            #expect(accepted.status == 200)
            #expect(accepted.string("state") == "accepted")
            #expect(accepted.string("decidedAt") != nil)
            #expect(try await site.call(.post, "\(path)/accept", #"{"by": "dana"}"#).status == 200)
            let late = try await site.call(.post, "\(path)/cancel", #"{"by": "bob"}"#)
            #expect(late.status == 409)
            #expect(late.problem == "invitation-accepted")

            let two = try await site.invite("erin")
            let declined = try await site.call(
                .post, "/v1/invitations/\(two.id)/decline", #"{"by": "erin", "reason": "no <b>time</b>"}"#)
            #expect(declined.string("reason") == "no <b>time</b>")
            let three = try await site.invite("fay")
            #expect(
                try await site.call(.post, "/v1/invitations/\(three.id)/cancel", #"{"by": "bob"}"#).string("state")
                    == "cancelled")
            let missing = try await site.call(.post, "/v1/invitations/\(three.id)/cancel", "{}")
            #expect(missing.pointers == ["/by"])
        }
    }

    @Test func anExpiredInvitationIsShownAndRefusedAsSuch() async throws {
        try await Fixture.run { site in
            let invited = try await site.invite()
            site.clock.advance(by: .seconds(8 * 86_400))
            #expect(try await site.call(.get, "/v1/invitations/\(invited.id)").string("state") == "expired")
            let late = try await site.call(.post, "/v1/invitations/\(invited.id)/accept", #"{"by": "dana"}"#)
            #expect(late.problem == "invitation-expired")
        }
    }

    @Test func listsAreFilteredAndPaged() async throws {
        try await Fixture.run { site in
            for name in ["dana", "erin", "fay"] { _ = try await site.invite(name) }
            _ = try await site.invite("dana", package: "Other")
            func names(_ query: String) async throws -> [String] {
                try await site.call(.get, "/v1/invitations\(query)").items.compactMap {
                    ($0["invitee"] as? [String: Any])?["username"] as? String
                }
            }
            #expect(try await names("") == ["dana", "erin", "fay", "dana"])
            #expect(try await names("?package=contoso.utils") == ["dana", "erin", "fay"])
            #expect(try await names("?invitee=dana&state=pending") == ["dana", "dana"])
            #expect(try await names("?invitedBy=alice") == [])
            #expect(try await names("?state=accepted") == [])

            var seen: [String] = []
            var path = "/v1/invitations?package=Contoso.Utils&limit=2"
            for _ in 0..<5 {
                let page = try await site.call(.get, path)
                seen += page.items.compactMap { $0["id"] as? String }
                guard let link = page.header("Link") else {
                    #expect(page.object["next"] is NSNull)
                    break
                }
                let next = try #require(page.string("next"))
                path = "/v1/invitations?package=Contoso.Utils&limit=2&after=\(next)"
                #expect(link == "<\(path)>; rel=\"next\"")
            }
            #expect(seen.count == 3)
            #expect(Set(seen).count == 3)
        }
    }

    @Test(arguments: [
        ("?state=open", ["state"]), ("?limit=0", ["limit"]), ("?limit=201", ["limit"]), ("?limit=x", ["limit"]),
        ("?after=1", ["after"]), ("?stat=pending", ["stat"]), ("?state=pending&state=accepted", ["state"]),
    ])
    func flawsOfQueriesAreNamed(query: String, parameters: [String]) async throws {
        try await Fixture.run { site in
            let answer = try await site.call(.get, "/v1/invitations\(query)")
            #expect(answer.status == 422)
            #expect(answer.pointers == parameters)
        }
    }

    @Test func limitsSayWhichAndHowLong() async throws {
        try await Fixture.run(settings: [:]) { site in
            for index in 0..<5 { _ = try await site.invite("u\(index)") }
            let answer = try await site.call(
                .post, "/v1/packages/Contoso.Utils/invitations",
                #"{"invitee": {"username": "six", "email": "six@example.org"}, "invitedBy": "bob"}"#)
            #expect(answer.status == 429)
            #expect(answer.problem == "rate-limited")
            #expect(answer.string("limit") == "inviter")
            #expect(answer.header("Retry-After") == "360")
        }
    }
}
