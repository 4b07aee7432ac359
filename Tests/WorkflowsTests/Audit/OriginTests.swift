import Databases
import Links
import Model
import Storage
import Testing

@testable import Workflows

/// Every act leaves an event, with who did it and where it comes from.
@Suite struct OriginTests {
    private static let admin = Origin.admin(Identifier(high: 1, low: 2), address: "192.0.2.9")

    private static func events(_ house: House, _ type: EventType? = nil) async throws -> [Event] {
        try await EventFeed(house.context).after(0, gallery: house.gallery, limit: 500)
            .filter { type == nil || $0.type == type }
    }

    @Test(arguments: Engine.allCases)
    func whatTheTaskSaysGoesWithTheEvent(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none"]) { house in
            #expect(try await Self.events(house).allSatisfy { $0.origin == .service })
            try await Origin.$current.withValue(Self.admin) { _ = try await house.invite(House.account("carol")) }
            #expect(try await Self.events(house, .invitationCreated).map(\.origin) == [Self.admin])
            let address = try EmailAddress("x@example.org")
            try await Origin.$current.withValue(.command) {
                _ = try await Suppressions(house.context).put(address, reason: "r", gallery: house.gallery)
            }
            #expect(try await Self.events(house, .addressSuppressed).map(\.origin) == [.command])
            // Transactions of their own, in the middle of an act.
            try await Origin.$current.withValue(Self.admin) {
                _ = try await Privacy(house.context).purge(EmailAddress("carol@example.org"), gallery: house.gallery)
            }
            #expect(try await Self.events(house, .addressPurged).map(\.origin) == [Self.admin])
            house.clock.advance(by: .seconds(30 * 86_400))
            _ = try await house.invite(House.account("erin"))
            house.clock.advance(by: .seconds(30 * 86_400))
            _ = try await Schedules(house.context).runDue()
            #expect(try await Self.events(house, .invitationExpired).map(\.origin) == [.service])
        }
    }

    @Test(arguments: Engine.allCases)
    func keysGalleriesAndPausesLeaveEvents(engine: Engine) async throws {
        try await House.open(engine) { house in
            let galleries = Galleries(house.context)
            let other = try await house.addGallery("npm")
            let key = try await galleries.addKey(gallery: house.gallery, scopes: [.read, .admin], by: "Dana").key
            #expect(try await !galleries.revokeKey(key.id, gallery: other), "it is another gallery's")
            #expect(try await galleries.revokeKey(key.id, gallery: house.gallery, by: "Dana"))
            #expect(try await galleries.revokeKey(key.id), "again changes nothing")
            let keys = try await Self.events(house).filter { $0.type == .keyAdded || $0.type == .keyRevoked }
            #expect(keys.map(\.type) == [.keyAdded, .keyRevoked] && keys.allSatisfy { $0.actor == "Dana" })
            #expect(keys.allSatisfy { $0.subject == key.id.description && $0.data.detail == "admin read" })

            let secret = "abuse@example.org"
            let edit = Galleries.Edit(name: "New", settings: ["abuse": secret, "locale": "de"])
            _ = try await galleries.edit("pypi", edit, by: "Dana")
            _ = try await galleries.edit("pypi", edit, by: "Dana")
            let changes = try await Self.events(house, .galleryChanged)
            #expect(changes.map(\.data.detail) == ["name, abuse, locale"], "the same again is no change")

            for _ in 0..<2 { #expect(try await galleries.pauseCourier(true, gallery: "pypi", by: "Dana")) }
            for _ in 0..<2 { #expect(try await galleries.pauseCourier(true, gallery: nil)) }
            for _ in 0..<2 { #expect(try await galleries.pauseCourier(false, gallery: nil)) }
            #expect(try await galleries.pauseCourier(false, gallery: "pypi"))
            let pauses = try await Self.events(house).filter { $0.type == .courierPaused || $0.type == .courierResumed }
            let types: [EventType] = [.courierPaused, .courierPaused, .courierResumed, .courierResumed]
            #expect(pauses.map(\.type) == types && pauses.map(\.actor) == ["Dana", "system", "system", "system"])
            let all = "the mail of all galleries"
            #expect(pauses.map(\.data.detail) == [nil, all, all, nil])
            let others = try await EventFeed(house.context).after(0, gallery: other, limit: 50)
            #expect(
                others.map(\.type) == [.galleryAdded, .courierPaused, .courierResumed],
                "all galleries hear of what is about all")
            let added = try #require(try await Self.events(house, .galleryAdded).first)
            #expect(added.seq == 1 && added.subject == "pypi" && added.actor == EventDraft.system)
        }
    }

    @Test(arguments: Engine.allCases)
    func aMailboxThatTakesAnothersPlaceIsAnEvent(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none"]) { house in
            #expect(try await Self.events(house, .accountChanged).isEmpty)
            _ = try await house.invite(House.account("carol", email: "carol@example.org"))
            _ = try await house.invite(House.account("carol", email: "carol@example.org"))
            #expect(try await Self.events(house, .accountChanged).isEmpty, "the same one, or the first, is none")
            let bob = try House.account("bob", email: "thief@elsewhere.example")
            _ = try await Owners(house.context).put(
                [bob], package: Name("left-pad", .package), gallery: house.gallery)
            let event = try #require(try await Self.events(house, .accountChanged).first)
            #expect(event.subject == "bob" && event.data.username == "bob")
            let detail = try #require(event.data.detail)
            #expect(detail == "b***@e***.org before, t***@e***.example now")
        }
    }

    @Test(arguments: Engine.allCases)
    func aKeyThatIsRefusedIsToldOnceAnHour(engine: Engine) async throws {
        try await House.open(engine) { house in
            let galleries = Galleries(house.context)
            let (key, secret) = try await galleries.addKey(gallery: house.gallery, scopes: [.read])
            _ = try await galleries.revokeKey(key.id)
            func use(_ times: Int, from address: String = "192.0.2.1") async throws {
                for _ in 0..<times { _ = try await galleries.authenticate(secret, from: address) }
                try await galleries.writeKeyUses()
            }
            func told() async throws -> [String] {
                try await Self.events(house, .keyRefused).map {
                    "\($0.data.detail ?? "-") \($0.origin?.address ?? "-")"
                }
            }
            _ = try await galleries.authenticate("cs_" + String(repeating: "x", count: 43), from: "192.0.2.2")
            try await galleries.writeKeyUses()
            #expect(try await told().isEmpty, "a key that never was leaves nothing")
            try await use(3)
            #expect(try await told() == ["3 requests 192.0.2.1"])
            try await use(5)
            house.clock.advance(by: .milliseconds(3_599_999))
            try await use(1, from: "192.0.2.7")
            #expect(try await told().count == 1)
            house.clock.advance(by: .milliseconds(1))
            try await use(1)
            #expect(try await told() == ["3 requests 192.0.2.1", "7 requests 192.0.2.1"])
            let event = try #require(try await Self.events(house, .keyRefused).last)
            #expect(event.subject == key.id.description && event.data.reason == "revoked")
            #expect(event.origin == .key(key.id, address: "192.0.2.1"))
        }
    }

    @Test(arguments: Engine.allCases)
    func anotherTryIsAnEvent(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none"]) { house in
            _ = try await house.invite(House.account("carol"))
            let gallery = house.gallery
            let message = try await house.context.database.write { tx in
                var message = try #require(
                    try tx.messages.list(gallery: gallery, about: nil, state: nil, after: nil, limit: 1).first)
                message.state = .failed
                message.nextAttemptAt = nil
                try tx.messages.update(message)
                return message
            }
            _ = try await Messages(house.context).call(.retry, message.id, gallery: gallery)
            let event = try #require(try await Self.events(house, .messageRetried).first)
            #expect(event.subject == message.id.description && event.data.kind == message.kind.rawValue)
        }
    }
}
