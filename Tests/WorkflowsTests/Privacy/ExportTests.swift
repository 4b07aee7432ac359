import Databases
import Foundation
import Model
import Storage
import Synchronization
import Testing
import Workflows

@Suite struct ExportTests {
    private final class Sink: Sendable {
        private let bytes = Mutex<[UInt8]>([])
        func put(_ more: [UInt8]) { bytes.withLock { $0 += more } }
        var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
    }

    private func export(_ house: House, _ address: String = "Carol@example.org") async throws -> String {
        let sink = Sink()
        try await Privacy(house.context).export(try EmailAddress(address)) { sink.put($0) }
        return sink.text
    }

    private func sections(_ text: String) throws -> [String: [[String: Any]]] {
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
        return object.compactMapValues { $0 as? [[String: Any]] }
    }

    @Test(arguments: Engine.allCases)
    func everythingIsShown(engine: Engine) async throws {
        try await House.open(engine) { house in
            try await house.put("carol", "bob", package: "hers")
            let id = try await house.invited()
            try await house.sendAll()
            _ = try await Suppressions(house.context).put(
                try EmailAddress("CAROL@example.org"), reason: "manual", gallery: house.gallery)
            let text = try await export(house)
            let found = try sections(text)
            #expect(found["accounts"]?.compactMap { $0["username"] as? String } == ["carol"])
            #expect(found["accounts"]?.first?["email"] as? String == "carol@example.org")
            #expect(found["ownerships"]?.compactMap { $0["package"] as? String } == ["hers"])
            #expect(found["invitations"]?.compactMap { $0["id"] as? String } == [id.description])
            #expect(found["messages"]?.compactMap { $0["kind"] as? String } == ["invitation"])
            let attempts = found["messages"]?.first?["attempts"] as? [[String: Any]]
            #expect(attempts?.count == 1 && attempts?.first?["outcome"] as? String == "accepted")
            #expect(found["suppressions"]?.count == 1)
            let types = found["events"]?.compactMap { ($0["event"] as? [String: Any])?["type"] as? String } ?? []
            #expect(Set(types) == ["owner.added", "invitation.created", "message.sent"])
            #expect(!text.contains("dora@example.org") && !text.contains("bob@example.org"))
            #expect(try await export(house) == text, "deterministic")
        }
    }

    @Test(arguments: Engine.allCases)
    func ofNobodyNothingIsShown(engine: Engine) async throws {
        try await House.open(engine) { house in
            _ = try await house.invited()
            let found = try sections(try await export(house, "nobody@example.net"))
            #expect(found.count >= 10 && found.values.allSatisfy(\.isEmpty))
        }
    }

    @Test(arguments: Engine.allCases)
    func afterAPurgeOnlyItsTraceIsShown(engine: Engine) async throws {
        try await House.open(engine) { house in
            try await house.put("carol", "bob", package: "hers")
            _ = try await house.invited()
            _ = try await Privacy(house.context).purge(try EmailAddress("carol@example.org"))
            let found = try sections(try await export(house)).filter { !$0.value.isEmpty }
            #expect(Array(found.keys) == ["events"])
            #expect(found["events"]?.count == 1)
        }
    }

    @Test(arguments: Engine.allCases)
    func othersMembersAreNotShown(engine: Engine) async throws {
        try await House.open(engine) { house in
            var team = AccountDescription(username: try Name("team", .username))
            team.kind = .organization
            team.members = try ["one@example.org", "carol@example.org"].map { try EmailAddress($0) }
            try await house.invite(team)
            let text = try await export(house)
            let members = try sections(text)["accounts"]?.first?["members"] as? [[String: Any]]
            #expect(members?.count == 1 && members?.first?["place"] as? Int == 2)
            #expect(!text.contains("one@example.org"))
        }
    }
}
