import HTTPTypes
import Model
import Testing
import Workflows

@testable import Web

@Suite struct OwnersTests {
    @Test func ownersAreWrittenListedAndRemoved() async throws {
        try await Fixture.run { site in
            try await site.prepare()
            _ = try await site.invite("dana")
            let list = try await site.call(.get, "/v1/packages/contoso.utils/owners")
            #expect(list.status == 200)
            #expect(list.string("package") == "Contoso.Utils")
            let owners = list.object["owners"] as? [[String: Any]] ?? []
            #expect(owners.map { $0["username"] as? String } == ["alice", "bob"])
            #expect(owners.allSatisfy { $0["via"] as? String == "import" })
            #expect(owners.first?["since"] as? String == "2026-11-21T07:00:00.000Z")
            let pending = list.object["pending"] as? [[String: Any]] ?? []
            #expect((pending.first?["invitee"] as? [String: Any])?["username"] as? String == "dana")

            #expect(try await site.call(.delete, "/v1/packages/Contoso.Utils/owners/dana?by=alice").status == 204)
            #expect(try await site.call(.delete, "/v1/packages/Contoso.Utils/owners/ALICE?by=bob").status == 204)
            let last = try await site.call(.delete, "/v1/packages/Contoso.Utils/owners/bob?by=bob")
            #expect(last.status == 409)
            #expect(last.problem == "last-owner")
            let events = try await site.events()
            #expect(
                events == [
                    "owner.added", "owner.added", "invitation.created", "message.cancelled", "message.cancelled",
                    "invitation.cancelled", "owner.removed",
                ])
        }
    }

    /// An invitation whose time is over is nobody's any more, whether that was written or not.
    @Test func whoWasInvitedTooLongAgoIsNobody() async throws {
        try await Fixture.run { site in
            let invited = try await site.invite("dana")
            site.clock.advance(by: .seconds(8 * 86_400))
            let answer = try await site.call(.delete, "/v1/packages/Contoso.Utils/owners/dana?by=alice")
            #expect(answer.status == 404 && answer.problem == "unknown-owner")
            #expect(try await site.state(invited.id) == .expired)
        }
    }

    @Test func whoStandsThereTwiceCountsOnce() async throws {
        try await Fixture.run { site in
            let answer = try await site.call(
                .put, "/v1/packages/P/owners",
                #"""
                {"owners": [{"username": "ann", "email": "old@example.org"}, {"username": "bob"},
                    {"username": "ANN", "email": "new@example.org"}]}
                """#)
            #expect(answer.status == 200)
            #expect((answer.object["owners"] as? [[String: Any]])?.map { $0["username"] as? String } == ["ann", "bob"])
            // The last address said is the account's.
            #expect(try await site.events().sorted() == ["account.changed", "owner.added", "owner.added"])
        }
    }

    @Test func whatIsWrongInThePathIsSaidOfThePath() async throws {
        try await Fixture.run { site in
            let package = try await site.call(.put, "/v1/packages/-x/owners", #"{"owners": []}"#)
            #expect(package.status == 422 && package.pointers == ["package"])
            #expect(package.string("detail") == "The path is not right.")
            let admin = try await Galleries(site.context).addKey(gallery: site.gallery.id, scopes: [.admin]).secret
            for path in ["/v1/suppressions/nobody", "/v1/addresses/nobody"] {
                let address = try await site.send(.delete, path, key: admin)
                #expect(address.status == 422 && address.pointers == ["email"])
                #expect(address.string("detail") == "The path is not right.")
            }
        }
    }

    /// Who may not ask is not helped to ask rightly.
    @Test func anAdminNeedsTheScopeBeforeTheReason() async throws {
        try await Fixture.run { site in
            try await site.prepare()
            let path = "/v1/packages/Contoso.Utils/owners/alice?by=root&asAdmin=true"
            #expect(try await site.call(.delete, path).problem == "insufficient-scope")
            let override = try await Galleries(site.context).addKey(gallery: site.gallery.id, scopes: [.override])
            let refused = try await site.send(.delete, path, key: override.secret)
            #expect(refused.status == 422 && refused.pointers == ["reason"])
        }
    }

    @Test func refusalsOfRemoval() async throws {
        try await Fixture.run { site in
            try await site.prepare()
            let path = "/v1/packages/Contoso.Utils/owners"
            #expect(try await site.call(.delete, "\(path)/nobody?by=bob").problem == "unknown-owner")
            #expect(try await site.call(.delete, "\(path)/alice?by=mallory").problem == "not-an-owner")
            #expect(try await site.call(.delete, "/v1/packages/None/owners/alice?by=bob").problem == "unknown-package")
            let missing = try await site.call(.delete, "\(path)/alice")
            #expect(missing.status == 422)
            #expect(missing.pointers == ["by"])
        }
    }

    @Test(arguments: [
        (#"{"owners": [{"username": ""}]}"#, ["/owners/0/username"]),
        (#"{"owners": [{"email": "a@example.org"}]}"#, ["/owners/0/username"]),
        (#"{"owners": [{"username": "a", "email": "nonsense"}]}"#, ["/owners/0/email"]),
        (
            #"{"owners": [{"username": "a", "kind": "robot", "locale": "!", "members": ["x", 3]}]}"#,
            ["/owners/0/kind", "/owners/0/locale", "/owners/0/members/0", "/owners/0/members/1"]
        ),
        (#"{"owners": [7]}"#, ["/owners/0"]),
        (#"{"owners": "alice"}"#, ["/owners"]),
        (#"{}"#, ["/owners"]),
        (#"[]"#, [""]),
        (#"{"owners": [], "more": 1, "a/b~c": 2}"#, ["/a~1b~0c", "/more"]),
    ])
    func flawsAreNamedByPointer(body: String, pointers: [String]) async throws {
        try await Fixture.run { site in
            let answer = try await site.call(.put, "/v1/packages/P/owners", body)
            #expect(answer.status == 422)
            #expect(answer.problem == "invalid")
            #expect(answer.pointers == pointers)
        }
    }

    /// A slash of a package id comes encoded or as itself, and all of Unicode comes encoded.
    @Test(arguments: [
        ("@scope%2Fname", "@scope/name"), ("@scope/name", "@scope/name"), ("github.com/o/r", "github.com/o/r"),
        ("%D7%97%D7%91%D7%99%D7%9C%D7%94", "חבילה"), ("a+b", "a+b"), ("a%2Bb", "a+b"), ("owners", "owners"),
        ("caf%65%CC%81", "café"),
    ])
    func packageIdsAreDecoded(path: String, package: String) async throws {
        try await Fixture.run { site in
            let put = try await site.call(
                .put, "/v1/packages/\(path)/owners",
                #"""
                {"owners": [{"username": "zoe"}, {"username": "y"}]}
                """#)
            #expect(put.status == 200)
            #expect(put.string("package") == package)
            #expect(try await site.call(.get, "/v1/packages/\(path)/owners").string("package") == package)
            #expect(try await site.call(.delete, "/v1/packages/\(path)/owners/zoe?by=y").status == 204)
        }
    }

    /// What is deleted is an owner, whatever the account is called and however slashes are sent.
    @Test(arguments: ["owners", "invitations"])
    func anOwnerMayBeCalledLikeACall(name: String) async throws {
        try await Fixture.run { site in
            for path in ["@s/pkg", "@s%2Fpkg", "@s/\(name)", "@s%2F\(name)", name] {
                let owners = "/v1/packages/\(path)/owners"
                let body = #"{"owners": [{"username": "\#(name)"}, {"username": "y"}]}"#
                #expect(try await site.call(.put, owners, body).status == 200, "\(path)")
                #expect(try await site.call(.get, owners).status == 200, "\(path)")
                #expect(try await site.call(.delete, "\(owners)/\(name)?by=y").status == 204, "\(path)")
                let left = try await site.call(.get, owners)
                #expect((left.object["owners"] as? [Any])?.count == 1, "\(path)")
            }
        }
    }

    @Test(arguments: ["%", "%2", "%zz", "%FF", "a%C3"])
    func brokenEncodingsAreRefused(path: String) async throws {
        try await Fixture.run { site in
            let answer = try await site.call(.get, "/v1/packages/\(path)/owners")
            #expect(answer.problem == "malformed-request")
        }
    }
}
