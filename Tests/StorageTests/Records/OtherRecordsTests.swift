import Databases
import Model
import Storage
import Testing

@Suite struct OtherRecordsTests {
    @Test(arguments: Engine.allCases)
    func galleries(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                let from = try EmailAddress("noreply@example.org")
                let settings = ["limits": "none", "locale": "de"]
                var gallery = Gallery(
                    id: Rows.id(5), slug: "npm", name: "n\"p'm", url: "https://example.org", from: from,
                    policy: try GalleryPolicy(settings: settings))
                #expect(try tx.galleries.add(gallery, settings: settings, at: Rows.now) == .added)
                var twin = gallery
                twin.id = Rows.id(6)
                #expect(try tx.galleries.add(twin, settings: [:], at: Rows.now) == .slugTaken)
                #expect(try tx.galleries.find(Rows.id(5)) == gallery)
                #expect(try tx.galleries.find(slug: "npm") == gallery)
                #expect(try tx.galleries.find(slug: "NPM") == nil)
                #expect(try tx.galleries.settings(Rows.id(5)) == settings)
                gallery.name = "other"
                gallery.policy = GalleryPolicy()
                try tx.galleries.update(gallery, settings: [:])
                try tx.galleries.pause(gallery.id, true)
                gallery.paused = true
                #expect(try tx.galleries.all() == [gallery])
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func accountsAreLearned(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                let rows = try Rows(tx)
                #expect(rows.bob.username.text == "Bob")
                let again = try tx.accounts.learn(
                    Rows.name("BOB"), AccountDescription(username: Rows.name("BOB"), locale: "de"),
                    gallery: Rows.gallery)
                #expect(again.number == rows.bob.number)
                #expect(again.username.text == "Bob", "shown as first written")
                #expect(again.email == rows.bob.email, "what is left out stays")
                #expect(again.locale == "de")
                #expect(try tx.accounts.find("bOb", gallery: Rows.gallery) == again)
                #expect(try tx.accounts.find(number: again.number)?.account == again)
                #expect(try tx.accounts.find("bob", gallery: Rows.id(2)) == nil)
                #expect(try tx.accounts.find("bob\0", gallery: Rows.gallery) == nil)
                #expect(try tx.packages.find("\(rows.package.id.text)\0x", gallery: Rows.gallery) == nil)
                let members = [try EmailAddress("a@example.org"), try EmailAddress("b@example.org")]
                let team = try tx.accounts.learn(
                    Rows.name("team"),
                    AccountDescription(username: Rows.name("team"), kind: .organization, members: members),
                    gallery: Rows.gallery)
                #expect(try tx.accounts.find("team", gallery: Rows.gallery) == team)
                #expect(team.mailboxes == members)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func packagesAndOwners(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                let rows = try Rows(tx)
                #expect(
                    try tx.packages.learn(Rows.name("LEFT-PAD"), gallery: Rows.gallery, at: Rows.now) == rows.package)
                #expect(try tx.packages.find("left-pad", gallery: Rows.gallery)?.id.text == "Left-Pad")
                #expect(try tx.packages.find("left-pad", gallery: Rows.id(2)) == nil)
                #expect(
                    try tx.packages.addOwner(rows.carol, to: rows.package, via: .invitation, at: Rows.now - .seconds(1))
                )
                #expect(try !tx.packages.addOwner(rows.carol, to: rows.package, via: .import, at: Rows.now))
                let owners = try tx.packages.owners(of: rows.package)
                #expect(owners.map(\.account) == [rows.carol, rows.bob], "oldest first")
                #expect(owners.map(\.via) == [.invitation, .import])
                try tx.packages.removeOwner(rows.carol, from: rows.package)
                #expect(try tx.packages.owners(of: rows.package).map(\.account) == [rows.bob])
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func keys(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                _ = try Rows(tx)
                let key = APIKey(
                    id: Rows.id(9), gallery: Rows.gallery, scopes: [.read, .override], createdAt: Rows.now)
                try tx.keys.add(key, hash: [1, 2, 3])
                #expect(try tx.keys.find(hash: [1, 2, 3]) == key)
                #expect(try tx.keys.find(hash: [1, 2]) == nil)
                #expect(try tx.keys.list(gallery: nil) == [key])
                #expect(try tx.keys.list(gallery: Rows.id(2)) == [])
                #expect(try tx.keys.revoke(Rows.id(9), at: Rows.now))
                #expect(try tx.keys.revoke(Rows.id(9), at: Rows.now + .seconds(5)))
                #expect(try !tx.keys.revoke(Rows.id(8), at: Rows.now))
                #expect(try tx.keys.find(hash: [1, 2, 3])?.revokedAt == Rows.now)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func eventsKeepTheirOrder(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                _ = try Rows(tx)
                _ = try Rows(tx, gallery: Rows.id(2), slug: "npm")
                for number in 0..<20 as Range<UInt64> {
                    let data = EventData(package: "p", username: "\u{2028}\"\\", generation: Int(number))
                    try tx.events.append(
                        [EventDraft(.ownerAdded, actor: "bob", subject: "s", data: data)],
                        gallery: number % 2 == 0 ? Rows.gallery : Rows.id(2), at: Rows.now - .seconds(Int64(number)),
                        makeID: { _ in Rows.id(1000 - number) })
                }
                let events = try tx.events.after(0, gallery: Rows.gallery, limit: 100)
                #expect(events.map(\.data.generation) == Array(stride(from: 0, to: 20, by: 2)))
                #expect(events.map(\.seq) == Array(1...10))
                #expect(events.first?.data.username == "\u{2028}\"\\")
                let third = try tx.events.after(events[1].seq, gallery: Rows.gallery, limit: 1)
                #expect(third == [events[2]])
                #expect(try tx.events.after(events[9].seq, gallery: Rows.gallery, limit: 1).isEmpty)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func answersAreKeptForTheirTime(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                let answer = KeptAnswer(status: 201, location: "/x", body: [0, 255])
                let end = Rows.now + .seconds(10)
                try tx.idempotency.keep(answer, key: Rows.id(1), "k", fingerprint: [7], until: end)
                let kept = try #require(try tx.idempotency.find(key: Rows.id(1), "k", at: Rows.now))
                #expect(kept.answer == answer)
                #expect(kept.fingerprint == [7])
                #expect(try tx.idempotency.find(key: Rows.id(2), "k", at: Rows.now) == nil)
                #expect(try tx.idempotency.find(key: Rows.id(1), "K", at: Rows.now) == nil)
                #expect(try tx.idempotency.find(key: Rows.id(1), "k", at: end) == nil, "its time is over")
                let newer = KeptAnswer(status: 200, body: [])
                try tx.idempotency.keep(newer, key: Rows.id(1), "k", fingerprint: [8], until: end + .seconds(10))
                #expect(try tx.idempotency.find(key: Rows.id(1), "k", at: end)?.answer == newer)
                #expect(try tx.idempotency.forget(at: end, most: 9) == 0)
                #expect(try tx.idempotency.forget(at: end + .seconds(10), most: 9) == 1)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func limitsAreCountedBySubject(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx throws in
                for _ in 0..<3 {
                    #expect(try tx.rates.take(.mail(.recipient), .recipient, subject: [1], at: Rows.now) == nil)
                }
                #expect(try tx.rates.take(.mail(.recipient), .recipient, subject: [1], at: Rows.now) == .seconds(3600))
                #expect(try tx.rates.take(.mail(.recipient), .recipient, subject: [2], at: Rows.now) == nil)
                #expect(try tx.rates.take(.mail(.inviter), .recipient, subject: [1], at: Rows.now) == nil)
                #expect(
                    try tx.rates.take(.mail(.recipient), .recipient, subject: [1], at: Rows.now + .seconds(3600)) == nil
                )
                #expect(try tx.rates.forget(at: Rows.now + .seconds(86_400), most: 1) == 1)
                #expect(try tx.rates.forget(at: Rows.now + .seconds(86_400), most: 9) == 1)
                #expect(
                    try tx.rates.take(.mail(.recipient), .recipient, subject: [1], at: Rows.now + .seconds(3600))
                        == nil,
                    "not forgotten")
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func switches(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                #expect(try !tx.switches.courierIsPaused())
                try tx.switches.pauseCourier(true)
                #expect(try tx.switches.courierIsPaused())
                try tx.switches.pauseCourier(false)
                #expect(try !tx.switches.courierIsPaused())
            }
        }
    }
}
