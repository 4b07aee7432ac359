import Foundation
import Testing

@testable import CountersignClient

/// What goes over the wire for each call.
@Suite struct RequestTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        var wanted: String
        var body: String?
        var send: @Sendable (Countersign) async throws -> Void
        var testDescription: String { wanted }

        init(_ wanted: String, _ body: String? = nil, _ send: @escaping @Sendable (Countersign) async throws -> Void) {
            (self.wanted, self.body, self.send) = (wanted, body, send)
        }
    }

    static let people: [Sample] = [
        Sample("GET /v1/packages/a%2Fb/owners") { _ = try await $0.owners.list(of: "a/b") },
        Sample("PUT /v1/packages/P/owners", #"{"owners":[{"email":"ann@x.org","username":"ann"}]}"#) {
            _ = try await $0.owners.put([Account("ann", email: "ann@x.org")], of: "P")
        },
        Sample("PUT /v1/packages/P/owners", #"{"owners":[{"username":"tagged"}]}"#) {
            _ = try await $0.owners.put([Account("tagged")], of: "P", ifMatch: #""tag""#)
        },
        Sample("DELETE /v1/packages/P/owners/bob?by=ann") { try await $0.owners.remove("bob", from: "P", by: "ann") },
        Sample("DELETE /v1/packages/P/owners/bob?by=root&asAdmin=true&reason=gone%20away") {
            try await $0.owners.remove("bob", from: "P", by: "root", asAdmin: AdminAct(reason: "gone away"))
        },
        Sample(
            "POST /v1/packages/P/invitations",
            #"{"invitedBy":"ann","invitee":{"email":"b@x.org","kind":"person","locale":"de","username":"bob"},"note":"Hi"}"#
        ) {
            _ = try await $0.invitations.invite(
                Account("bob", email: "b@x.org", locale: "de", kind: .person), to: "P", by: "ann", note: "Hi")
        },
        Sample(
            "POST /v1/packages/P/invitations",
            #"{"invitedBy":"ann","invitee":{"username":"bob"},"transfer":true}"#
        ) { _ = try await $0.invitations.invite(Account("bob"), to: "P", by: "ann", as: .transfer) },
        Sample(
            "POST /v1/packages/P/invitations",
            #"{"asAdmin":true,"invitedBy":"root","invitee":{"email":"b@x.org"},"reason":"lost"}"#
        ) {
            _ = try await $0.invitations.invite(
                Account(nil, email: "b@x.org"), to: "P", by: "root", as: .admin(AdminAct(reason: "lost")))
        },
        Sample(
            "POST /v1/invitations/bulk",
            #"{"invitations":[{"invitedBy":"ann","invitee":{"username":"bob"},"package":"P"}]}"#
        ) { _ = try await $0.invitations.invite([.init(package: "P", invitee: Account("bob"), invitedBy: "ann")]) },
        Sample("GET /v1/invitations/i") { _ = try await $0.invitations.find("i") },
        Sample("GET /v1/invitations?package=P&invitee=bob&invitedBy=ann&state=pending&limit=7") {
            _ = try await $0.invitations.list(package: "P", invitee: "bob", invitedBy: "ann", state: .pending)
                .page(limit: 7)
        },
        Sample("POST /v1/invitations/i/cancel", #"{"by":"ann"}"#) {
            _ = try await $0.invitations.cancel("i", by: "ann")
        },
        Sample("POST /v1/invitations/i/resend", #"{"asAdmin":true,"by":"root","reason":"asked"}"#) {
            _ = try await $0.invitations.resend("i", by: "root", asAdmin: AdminAct(reason: "asked"))
        },
        Sample("POST /v1/invitations/i/accept", #"{"by":"bob","ticket":"t"}"#) {
            _ = try await $0.invitations.accept("i", by: "bob", ticket: "t")
        },
        Sample("POST /v1/invitations/i/decline", #"{"by":"bob","reason":"No"}"#) {
            _ = try await $0.invitations.decline("i", by: "bob", reason: "No")
        },
        Sample("GET /v1/preferences/ann") { _ = try await $0.preferences.find("ann") },
        Sample("PUT /v1/preferences/ann", #"{"muted":[{"kind":"publication-live","package":"P"}]}"#) {
            _ = try await $0.preferences.replace(
                [Mute(.publicationLive, package: "P")], of: "ann", ifMatch: #""tag""#)
        },
        Sample("POST /v1/blocks", #"{"email":"b@x.org","inviter":"ann"}"#) {
            _ = try await $0.blocks.add(.email("b@x.org"), inviter: "ann")
        },
        Sample("POST /v1/blocks", #"{"package":"P","username":"bob"}"#) {
            _ = try await $0.blocks.add(.username("bob"), package: "P")
        },
        Sample("GET /v1/blocks?email=b%40x.org&limit=100") {
            _ = try await $0.blocks.list(email: "b@x.org").page()
        },
        Sample("GET /v1/blocks/i") { _ = try await $0.blocks.find("i") },
        Sample("DELETE /v1/blocks/i") { try await $0.blocks.remove("i") },
        Sample("PUT /v1/suppressions/b%2Bc%40x.org", #"{"reason":"asked to"}"#) {
            _ = try await $0.suppressions.put("b+c@x.org", reason: "asked to")
        },
        Sample("GET /v1/suppressions/b%40x.org") { _ = try await $0.suppressions.find("b@x.org") },
        Sample("DELETE /v1/suppressions/b%40x.org") { try await $0.suppressions.remove("b@x.org") },
        Sample("GET /v1/suppressions?limit=100") { _ = try await $0.suppressions.list().page() },
        Sample("GET /v1/addresses/b%40x.org") { _ = try await $0.addresses.export("b@x.org") },
        Sample("DELETE /v1/addresses/b%40x.org") { try await $0.addresses.purge("b@x.org") },
        Sample("GET /v1/reports?limit=100") { _ = try await $0.reports.list().page() },
        Sample("POST /v1/packages/P/contact", #"{"from":{"email":"e@x.org","username":"eve"},"message":"Hello"}"#) {
            _ = try await $0.contact.send("Hello", toOwnersOf: "P", from: Account("eve", email: "e@x.org"))
        },
        Sample("POST /v1/packages/P/reports", #"{"message":"See 1.2","reason":"malware"}"#) {
            _ = try await $0.reports.file("P", reason: "malware", message: "See 1.2")
        },
    ]

    static let things: [Sample] = [
        Sample(
            "POST /v1/packages/P/publications",
            #"{"publisher":{"email":"a@x.org","username":"ann"},"stage":"live","version":"1.0","via":"ci","warnings":["old"]}"#
        ) {
            _ = try await $0.publications.publish(
                "1.0", of: "P", by: Account("ann", email: "a@x.org"), stage: .live, via: "ci", warnings: ["old"])
        },
        Sample("POST /v1/packages/P/publications", #"{"hold":true,"publisher":{"username":"ann"},"version":"1.0"}"#) {
            _ = try await $0.publications.publish("1.0", of: "P", by: Account("ann"), hold: true)
        },
        Sample("PATCH /v1/publications/i", #"{"reasons":["virus"],"stage":"failed"}"#) {
            _ = try await $0.publications.advance("i", to: .failed, reasons: ["virus"])
        },
        Sample("PATCH /v1/publications/i", #"{"warnings":["tagged"]}"#) {
            _ = try await $0.publications.advance("i", warnings: ["tagged"], ifMatch: #""tag""#)
        },
        Sample("GET /v1/publications/i") { _ = try await $0.publications.find("i") },
        Sample("GET /v1/packages/P/publications?state=held&limit=100") {
            _ = try await $0.publications.list(of: "P", state: .held).page()
        },
        Sample("GET /v1/messages/i") { _ = try await $0.messages.find("i") },
        Sample("GET /v1/messages?about=i&state=failed&after=x&limit=100") {
            _ = try await $0.messages.list(about: "i", state: .failed).page(after: "x")
        },
        Sample("POST /v1/messages/i/retry", "{}") { _ = try await $0.messages.retry("i") },
        Sample("POST /v1/messages/i/cancel", "{}") { _ = try await $0.messages.cancel("i") },
        Sample("GET /v1/events?after=7&limit=200") { _ = try await $0.events.page(after: 7) },
        Sample("GET /v1/events?after=7&limit=10&wait=60") {
            _ = try await $0.events.page(after: 7, limit: 10, wait: .seconds(600))
        },
        Sample("POST /v1/webhooks", #"{"types":["owner.*"],"url":"https://g.example/hook"}"#) {
            _ = try await $0.webhooks.add("https://g.example/hook", types: ["owner.*"])
        },
        Sample("GET /v1/webhooks?limit=100") { _ = try await $0.webhooks.list().page() },
        Sample("GET /v1/webhooks/i") { _ = try await $0.webhooks.find("i") },
        Sample("PATCH /v1/webhooks/i", #"{"state":"active","types":[]}"#) {
            _ = try await $0.webhooks.change("i", ifMatch: #""tag""#, types: [], state: .active)
        },
        Sample("DELETE /v1/webhooks/i") { try await $0.webhooks.remove("i") },
        Sample("POST /v1/webhooks/i/rotate", "{}") { _ = try await $0.webhooks.rotate("i") },
        Sample("GET /v1/webhooks/i/deliveries?state=failed&limit=100") {
            _ = try await $0.webhooks.deliveries(of: "i", state: .failed).page()
        },
        Sample("POST /v1/webhooks/i/redeliver", #"{"deliveries":["a","b"]}"#) {
            _ = try await $0.webhooks.redeliver(["a", "b"], to: "i")
        },
        Sample("POST /v1/webhooks/i/redeliver", #"{"after":3,"before":9}"#) {
            _ = try await $0.webhooks.redeliver(eventsAfter: 3, before: 9, to: "i")
        },
    ]

    @Test(arguments: people + things + cases) func aCallSaysWhatTheContractSays(_ sample: Sample) async throws {
        // What comes back is not looked at here; an answer that cannot be read is no matter.
        try await ScriptedServer.run(.answer(200, body: "{}")) { server, url in
            do { try await withClient(url) { try await sample.send($0) } } catch is CountersignError {}
            let request = try #require(server.received.first)
            #expect(server.received.count == 1)
            #expect("\(request.method) \(request.target)" == sample.wanted)
            #expect(request.body == sample.body ?? "")
            #expect(request.header("Authorization") == ["Bearer cs_test_key"])
            #expect(request.header("Content-Type") == (sample.body == nil ? [] : ["application/json"]))
            #expect(request.header("Idempotency-Key").isEmpty == (request.method != "POST"))
            let isTagged =
                sample.wanted.hasPrefix("PATCH /v1/webhooks") || sample.wanted.hasPrefix("PUT /v1/preferences")
                || sample.body?.contains("tagged") == true
            #expect(request.header("If-Match") == (isTagged ? [#""tag""#] : []))
        }
    }

    @Test func mutingReadsChangesAndWrites() async throws {
        func preferences(_ muted: String, _ tag: String) -> ScriptedServer.Step {
            .answer(
                200, headers: [("ETag", tag)],
                body: #"{"username":"ann","muted":[\#(muted)],"mutable":["publication-live"]}"#)
        }
        let live = #"{"kind":"publication-live","package":"P"}"#
        let late = #"{"kind":"publication-delayed","package":"Q"}"#
        let stale = ScriptedServer.Step.answer(
            412, body: #"{"type":"https://c.example/problems/precondition-failed","title":"T","status":412}"#)
        try await ScriptedServer.run(
            preferences("", #""1""#), stale, preferences(late, #""2""#), preferences("\(late),\(live)", #""3""#)
        ) { server, url in
            let now = try await withClient(url) {
                try await $0.preferences.mute(.publicationLive, package: "P", for: "ann")
            }
            #expect(now.mutes(.publicationLive, package: "p") && !now.mutes(.publicationLive, package: "Q"))
            let received = server.received
            #expect(received.map(\.method) == ["GET", "PUT", "GET", "PUT"])
            #expect(received.flatMap { $0.header("If-Match") } == [#""1""#, #""2""#])
            #expect(received.last?.body == #"{"muted":[\#(late),\#(live)]}"#)
        }
        try await ScriptedServer.run(preferences(live, #""1""#)) { server, url in
            _ = try await withClient(url) { try await $0.preferences.mute(.publicationLive, package: "p", for: "ann") }
            #expect(server.received.count == 1, "what is muted already is not written again")
        }
    }
}
