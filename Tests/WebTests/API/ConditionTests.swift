import HTTPTypes
import Model
import Testing
import Workflows

@testable import Web

/// `If-Match` and `If-None-Match` of every call that changes one thing (RFC 9110, 13.1).
@Suite struct ConditionTests {
    /// A change of one thing, and the GET that shows its state.
    struct Change: Sendable, CustomTestStringConvertible {
        var method: HTTPRequest.Method
        /// `{block}`, `{hook}` and `{publication}` stand for what was made before.
        var path: String
        var body: String?
        /// What shows the state that a tag names.
        var shown: String
        /// What is done with a thing that is not there, without a word about its state.
        var elsewhere: (path: String, status: Int)

        var testDescription: String { "\(method) \(path)" }
    }

    static let changes: [Change] = [
        Change(
            method: .put, path: "/v1/packages/Contoso.Utils/owners", body: #"{"owners": [{"username": "bob"}]}"#,
            shown: "/v1/packages/Contoso.Utils/owners", elsewhere: ("/v1/packages/New/owners", 200)),
        Change(
            method: .delete, path: "/v1/packages/Contoso.Utils/owners/alice?by=bob",
            shown: "/v1/packages/Contoso.Utils/owners",
            elsewhere: ("/v1/packages/Contoso.Utils/owners/nobody?by=bob", 404)),
        Change(
            method: .patch, path: "/v1/publications/{publication}", body: #"{"stage": "live"}"#,
            shown: "/v1/publications/{publication}", elsewhere: ("/v1/publications/{block}", 404)),
        Change(
            method: .put, path: "/v1/suppressions/gone@example.org", body: #"{"reason": "asked again"}"#,
            shown: "/v1/suppressions/gone@example.org", elsewhere: ("/v1/suppressions/new@example.org", 201)),
        Change(
            method: .delete, path: "/v1/suppressions/gone@example.org", shown: "/v1/suppressions/gone@example.org",
            elsewhere: ("/v1/suppressions/new@example.org", 404)),
        Change(
            method: .delete, path: "/v1/blocks/{block}", shown: "/v1/blocks/{block}",
            elsewhere: ("/v1/blocks/{hook}", 404)),
        Change(
            method: .patch, path: "/v1/webhooks/{hook}", body: #"{"description": "x"}"#, shown: "/v1/webhooks/{hook}",
            elsewhere: ("/v1/webhooks/{block}", 404)),
        Change(
            method: .delete, path: "/v1/webhooks/{hook}", shown: "/v1/webhooks/{hook}",
            elsewhere: ("/v1/webhooks/{block}", 404)),
    ]

    /// Every call of the kind is here or, because it is told apart, in a test of its own.
    @Test func noneIsMissing() throws {
        let conditional = APIDescription.operations.filter(\.isConditional).map(\.id)
        // What is asked of a recovery case, and of a report, is told by the tests of those.
        let ofCases = APIDescription.operations.filter(\.changesOne).map(\.id)
        #expect(ofCases.count == APIRoute.RecoveryCall.allCases.count + 1 && ofCases.contains("closeReport"))
        let apart = ["putPreferences", "purgeAddress"] + ofCases
        #expect(conditional.count == Self.changes.count + apart.count)
        #expect(Set(apart).isSubset(of: conditional))
    }

    @Test(arguments: changes) func aChangeIsMadeOfTheStateThatItNames(_ change: Change) async throws {
        try await Fixture.run { site in
            let stand = try await Stand(site)
            let path = stand.fill(change.path)
            let before = try await stand.call(.get, change.shown)
            let tag = try #require(before.header("ETag"))
            for wrong in ["\"bogus\"", "W/\(tag)", "bogus", "\"a\", \"b\""] {
                let refused = try await stand.call(change.method, path, change.body, [.ifMatch: wrong])
                #expect(refused.problem == "precondition-failed", "\(wrong)")
            }
            for wrong in ["*", tag, "W/\(tag)", "\"a\", \(tag)"] {
                let refused = try await stand.call(change.method, path, change.body, [.ifNoneMatch: wrong])
                #expect(refused.problem == "precondition-failed", "\(wrong)")
            }
            let both: HTTPFields = [.ifMatch: tag, .ifNoneMatch: "*"]
            #expect(try await stand.call(change.method, path, change.body, both).status == 412)
            #expect(try await stand.call(.get, change.shown).body == before.body, "nothing was done")
            let done = try await stand.call(change.method, path, change.body, [.ifMatch: "\"a\", \(tag)"])
            #expect(done.status == (change.method == .delete ? 204 : 200), "\(done.text)")
            guard change.method != .delete else { return }
            // What the answer names is what a GET shows from now on.
            let after = try await stand.call(.get, change.shown)
            #expect(done.header("ETag") == after.header("ETag") && done.header("ETag") != tag)
            #expect(try await stand.call(change.method, path, change.body, [.ifMatch: tag]).status == 412, "once")
        }
    }

