import Databases
import Model
import Testing
import Workflows

/// Mail that others cause: nothing of what happened is refused for its sake, and no mailbox is flooded.
@Suite struct MailLimitTests {
    @Test(arguments: Engine.allCases, [MailLimit.notices, .domain, .key, .total])
    func versionsBeyondALimitStandInADigest(engine: Engine, limit: MailLimit) async throws {
        let settings = ["limits.\(limit.rawValue)": "4/1h", "publication.digest": "none"]
        try await House.open(engine, settings: settings) { house in
            let perVersion = limit == .notices ? 1 : 2
            let single = 4 / perVersion
            for number in 0..<8 { try await house.publish("1.\(number)", .failed) }
            #expect(try await house.mails().count { $0.contains("publication-failed queued") } == 2 * single)
            #expect(try await house.events().count { $0 == "publication.failed" } == 8)
            #expect(try await house.events().count { $0 == "limit.reached" } == 1)
            // The digest is mail as well: it comes when there is room again, and tells of all the others.
            house.clock.advance(by: .seconds(3600))
            try await house.runSchedules()
            let digests = try await house.messages(.publicationDigest)
            #expect(digests.map(\.facts.count) == [8 - single, 8 - single])
            #expect(digests.allSatisfy { $0.facts.lines?.allSatisfy { $0.state == "failed" } == true })
        }
    }

    @Test(arguments: Engine.allCases)
    func aDigestWithoutRoomWaits(engine: Engine) async throws {
        let settings = ["limits.notices": "1/2h", "publication.digest": "none"]
        try await House.open(engine, settings: settings) { house in
            for number in 0..<3 { try await house.publish("1.\(number)") }
            house.clock.advance(by: .seconds(3600))
            try await house.runSchedules()
            #expect(try await house.messages(.publicationDigest).isEmpty)
            house.clock.advance(by: .seconds(3600))
            try await house.runSchedules()
            #expect(try await house.messages(.publicationDigest).map(\.facts.count) == [2, 2])
        }
    }

    /// Whoever floods one of the owners keeps no digest from the others.
    @Test(arguments: Engine.allCases)
    func aDigestGoesToThoseWhoHaveRoom(engine: Engine) async throws {
        let settings = ["limits.notices": "2/2h", "publication.digest": "none"]
        try await House.open(engine, settings: settings) { house in
            try await house.put("bob", package: "other")
            for number in 0..<2 { try await house.publish("1.\(number)", package: "other") }
            try await house.publish("1.0")
            house.clock.advance(by: .seconds(3600))
            try await house.runSchedules()
            #expect(
                try await house.mails().filter { $0.contains("digest") } == [
                    "dora publication-digest queued", "bob publication-digest suppressed",
                ])
            let kept = try #require(try await house.messages(.publicationDigest).last)
            #expect(kept.detail == "not sent: the limit 'notices' was reached" && kept.nextAttemptAt == nil)
            #expect(try await house.events().contains("message.suppressed"))
        }
    }

    /// Ordinary mail that uses everything up hides neither an owner's removal nor a stranger's version.
    @Test(arguments: Engine.allCases)
    func whatWarnsPassesWhenTheOthersAreUsedUp(engine: Engine) async throws {
        let settings = Dictionary(
            uniqueKeysWithValues: ["notices", "domain", "key", "total"].map { ("limits.\($0)", "1/1h") })
        try await House.open(engine, settings: settings) { house in
            try await house.put("bob", "dora", "erin")
            for number in 0..<3 { try await house.publish("1.\(number)") }
            try await house.publish("2.0", by: "mallory")
            #expect(try await house.remove("erin", by: "bob") == nil)
            let mails = try await house.mails()
            #expect(mails.count { $0.contains("publication-live") } == 3, "\(mails)")
            #expect(try await house.messages(.publicationLive).allSatisfy { $0.facts.unusual == true })
            #expect(
                mails.filter { $0.contains("owner-removed") }.sorted() == [
                    "dora owner-removed queued", "erin owner-removed queued",
                ])
        }
    }

    @Test(arguments: Engine.allCases)
    func removalsEndAtTheirOwnLimitAndAreDoneAllTheSame(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits.security": "2/1h"]) { house in
            for number in 0..<4 {
                try await house.put("bob", "dora", "erin")
                #expect(try await house.remove("erin", by: "bob") == nil, "\(number)")
            }
            #expect(try await house.owners() == ["bob", "dora"])
            let mails = try await house.mails()
            for name in ["dora", "erin"] {
                #expect(mails.count { $0 == "\(name) owner-removed queued" } == 2)
                #expect(mails.count { $0 == "\(name) owner-removed suppressed" } == 2)
            }
            #expect(try await house.events().count { $0 == "owner.removed" } == 4)
            #expect(try await house.events().count { $0 == "message.suppressed" } == 4)
        }
    }

    /// One gallery's warnings do not use up another's.
    @Test(arguments: Engine.allCases)
    func warningsAreCountedForEachGallery(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits.security": "1/1h"]) { house in
            let other = try await house.addGallery("npm", settings: ["limits.security": "1/1h"])
            for gallery in [house.gallery, other] {
                try await house.put("bob", "dora", gallery: gallery)
                #expect(try await house.remove("dora", by: "bob", gallery: gallery) == nil)
                #expect(try await house.mails(gallery: gallery) == ["dora owner-removed queued"])
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func noneLiftsTheseToo(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none", "publication.digest": "none"]) { house in
            for number in 0..<80 { try await house.publish("1.\(number)") }
            #expect(try await house.mails(state: .queued).count == 160)
            for number in 0..<30 { #expect(try await house.write("\(number)", from: "zoe") == "sent 2") }
            for _ in 0..<30 { #expect(try await house.report() == "received") }
        }
    }

    /// The defaults leave room for what galleries do: forty versions of a package in an hour, one by one.
    @Test(arguments: Engine.allCases)
    func theDefaultsAreWide(engine: Engine) async throws {
        try await House.open(engine, settings: ["publication.digest": "none"]) { house in
            for number in 0..<40 { try await house.publish("1.\(number)") }
            #expect(try await house.mails(state: .queued).count == 80)
            #expect(try await !house.events().contains("limit.reached"))
        }
    }
}
