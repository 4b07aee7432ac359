import HTTPTypes
import Model
import Storage
import Testing
import Workflows

@testable import Web

/// Every call of the API with every scope, and with a key of another gallery.
@Suite struct ScopeTests {
    private struct Probe: Sendable {
        let method: HTTPRequest.Method
        let path: @Sendable (Fixture.Invited, String) -> String
        let body: String?
        let needs: Scope
        /// What a key of another gallery gets.
        let foreign: Int
    }

    private static let probes: [Probe] = [
        Probe(
            method: .put, path: { _, _ in "/v1/packages/P/owners" }, body: #"{"owners": []}"#, needs: .notify,
            foreign: 200),
        Probe(
            method: .get, path: { _, _ in "/v1/packages/Contoso.Utils/owners" }, body: nil, needs: .read, foreign: 404),
        Probe(
            method: .delete,
            path: { _, _ in
                """
                /v1/packages/Contoso.Utils/owners/x?by=bob
                """
            }, body: nil, needs: .notify, foreign: 404),
        Probe(
            method: .post, path: { _, _ in "/v1/packages/Contoso.Utils/invitations" },
            body: #"""
                {"invitee": {"username": "n", "email": "n@example.org"}, "invitedBy": "bob"}
                """#, needs: .notify, foreign: 404),
        Probe(method: .get, path: { _, _ in "/v1/invitations" }, body: nil, needs: .read, foreign: 200),
        Probe(method: .get, path: { one, _ in "/v1/invitations/\(one.id)" }, body: nil, needs: .read, foreign: 404),
        Probe(
            method: .post, path: { one, _ in "/v1/invitations/\(one.id)/resend" }, body: #"{"by": "bob"}"#,
            needs: .notify, foreign: 404),
        Probe(
            method: .post, path: { one, _ in "/v1/invitations/\(one.id)/accept" }, body: #"{"by": "dana"}"#,
            needs: .notify, foreign: 404),
        Probe(
            method: .post, path: { one, _ in "/v1/invitations/\(one.id)/decline" }, body: #"{"by": "dana"}"#,
            needs: .notify, foreign: 404),
        Probe(
            method: .post, path: { one, _ in "/v1/invitations/\(one.id)/cancel" }, body: #"{"by": "bob"}"#,
            needs: .notify, foreign: 404),
        Probe(method: .get, path: { _, _ in "/v1/messages" }, body: nil, needs: .read, foreign: 200),
        Probe(method: .get, path: { _, message in "/v1/messages/\(message)" }, body: nil, needs: .read, foreign: 404),
        Probe(
            method: .post, path: { _, message in "/v1/messages/\(message)/cancel" }, body: nil, needs: .notify,
            foreign: 404),
        Probe(
            method: .post, path: { _, message in "/v1/messages/\(message)/retry" }, body: nil, needs: .notify,
            foreign: 404),
        Probe(method: .get, path: { _, _ in "/v1/events" }, body: nil, needs: .read, foreign: 200),
    ]

    @Test func eachCallNeedsItsScope() async throws {
        try await Fixture.run { site in
            let invited = try await site.invite()
            let list = try await site.call(.get, "/v1/messages?about=\(invited.id)")
            let message = try #require(list.items.first?["id"] as? String)
            for scope in Scope.allCases {
                let key = try await Galleries(site.context).addKey(gallery: site.gallery.id, scopes: [scope]).secret
                for probe in Self.probes where !(scope.includes(probe.needs)) {
                    let path = probe.path(invited, message)
                    let answer = try await site.send(probe.method, path, json: probe.body, key: key)
                    #expect(answer.status == 403, "\(scope) \(path)")
                    #expect(answer.problem == "insufficient-scope")
                    #expect(answer.header("WWW-Authenticate")?.contains("scope=\"\(probe.needs.rawValue)\"") == true)
                }
            }
            #expect(try await site.state(invited.id) == .pending)
            let admin = try await Galleries(site.context).addKey(gallery: site.gallery.id, scopes: [.admin]).secret
            for probe in Self.probes {
                let path = probe.path(invited, message)
                let foreign = try await site.send(probe.method, path, json: probe.body, key: site.foreignKey)
                #expect(foreign.status == probe.foreign, "foreign \(path): \(foreign.text)")
                #expect(!foreign.text.contains("dana"))
                let own = try await site.send(probe.method, path, json: probe.body, key: admin)
                #expect(own.status != 403 || own.problem != "insufficient-scope", "admin \(path)")
            }
        }
    }

    @Test func keysAreAskedForAndChecked() async throws {
        try await Fixture.run { site in
            let none = try await site.send(.get, "/v1/events", key: nil)
            #expect(none.status == 401)
            #expect(none.problem == "unauthorized")
            #expect(none.header("WWW-Authenticate") == #"Bearer realm="countersign""#)
            for key in ["cs_x", "nonsense", String(site.key.dropLast()) + "~", site.key + "A"] {
                let answer = try await site.send(.get, "/v1/events", key: key)
                #expect(answer.status == 401)
                #expect(answer.header("WWW-Authenticate")?.contains(#"error="invalid_token""#) == true)
                #expect(!answer.text.contains(key))
            }
            let basic = try await site.send(
                .get, "/v1/events", key: nil, headers: [.authorization: "Basic \(site.key)"])
            #expect(basic.status == 401)
            let lower = try await site.send(
                .get, "/v1/events", key: nil, headers: [.authorization: "bearer \(site.key)"])
            #expect(lower.status == 200)
            for query in ["access_token=\(site.key)", "x=\(site.key)"] {
                let answer = try await site.send(.get, "/v1/events?\(query)", key: nil)
                #expect(answer.problem == "key-in-query")
                #expect(!answer.text.contains(site.key))
            }
        }
    }

    @Test func aRevokedKeyOpensNothing() async throws {
        try await Fixture.run { site in
            let (key, secret) = try await Galleries(site.context).addKey(gallery: site.gallery.id, scopes: [.read])
            #expect(try await site.send(.get, "/v1/events", key: secret).status == 200)
            _ = try await Galleries(site.context).revokeKey(key.id)
            #expect(try await site.send(.get, "/v1/events", key: secret).status == 401)
        }
    }
}