    /// What would not be done anyway is refused for that (RFC 9110, 13.2.1); what is new has no state.
    @Test(arguments: changes) func whatIsNotThereHasNoState(_ change: Change) async throws {
        try await Fixture.run { site in
            let stand = try await Stand(site)
            for match in ["\"bogus\"", "*"] {
                let answer = try await stand.call(
                    change.method, change.elsewhere.path, change.body, [.ifMatch: match])
                #expect(answer.status == (change.elsewhere.status == 404 ? 404 : 412), "\(match): \(answer.text)")
            }
            let new = try await stand.call(change.method, change.elsewhere.path, change.body, [.ifNoneMatch: "*"])
            #expect(new.status == change.elsewhere.status, "\(new.text)")
        }
    }

    @Test(arguments: changes) func whateverThereIsCanBeNamed(_ change: Change) async throws {
        try await Fixture.run { site in
            let stand = try await Stand(site)
            let done = try await stand.call(change.method, change.path, change.body, [.ifMatch: "*"])
            #expect(done.status < 300, "\(done.text)")
        }
    }

    @Test func whoMayNotIsToldSoFirst() async throws {
        try await Fixture.run { site in
            let stand = try await Stand(site)
            _ = try await site.invite("dana")
            for who in ["alice", "dana"] {
                let refused = try await stand.call(
                    .delete, "/v1/packages/Contoso.Utils/owners/\(who)?by=mallory", nil, [.ifMatch: "\"bogus\""])
                #expect(refused.problem == "not-an-owner")
            }
            // Somebody who is pending is removed under the same condition.
            let path = "/v1/packages/Contoso.Utils/owners/dana?by=bob"
            #expect(try await stand.call(.delete, path, nil, [.ifMatch: "\"bogus\""]).status == 412)
            let tag = try #require(try await stand.call(.get, "/v1/packages/Contoso.Utils/owners").header("ETag"))
            #expect(try await stand.call(.delete, path, nil, [.ifMatch: tag]).status == 204)
        }
    }

    @Test func anAddressHasNoTag() async throws {
        try await Fixture.run { site in
            let stand = try await Stand(site)
            let path = "/v1/addresses/alice@example.org"
            #expect(try await stand.call(.delete, path, nil, [.ifMatch: "\"bogus\""]).problem == "precondition-failed")
            #expect(try await stand.call(.delete, path, nil, [.ifNoneMatch: "*"]).problem == "precondition-failed")
            #expect(try await stand.call(.delete, path, nil, [.ifMatch: "*"]).status == 200)
        }
    }

    @Test func preferencesNameTheirStateOnceTheyAreStored() async throws {
        try await Fixture.run { site in
            let stand = try await Stand(site)
            let (path, body) = ("/v1/preferences/alice", #"{"muted": [{"kind": "publication-live"}]}"#)
            #expect(try await stand.call(.put, path, body, [.ifMatch: "\"bogus\""]).status == 412)
            #expect(try await stand.call(.put, path, body, [.ifNoneMatch: "*"]).status == 412)
            let first = try await stand.call(.put, path, body)
            #expect(first.status == 200)
            #expect(try await stand.call(.put, path, body).problem == "precondition-required")
            let tag = try #require(first.header("ETag"))
            #expect(try await stand.call(.put, path, #"{"muted": []}"#, [.ifMatch: tag]).status == 200)
            #expect(try await stand.call(.put, "/v1/preferences/nobody", body, [.ifMatch: "*"]).status == 404)
        }
    }

    /// One of each thing.
    private struct Stand {
        let site: Fixture
        let admin: String
        let block, hook, publication: String

        init(_ site: Fixture) async throws {
            self.site = site
            let admin = try await Galleries(site.context).addKey(gallery: site.gallery.id, scopes: [.admin]).secret
            self.admin = admin
            try await site.prepare()
            func make(_ path: String, _ body: String) async throws -> String {
                let made = try await site.send(.post, path, json: body, key: admin)
                #expect(made.status == 201, "\(made.text)")
                return try #require(made.string("id"))
            }
            block = try await make("/v1/blocks", #"{"email": "eve@example.org"}"#)
            hook = try await make("/v1/webhooks", #"{"url": "https://hooks.example.org/a"}"#)
            publication = try await make(
                "/v1/packages/Contoso.Utils/publications", #"{"version": "1.0", "publisher": {"username": "bob"}}"#)
            let suppressed = try await site.send(
                .put, "/v1/suppressions/gone@example.org", json: #"{"reason": "asked"}"#, key: admin)
            #expect(suppressed.status == 201)
            // What is changed from here on is changed later.
            site.clock.advance(by: .seconds(1))
        }

        func fill(_ path: String) -> String {
            path.replacing("{block}", with: block).replacing("{hook}", with: hook)
                .replacing("{publication}", with: publication)
        }

        func call(
            _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, _ headers: HTTPFields = [:]
        ) async throws -> Answer {
            try await site.send(method, fill(path), json: body, key: admin, headers: headers)
        }
    }
}
