import Databases
import Model
import Storage
import Testing

@testable import Workflows

/// What an admin finds by a few words.
@Suite struct SearchTests {
    private static func find(_ words: String, _ house: House) async throws -> SearchResults {
        try await Search(house.context).find(words, gallery: house.gallery)
    }

    @Test(arguments: Engine.allCases)
    func namesAreFoundByTheirBeginning(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none"]) { house in
            for package in ["left-pad-two", "Left-Pad.Extra", "other", "left"] {
                try await house.put("bob", package: package)
            }
            let found = try await Self.find(" LEFT-pad ", house)
            #expect(found.packages.map(\.id.text) == ["left-pad", "left-pad-two", "Left-Pad.Extra"])
            #expect(try await Self.find("bo", house).accounts.map(\.username.text) == ["bob"])
            #expect(try await Self.find("%", house).count == 0)
            #expect(try await Self.find("", house).count == 0)
            #expect(try await Self.find("le_t", house).count == 0, "no character stands for another")
            #expect(try await Self.find("a\u{0}", house).count == 0)
            #expect(try await Self.find(String(repeating: "x", count: 5000), house).count == 0)
            let other = try await house.addGallery("npm")
            #expect(try await Search(house.context).find("left", gallery: other).count == 0)
        }
    }

    @Test(arguments: Engine.allCases)
    func idsAndAddressesAreFound(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none"]) { house in
            _ = try await house.invite(House.account("carol", email: "Carol@Example.ORG"))
            let gallery = house.gallery
            let message = try await house.context.database.read { tx in
                try #require(try tx.messages.list(gallery: gallery, about: nil, state: nil, after: nil, limit: 1).first)
            }
            let byID = try await Self.find(message.id.description.uppercased(), house)
            #expect(byID.messages == [message] && byID.count == 1)
            let byMessageID = try await Self.find("<\(message.id)@example.org>", house)
            #expect(byMessageID == byID)
            let invitation = try await Self.find(message.about.description, house)
            #expect(invitation.invitations.map(\.id) == [message.about] && invitation.count == 1)
            let key = try await Galleries(house.context).addKey(gallery: gallery, scopes: [.read]).key
            #expect(try await Self.find(key.id.description, house).keys == [key])

            let carol = try EmailAddress("Carol@example.org")
            _ = try await Suppressions(house.context).put(carol, reason: "asked", gallery: gallery)
            let found = try await Self.find("Carol@EXAMPLE.org", house)
            #expect(found.accounts.map(\.username.text) == ["carol"] && found.invitations.count == 1)
            #expect(found.messages.map(\.id) == [message.id] && found.suppression?.reason == "asked")
            #expect(try await Self.find("carol2@example.org", house).count == 0)

            let other = try await house.addGallery("npm")
            for words in [message.id.description, message.about.description, key.id.description, "Carol@example.org"] {
                #expect(try await Search(house.context).find(words, gallery: other).count == 0, "\(words)")
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func whatIsGoneIsFoundInTheLog(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = Identifier(high: 0x0192_0000_0000_7000, low: 77)
            let (gallery, now) = (house.gallery, house.clock.now)
            #expect(try await Self.find(id.description, house).count == 0)
            try await house.context.database.write { tx in
                try tx.events.append(
                    [EventDraft(.invitationExpired, actor: "system", subject: id.description, data: EventData())],
                    gallery: gallery, at: now, makeID: { _ in id })
            }
            let found = try await Self.find(id.description, house)
            #expect(found.isInLog && found.count == 1)
        }
    }
}
