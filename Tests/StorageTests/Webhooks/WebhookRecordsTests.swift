import Databases
import Model
import Testing

@testable import Storage

/// What the tests of webhooks' records start from.
enum WebhookRows {
    static func webhook(_ number: UInt64, _ change: (inout Webhook) -> Void = { _ in }) -> Webhook {
        var webhook = Webhook(
            id: Rows.id(number), gallery: Rows.gallery, url: "https://hooks.example.org/\(number)",
            createdAt: Rows.now)
        change(&webhook)
        return webhook
    }

    static func delivery(
        _ number: UInt64, to webhook: UInt64 = 10, event: Int64? = nil,
        _ change: (inout WebhookDelivery) -> Void = { _ in }
    ) -> WebhookDelivery {
        var delivery = WebhookDelivery(
            id: Rows.id(number), gallery: Rows.gallery, webhook: Rows.id(webhook), event: event ?? Int64(number),
            eventID: Rows.id(number + 5000), eventType: .ownerAdded, createdAt: Rows.now, nextAttemptAt: Rows.now)
        change(&delivery)
        return delivery
    }

    static func append(_ count: Int, _ tx: any Transaction, gallery: Identifier = Rows.gallery) throws {
        let draft = EventDraft(.ownerAdded, actor: "bob", subject: "s", data: EventData(username: "bob"))
        var number: UInt64 = 100_000
        try tx.events.append([EventDraft](repeating: draft, count: count), gallery: gallery, at: Rows.now) { _ in
            number += 1
            return Rows.id(number)
        }
    }

    /// Runs a test on a database with a gallery and webhook 10 in it.
    static func run(
        _ engine: Engine, _ test: @escaping @Sendable (any Transaction) throws -> Void
    ) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx throws in
                _ = try Rows(tx)
                try tx.webhooks.add(webhook(10), SealedSecrets(current: [1]), after: 0)
                try test(tx)
            }
        }
    }
}

@Suite struct WebhookRecordsTests {
    @Test(arguments: Engine.allCases)
    func readsBackWhatWasWritten(engine: Engine) async throws {
        try await WebhookRows.run(engine) { tx throws in
            var webhook = WebhookRows.webhook(20) {
                $0.filter = EventFilter(stored: ["invitation.*", "owner.added"])
                $0.description = "for \u{1F600} \"tests\""
            }
            try tx.webhooks.add(webhook, SealedSecrets(current: [7, 8]), after: 3)
            #expect(try tx.webhooks.find(webhook.id) == webhook)
            #expect(try tx.webhooks.find(webhook.id, gallery: Rows.gallery) == webhook)
            #expect(try tx.webhooks.find(webhook.id, gallery: Rows.id(2)) == nil)
            #expect(try tx.webhooks.secrets(of: webhook.id) == SealedSecrets(current: [7, 8]))
            let secrets = SealedSecrets(current: [9], previous: [7, 8], previousUntil: Rows.now)
            try tx.webhooks.setSecrets(secrets, of: webhook.id)
            #expect(try tx.webhooks.secrets(of: webhook.id) == secrets)
            webhook.url = "https://other.example.org/"
            webhook.filter = .all
            webhook.description = nil
            webhook.state = .disabled
            webhook.disabledReason = "gone"
            webhook.failingSince = Rows.now
            try tx.webhooks.update(webhook)
            #expect(try tx.webhooks.find(webhook.id) == webhook)
        }
    }

    @Test(arguments: Engine.allCases)
    func aDeletedOneIsOnlyKept(engine: Engine) async throws {
        try await WebhookRows.run(engine) { tx throws in
            for number in [20, 30, 40] as [UInt64] {
                try tx.webhooks.add(WebhookRows.webhook(number), SealedSecrets(current: []), after: 0)
            }
            try tx.webhooks.update(WebhookRows.webhook(30) { $0.state = .deleted })
            func ids(after: UInt64? = nil, limit: Int = 9) throws -> [UInt64] {
                try tx.webhooks.list(gallery: Rows.gallery, after: after.map { Rows.id($0) }, limit: limit).map(
                    \.id.low)
            }
            #expect(try ids() == [10, 20, 40])
            #expect(try ids(after: 10, limit: 1) == [20, 40])
            #expect(try tx.webhooks.list(gallery: Rows.id(2), after: nil, limit: 9).isEmpty)
            #expect(try tx.webhooks.count(gallery: Rows.gallery) == 3)
            #expect(try tx.webhooks.find(Rows.id(30), gallery: Rows.gallery) == nil)
            #expect(try tx.webhooks.find(Rows.id(30))?.state == .deleted)
        }
    }

    @Test(arguments: Engine.allCases)
    func movesOnInTheFeedOnce(engine: Engine) async throws {
        try await WebhookRows.run(engine) { tx throws in
            #expect(try tx.webhooks.behind(most: 9).isEmpty)
            try WebhookRows.append(3, tx)
            let last = try tx.events.last(gallery: Rows.gallery)
            let place = WebhookRecords.Behind(webhook: Rows.id(10), gallery: Rows.gallery, after: 0)
            #expect(try tx.webhooks.behind(most: 9) == [place])
            #expect(try tx.webhooks.advance(Rows.id(10), from: 0, to: last - 1))
            #expect(try !tx.webhooks.advance(Rows.id(10), from: 0, to: last), "another node was here")
            #expect(try tx.webhooks.behind(most: 9).map(\.after) == [last - 1])
            try tx.webhooks.skipToEnd(Rows.id(10))
            #expect(try tx.webhooks.behind(most: 9).isEmpty)
            try WebhookRows.append(1, tx)
            #expect(try tx.webhooks.disable(Rows.id(10), because: "gone"))
            #expect(try !tx.webhooks.disable(Rows.id(10), because: "again"))
            #expect(try tx.webhooks.behind(most: 9).isEmpty, "nothing is put by for one that is disabled")
            #expect(try !tx.webhooks.advance(Rows.id(10), from: last, to: last + 1))
            #expect(try tx.webhooks.find(Rows.id(10))?.disabledReason == "gone")
        }
    }

    @Test(arguments: Engine.allCases)
    func failsSinceTheFirstFailure(engine: Engine) async throws {
        try await WebhookRows.run(engine) { tx throws in
            func since() throws -> Timestamp? { try tx.webhooks.find(Rows.id(10))?.failingSince }
            try tx.webhooks.isWell(Rows.id(10))
            #expect(try since() == nil)
            try tx.webhooks.isFailing(Rows.id(10), since: Rows.now)
            try tx.webhooks.isFailing(Rows.id(10), since: Rows.now + .seconds(5))
            #expect(try since() == Rows.now)
            try tx.webhooks.isWell(Rows.id(10))
            #expect(try since() == nil)
        }
    }
}
