import Foundation
import HTTPTypes
import Model
import Testing
import Workflows

@testable import Web

@Suite struct RecoveryCaseTests {
    private static let cases = "/v1/recovery-cases"
    private static let claim = #"""
        {"package": "Orphan", "claimant": {"name": "Eve", "email": "eve@claims.example"}, "why": "I wrote it.",
        "links": ["https://example.org/~eve"], "confirmed": true, "by": "alice"}
        """#

    /// A key that works on cases, and one that may override as well.
    private static func keys(_ site: Fixture) async throws -> (admin: String, override: String) {
        let galleries = Galleries(site.context)
        return (
            try await galleries.addKey(gallery: site.gallery.id, scopes: [.admin]).secret,
            try await galleries.addKey(gallery: site.gallery.id, scopes: [.admin, .override]).secret
        )
    }

    private static func opened(_ site: Fixture, _ key: String) async throws -> String {
        let answer = try await site.call(.post, cases, claim, key: key)
        #expect(answer.status == 201, "\(answer.text)")
        return try #require(answer.object["id"] as? String)
    }

    @Test func aCaseIsOpenedOnceAndShown() async throws {
        try await Fixture.run { site in
            let key = try await Self.keys(site).admin
            let id = try await Self.opened(site, key)
            let again = try await site.call(.post, Self.cases, Self.claim, key: key)
            #expect(again.status == 200 && again.object["id"] as? String == id)
            let shown = try await site.call(.get, "\(Self.cases)/\(id)", key: key)
            #expect(shown.status == 200 && shown.object["state"] as? String == "open")
            let listed = try await site.call(.get, "\(Self.cases)?package=ORPHAN&unassigned=true", key: key)
            #expect(listed.items.map { $0["id"] as? String } == [id])
            #expect(try await site.call(.get, "\(Self.cases)?assignee=alice", key: key).items.isEmpty)
            #expect(try await site.call(.get, "\(Self.cases)/\(id)", key: site.key).status == 403)
            #expect(try await site.call(.get, "\(Self.cases)/\(id)", key: site.foreignKey).status == 403)
        }
    }

    /// A stranger who was first with the address is not vouched for; and whoever vouches is not the claimant.
    @Test func theGallerysWordsAreTheOnesItVouchesFor() async throws {
        try await Fixture.run { site in
            let key = try await Self.keys(site).admin
            try await Claims(site.context).submit(
                ClaimCommand(
                    package: Name("Orphan", .package),
                    claimant: Claimant(
                        name: "Mallory", username: Name("mallory", .username),
                        email: EmailAddress("eve@claims.example")), why: PlainText("Mine.")),
                gallery: site.gallery.id, client: nil)
            let body = Self.claim.replacing(#", "by": "alice""#, with: "")
            let made = try await site.call(.post, Self.cases, body, key: key)
            #expect(made.status == 201 && made.object["why"] as? String == "I wrote it.", "\(made.text)")
            #expect(made.object["links"] as? [String] == ["https://example.org/~eve"])
            let claimant = try #require(made.object["claimant"] as? [String: Any])
            #expect(claimant["name"] as? String == "Eve" && claimant["username"] is NSNull)
            let events = try await site.call(.get, "/v1/events", key: key).items
            let own = events.filter { $0["subject"] as? String == made.object["id"] as? String }
            #expect(
                own.map { "\($0["type"] ?? "") \($0["actor"] ?? "")" } == [
                    "recovery.submitted e***@c***.example", "recovery.confirmed system", "recovery.opened system",
                ])
        }
    }

    /// Who may override, and what an early grant is told.
    @Test func anEarlyGrantSaysWhen() async throws {
        try await Fixture.run { site in
            let (key, override) = try await Self.keys(site)
            let id = try await Self.opened(site, key)
            let path = "\(Self.cases)/\(id)/grant"
            let early = try await site.call(.post, path, #"{"by": "alice", "reason": "r"}"#, key: key)
            #expect(early.status == 409 && early.problem == "too-early")
            #expect(early.object["mayBeGrantedFrom"] is NSNull, "something is missing")
            #expect(early.object["earliest"] as? String != nil)
            #expect((early.object["missing"] as? [String])?.isEmpty == false)
            let body = #"{"by": "alice", "reason": "r", "override": true}"#
            #expect(try await site.call(.post, path, body, key: key).problem == "insufficient-scope")
            // Whoever may override alone works on no case, and reads none.
            let alone = try await Galleries(site.context).addKey(gallery: site.gallery.id, scopes: [.override]).secret
            let refused = try await site.call(.post, path, body, key: alone)
            #expect(refused.status == 403 && refused.problem == "insufficient-scope" && !refused.text.contains("Eve"))
            #expect(refused.header("WWW-Authenticate")?.contains("scope=\"admin\"") == true)
            #expect(try await site.call(.get, "\(Self.cases)/\(id)", key: key).object["state"] as? String == "open")
            let granted = try await site.call(.post, path, body, key: override)
            #expect(granted.status == 200 && granted.object["state"] as? String == "granted")
            let decision = granted.object["decision"] as? [String: Any]
            #expect(decision?["overridden"] as? Bool == true && decision?["keepOwners"] as? Bool == true)
        }
    }

    @Test func aChangeNamesTheStateThatItChanges() async throws {
        try await Fixture.run { site in
            let key = try await Self.keys(site).admin
            let id = try await Self.opened(site, key)
            let path = "\(Self.cases)/\(id)"
            let first = try #require(try await site.call(.get, path, key: key).headers[.eTag])
            #expect(try await site.call(.get, path, key: key).headers[.eTag] == first, "asking is no change")
            let body = #"{"by": "alice", "assignee": "ben"}"#
            let stale = try await site.call(
                .post, "\(path)/assign", body, key: key, headers: [.ifMatch: #""stale""#])
            #expect(stale.status == 412)
            let done = try await site.call(.post, "\(path)/assign", body, key: key, headers: [.ifMatch: first])
            #expect(done.status == 200 && done.object["assignee"] as? String == "ben")
        }
    }

    @Test(arguments: [
        ("attempts", #"{"by": "a", "channel": "phone"}"#, "/outcome"),
        ("attempts", #"{"by": "a", "channel": "pigeon", "outcome": "no-answer"}"#, "/channel"),
        ("attempts", #"{"by": "a", "channel": "phone", "outcome": "underway"}"#, "/outcome"),
        ("attempts", #"{"by": "a", "channel": "email", "whom": "bob"}"#, "/whom"),
        ("attempts", #"{"by": "a", "channel": "phone", "outcome": "other", "evidence": "javascript:x"}"#, "/evidence"),
        ("attempts", #"{"by": "a", "channel": "phone", "outcome": "other", "at": "2999-01-01T00:00:00Z"}"#, "/at"),
        ("deny", #"{"by": "a"}"#, "/reason"), ("deny", #"{"by": "a", "reason": ""}"#, "/reason"),
        ("evidence", #"{"by": "a", "item": "nonsense"}"#, "/item"), ("notes", #"{"by": "a", "text": ""}"#, "/text"),
        ("claimant", #"{"by": "a", "claimant": {"email": "e@x.example"}}"#, "/claimant/name"),
        ("assign", #"{}"#, "/by"),
    ])
    func whatIsWrongIsNamed(call: String, body: String, pointer: String) async throws {
        try await Fixture.run { site in
            let key = try await Self.keys(site).admin
            let id = try await Self.opened(site, key)
            let answer = try await site.call(.post, "\(Self.cases)/\(id)/\(call)", body, key: key)
            #expect(answer.status == 422 && answer.pointers == [pointer], "\(answer.text)")
        }
    }

    @Test func eachStepIsACallAndAnEvent() async throws {
        try await Fixture.run { site in
            let key = try await Self.keys(site).admin
            let id = try await Self.opened(site, key)
            for (call, body) in [
                ("assign", #"{"by": "alice", "assignee": "alice"}"#), ("notes", #"{"by": "alice", "text": "n"}"#),
                ("evidence", #"{"by": "alice", "item": "identity"}"#),
                ("attempts", #"{"by": "alice", "channel": "phone", "outcome": "no-answer"}"#),
                ("lock", #"{"by": "alice", "reason": "r"}"#), ("unlock", #"{"by": "alice", "reason": "r"}"#),
                ("claimant", #"{"by": "alice", "claimant": {"name": "Eva", "email": "eva@claims.example"}}"#),
                ("deny", #"{"by": "alice", "reason": "r"}"#), ("reopen", #"{"by": "alice", "reason": "r"}"#),
            ] {
                let answer = try await site.call(.post, "\(Self.cases)/\(id)/\(call)", body, key: key)
                #expect(answer.status == 200, "\(call): \(answer.text)")
            }
            let events = try await site.call(.get, "/v1/events", key: key).items
            let own = events.filter { ($0["data"] as? [String: Any])?["recoveryCase"] as? String == id }
            #expect(
                own.compactMap { $0["type"] as? String }.filter { $0.hasPrefix("recovery.") } == [
                    "recovery.submitted", "recovery.confirmed", "recovery.opened", "recovery.assigned",
                    "recovery.noted", "recovery.evidence", "recovery.attempted", "recovery.locked",
                    "recovery.unlocked", "recovery.named", "recovery.denied", "recovery.reopened",
                ])
            #expect(own.allSatisfy { $0["actor"] as? String == "alice" })
            #expect(try await site.call(.post, "\(Self.cases)/\(id)/nonsense", "{}", key: key).status == 404)
        }
    }

    /// No list shows a case whose claimant has not confirmed the address, whatever is asked for.
    @Test func whatIsNotConfirmedIsInNoList() async throws {
        try await Fixture.run { site in
            let key = try await Self.keys(site).admin
            let body = Self.claim.replacing(#""confirmed": true, "#, with: "")
            let made = try await site.call(.post, Self.cases, body, key: key)
            #expect(made.status == 201 && made.object["state"] as? String == "submitted")
            for query in ["", "?package=Orphan", "?order=due", "?email=eve@claims.example"] {
                #expect(try await site.call(.get, Self.cases + query, key: key).items.isEmpty, "\(query)")
            }
            #expect(try await site.call(.get, "\(Self.cases)?state=submitted", key: key).status == 422)
            let id = try #require(made.object["id"] as? String)
            // Nor is it there for whoever knows its id: the answer is that of an id of nothing.
            let unknown = try await site.call(.get, "\(Self.cases)/01a1fea6-a9f8-77cd-a41e-27a78e495de3", key: key)
            #expect(unknown.status == 404 && unknown.problem == "unknown-case")
            let shown = try await site.call(.get, "\(Self.cases)/\(id)", key: key)
            #expect(shown.status == 404 && shown.object["detail"] as? String == unknown.object["detail"] as? String)
            for (call, body) in [
                ("assign", #"{"by": "a"}"#), ("notes", #"{"by": "a", "text": "n"}"#),
                ("deny", #"{"by": "a", "reason": "r"}"#),
            ] {
                let acted = try await site.call(.post, "\(Self.cases)/\(id)/\(call)", body, key: key)
                #expect(acted.status == 404 && acted.problem == "unknown-case", "\(call): \(acted.text)")
            }
        }
    }

    /// The queue, page by page: a case that is later due comes later, whenever it was made.
    @Test func casesAreListedAsTheyAreDue() async throws {
        try await Fixture.run { site in
            let key = try await Self.keys(site).admin
            var ids: [String] = []
            for number in 0..<3 {
                let body = Self.claim.replacing("Orphan", with: "Orphan\(number)")
                ids.append(try #require(try await site.call(.post, Self.cases, body, key: key).object["id"] as? String))
                site.clock.advance(by: .seconds(60))
            }
            // Its clock begins anew: it waits for somebody who has it from then on, and not from when it was made.
            let path = "\(Self.cases)/\(ids[0])"
            _ = try await site.call(.post, "\(path)/deny", #"{"by": "a", "reason": "r"}"#, key: key)
            _ = try await site.call(.post, "\(path)/reopen", #"{"by": "a", "reason": "r"}"#, key: key)
            let denied = "\(Self.cases)/\(ids[1])/deny"
            _ = try await site.call(.post, denied, #"{"by": "a", "reason": "r"}"#, key: key)
            let all = try await site.call(.get, "\(Self.cases)?order=due", key: key)
            #expect(all.items.compactMap { $0["id"] as? String } == [ids[2], ids[0]], "what is over is not due")
            var (found, after) = ([String](), "")
            for _ in 0..<2 {
                let page = try await site.call(.get, "\(Self.cases)?order=due&limit=1\(after)", key: key)
                found += page.items.compactMap { $0["id"] as? String }
                after = (page.object["next"] as? String).map { "&after=\($0)" } ?? ""
            }
            #expect(found == [ids[2], ids[0]] && after.isEmpty)
            #expect(try await site.call(.get, "\(Self.cases)?order=due&after=x.y", key: key).status == 422)
            #expect(try await site.call(.get, "\(Self.cases)?order=size", key: key).status == 422)
        }
    }

    @Test func aReportIsShownAndClosed() async throws {
        try await Fixture.run { site in
            let key = try await Self.keys(site).admin
            try await site.prepare()
            let made = try await site.call(.post, "/v1/packages/Contoso.Utils/reports", #"{"reason": "malware"}"#)
            let path = "/v1/reports/\(try #require(made.object["id"] as? String))"
            let shown = try await site.call(.get, path, key: key)
            #expect(shown.status == 200 && shown.object["state"] as? String == "open")
            let tag = try #require(shown.headers[.eTag])
            let body = #"{"by": "alice", "reason": "The version is withdrawn."}"#
            #expect(try await site.call(.post, "\(path)/close", #"{"by": "alice"}"#, key: key).pointers == ["/reason"])
            #expect(try await site.call(.post, "\(path)/close", body).status == 403)
            for headers in [[.ifMatch: tag], [:]] as [HTTPFields] {
                let closed = try await site.call(.post, "\(path)/close", body, key: key, headers: headers)
                #expect(closed.status == 200 && closed.object["state"] as? String == "closed", "\(closed.text)")
            }
            let stale = try await site.call(.post, "\(path)/close", body, key: key, headers: [.ifMatch: tag])
            #expect(stale.status == 412)
            let listed = try await site.call(.get, "/v1/reports", key: key)
            #expect(listed.items.map { $0["state"] as? String } == ["closed"])
            #expect(try await site.events().filter { $0 == "report.closed" }.count == 1)
            let unknown = "/v1/reports/01a1fea6-a9f8-77cd-a41e-27a78e495de3"
            #expect(try await site.call(.get, unknown, key: key).problem == "unknown-report")
            #expect(try await site.call(.post, "\(unknown)/close", body, key: key).problem == "unknown-report")
        }
    }

    @Test func aReportBecomesACase() async throws {
        try await Fixture.run { site in
            let key = try await Self.keys(site).admin
            try await site.prepare()
            let package = try #require(
                try await site.call(.get, "/v1/packages/Contoso.Utils/owners").object["package"] as? String)
            let report = try await site.call(.post, "/v1/packages/\(package)/reports", #"{"reason": "malware"}"#)
            let id = try #require(report.object["id"] as? String)
            let made = try await site.call(.post, "/v1/reports/\(id)/case", #"{"by": "alice"}"#, key: key)
            #expect(made.status == 201 && made.object["report"] as? String == id, "\(made.text)")
            #expect(made.object["claimant"] as? [String: Any] == nil)
            #expect(try await site.call(.post, "/v1/reports/\(id)/case", #"{"by": "alice"}"#, key: key).status == 200)
            let unknown = "01a1fea6-a9f8-77cd-a41e-27a78e495de3"
            let none = try await site.call(.post, "/v1/reports/\(unknown)/case", #"{"by": "alice"}"#, key: key)
            #expect(none.status == 404 && none.problem == "unknown-report")
        }
    }
}

extension Fixture {
    /// A request with another key than the backend's.
    fileprivate func call(
        _ method: HTTPRequest.Method, _ path: String, _ json: String? = nil, key: String, headers: HTTPFields = [:]
    ) async throws -> Answer {
        try await send(method, path, json: json, key: key, headers: headers)
    }
}
