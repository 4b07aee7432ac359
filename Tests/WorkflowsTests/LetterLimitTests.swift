import Databases
import Links
import Model
import Storage
import Testing
import Workflows

/// What people write to owners, and to the gallery.
@Suite struct LetterLimitTests {
    @Test(arguments: Engine.allCases)
    func manySendersDoNotFloodOneOwner(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits.contact": "2/1h"]) { house in
            let words = try await (0..<4).asyncMap { try await house.write("Hello", from: "user\($0)") }
            #expect(words == ["sent 2", "sent 2", "limited contact 3600", "limited contact 3600"])
            #expect(try await house.mails().count { $0 == "bob contact-owners queued" } == 2)
            // Nor does a refused one make an account, or mail a copy.
            #expect(try await house.accountNumber("user3") == 0)
            #expect(try await !house.mails().contains { $0.hasPrefix("user3") })
        }
    }

    @Test(arguments: Engine.allCases)
    func anOwnerWithoutRoomIsPassedOver(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits.contact": "1/1h"]) { house in
            try await house.put("bob", package: "other")
            #expect(try await house.write("One", from: "zoe", about: "other") == "sent 1")
            #expect(try await house.write("Two", from: "yan") == "sent 2")
            #expect(
                try await house.mails().filter { $0.contains("contact") }.sorted() == [
                    "bob contact-owners queued", "bob contact-owners suppressed", "dora contact-owners queued",
                    "yan contact-owners queued", "zoe contact-owners queued",
                ])
        }
    }

    /// Of a sender, about a package, of all: and nobody who writes can tell.
    @Test(arguments: Engine.allCases, BlockScope.allCases)
    func aBlockCoversMessages(engine: Engine, scope: BlockScope) async throws {
        try await House.open(engine) { house in
            try await house.put("bob", "dora", package: "other")
            #expect(try await house.write("First", from: "zoe") == "sent 2")
            let claims = try await house.contactLink(to: "bob")
            let links = ContactLinks(house.context)
            #expect(try await links.show(claims)?.scopes == BlockScope.allCases)
            for _ in 0..<2 { #expect(try await links.block(scope, claims)?.account.username.text == "bob") }
            #expect(
                try await Blocks(house.context).list(
                    of: [], gallery: house.gallery, after: nil, limit: 9
                ).items.count == 1)
            func isRefused(_ words: String, _ sender: String, _ package: String) async throws -> Bool {
                #expect(try await house.write(words, from: sender, about: package) == "sent 2")
                let letter = try #require(
                    try await house.messages(.contactOwners).last { $0.recipient.local == "bob" })
                #expect((letter.state == .suppressed) == (letter.detail?.contains("refuses") == true))
                return letter.state == .suppressed
            }
            #expect(try await isRefused("Second", "zoe", "left-pad"))
            #expect(try await isRefused("Third", "zoe", "other") == (scope != .package))
            #expect(try await isRefused("Fourth", "yan", "left-pad") == (scope != .inviter))
            #expect(try await house.mails().filter { $0.hasPrefix("dora contact") }.count == 4)
        }
    }

    @Test(arguments: Engine.allCases)
    func aLinkEndsWithItsTimeAndItsMailbox(engine: Engine) async throws {
        try await House.open(engine) { house in
            #expect(try await house.write("First", from: "zoe") == "sent 2")
            let claims = try await house.contactLink(to: "bob")
            let links = ContactLinks(house.context)
            var foreign = claims
            foreign.recipient = UInt32(try await house.accountNumber("dora"))
            #expect(try await links.show(foreign) == nil)
            #expect(try await links.block(.all, foreign) == nil)
            house.clock.advance(by: .seconds(181 * 86_400))
            #expect(try await links.show(claims) == nil)
            #expect(try await links.block(.all, claims) == nil)
            #expect(
                try await Blocks(house.context).list(
                    of: [], gallery: house.gallery, after: nil, limit: 9
                ).items.isEmpty)
        }
    }

    @Test(arguments: Engine.allCases)
    func reportsWithoutASenderAreCounted(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits.report": "3/1h"]) { house in
            let words = try await (0..<5).asyncMap { try await house.report(about: "left-pad", "words \($0)") }
            #expect(try await house.report(about: "left-pad", "words 0") == "received", "the same report again")
            #expect(words == ["received", "received", "received", "limited report 3600", "limited report 3600"])
            try await house.put("bob", package: "other")
            #expect(try await house.report(about: "other") == "received")
            let stored = try await Letters(house.context).reports(gallery: house.gallery, after: nil, limit: 99)
            #expect(stored.items.count == 4)
        }
    }

    /// With a mailbox for abuse, and without one.
    @Test(arguments: Engine.allCases, [[:], ["abuse": "abuse@example.org"]] as [[String: String]])
    func reportsAboutManyPackagesAreCounted(engine: Engine, more: [String: String]) async throws {
        try await House.open(engine, settings: ["limits.abuse": "2/1h"].merging(more) { $1 }) { house in
            for number in 0..<4 { try await house.put("bob", package: "p\(number)") }
            let words = try await (0..<4).asyncMap { try await house.report(about: "p\($0)") }
            #expect(words == ["received", "received", "limited abuse 3600", "limited abuse 3600"])
            #expect(try await house.mails().count { $0.contains("abuse-report") } == (more.isEmpty ? 0 : 2))
        }
    }

    /// A report behind a link is always taken: its mail alone finds no room.
    @Test(arguments: Engine.allCases)
    func aReportOfALinkIsNeverRefused(engine: Engine) async throws {
        let settings = ["limits.abuse": "1/1h", "abuse": "abuse@example.org"]
        try await House.open(engine, settings: settings) { house in
            #expect(try await house.report() == "received")
            let id = try await house.invited()
            _ = try await house.act(.report, house.link(id))
            #expect(try await house.invitation(id).state == .declined)
            #expect(
                try await house.mails().filter { $0.contains("abuse-report") } == [
                    "abuse abuse-report queued", "abuse abuse-report suppressed",
                ])
            let stored = try await Letters(house.context).reports(gallery: house.gallery, after: nil, limit: 99)
            #expect(stored.items.count == 2)
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
