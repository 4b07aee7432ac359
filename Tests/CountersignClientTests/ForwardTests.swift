import Foundation
import Testing

@testable import CountersignClient

/// A service that is newer than the client.
@Suite struct ForwardTests {
    /// An answer of today with words and fields of tomorrow.
    private static func tomorrow(_ name: String, _ changes: [String: Any]) throws -> [UInt8] {
        var object = try #require(
            try JSONSerialization.jsonObject(with: Data(Fixture.text(name).utf8)) as? [String: Any])
        object["sparkles"] = ["a": [1, 2]]
        object.merge(changes) { $1 }
        return Array(try JSONSerialization.data(withJSONObject: object))
    }

    @Test func aNewWordSurvives() throws {
        let bytes = try Self.tomorrow("invitation-new", ["state": "hibernating", "delivery": ["state": "teleported"]])
        let invitation = try JSONCoding.decode(Invitation.self, from: bytes)
        #expect(invitation.state == InvitationState(rawValue: "hibernating") && invitation.state != .pending)
        #expect(invitation.delivery.state == "teleported" && invitation.delivery.at == nil)
        let again = try JSONCoding.decode(Invitation.self, from: JSONCoding.encode(invitation))
        #expect(again == invitation)
    }

    @Test func aNewEventSurvivesWithAllItTells() throws {
        let text = """
            {"seq":1,"id":"e","type":"moon.landed","at":"2026-01-02T03:04:05Z","actor":null,"subject":"s","crater":true,
            "data":{"package":"P","weight":9007199254740993,"crew":["ann"],"cheese":null}}
            """
        let event = try JSONCoding.decode(Event.self, from: text.utf8)
        #expect(event.type.noun == "moon" && event.actor == nil && event.data.package == "P")
        #expect(event.data.fields["weight"]?.integer == 9_007_199_254_740_993)
        #expect(try JSONCoding.decode(Event.self, from: JSONCoding.encode(event)) == event)
    }

    @Test func anInvitationOfAnOlderServiceIsRead() throws {
        let bytes = try Self.tomorrow("invitation-new", [:])
        var object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        object["transfer"] = nil
        object["asAdmin"] = nil
        let invitation = try JSONCoding.decode(
            Invitation.self, from: JSONSerialization.data(withJSONObject: object))
        #expect(!invitation.transfer && !invitation.asAdmin)
    }

    @Test func aBareProblemIsRead() async throws {
        let problem = try JSONCoding.decode(Problem.self, from: #"{"status":418}"#.utf8)
        #expect(problem.kind == "about:blank" && problem.status == 418 && problem.errors.isEmpty)
        try await ScriptedServer.run(.answer(418, body: "{}")) { _, url in
            let refusal = try await withClient(url) { client in
                try await whatRefused { _ = try await client.events.page(after: 0) }
            }
            #expect(refusal?.status == 418)
        }
        let pointed = try JSONCoding.decode(
            Problem.self,
            from:
                #"{"type":"https://x/problems/new-one","status":422,"errors":[{"parameter":"limit","detail":"is odd"}]}"#
                .utf8)
        #expect(pointed.kind == "new-one" && pointed.detail(of: "limit") == "is odd")
        #expect("\(pointed)".contains("limit is odd"))
    }

    @Test(arguments: [
        ("2026-01-02T03:04:05Z", 1_767_323_045.0), ("2026-01-02T03:04:05.678Z", 1_767_323_045.678),
        ("2026-01-02T04:04:05+01:00", 1_767_323_045),
    ])
    func timesAreRead(_ text: String, _ seconds: Double) throws {
        let date = try #require(JSONCoding.date(text))
        #expect(abs(date.timeIntervalSince1970 - seconds) < 0.0005)
    }

    @Test func timesAreWrittenAsTheyWereRead() throws {
        for millisecond in 0..<1000 {
            let text = "2026-01-02T03:04:05." + String(String(1000 + millisecond).dropFirst()) + "Z"
            let date = try #require(JSONCoding.date(text))
            #expect(String(decoding: try JSONCoding.encode([date]), as: UTF8.self) == "[\"\(text)\"]")
        }
    }

    @Test(arguments: ["", "yesterday", "2026-13-02T03:04:05Z", "2026-01-02"]) func otherTextIsNoTime(_ text: String) {
        #expect(JSONCoding.date(text) == nil)
    }
}
