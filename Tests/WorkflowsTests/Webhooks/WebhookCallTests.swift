import Databases
import Foundation
import Links
import Model
import Storage
import Testing
import Workflows

@Suite struct WebhookCallTests {
    private static let url = "https://hooks.example.org/a"

    @Test(arguments: Engine.allCases)
    func aWebhookIsMadeShownChangedAndRemoved(engine: Engine) async throws {
        try await House.open(engine) { house in
            let made = try await house.webhook(Self.url, types: ["invitation.*"])
            #expect(WebhookSecret(text: made.secret)?.bytes.count == 32)
            let shown = try #require(try await house.webhooks.find(made.id, gallery: house.gallery))
            #expect((shown.url, shown.filter.patterns, shown.state) == (Self.url, ["invitation.*"], .active))
            let other = try await house.addGallery("npm")
            #expect(try await house.webhooks.find(made.id, gallery: other) == nil)
            let change = WebhookChange(filter: .all, description: "x", state: .disabled)
            #expect(try await house.webhooks.change(made.id, change, gallery: other) == .failure(.unknownWebhook))
            let changed = try await house.webhooks.change(made.id, change, gallery: house.gallery).get()
            #expect((changed.description, changed.state, changed.filter) == ("x", .disabled, .all))
            #expect(try await house.webhooks.change(made.id, change, gallery: house.gallery).get() == changed)
            let refused = try await house.webhooks.change(made.id, WebhookChange(), gallery: house.gallery) {
                $0 == changed ? .preconditionFailed : nil
            }
            #expect(refused == .failure(.preconditionFailed))
            #expect(try await house.webhooks.remove(made.id, gallery: other) == .unknownWebhook)
            #expect(try await house.webhooks.remove(made.id, gallery: house.gallery) == nil)
            #expect(try await house.webhooks.remove(made.id, gallery: house.gallery) == .unknownWebhook)
            #expect(try await house.webhooks.list(gallery: house.gallery, after: nil, limit: 9).items.isEmpty)
            let secrets = try await house.context.database.read { try $0.webhooks.secrets(of: made.id) }
            #expect(secrets == SealedSecrets(current: []), "its secret is gone")
            #expect(try await house.events() == ["webhook.created", "webhook.changed", "webhook.deleted"])
        }
    }

    /// The answer with the secret is repeated, and neither it nor the secret can be read in the database.
    @Test(arguments: Engine.allCases)
    func aSecretIsRepeatedToWhoAsksAgainAndToNobodyElse(engine: Engine) async throws {
        try await House.open(engine) { house in
            let once = Once(key: house.gallery, idempotencyKey: "k", fingerprint: [1])
            let first = try await house.webhook(Self.url, once: once)
            let again = try await house.webhook(Self.url, once: once)
            #expect((again.id, again.secret, again.replayed) == (first.id, first.secret, true))
            let kept = try await house.context.database.read {
                try $0.idempotency.find(key: once.key, "k", at: house.clock.now)?.answer.body ?? []
            }
            #expect(!kept.isEmpty)
            #expect(!String(decoding: kept, as: UTF8.self).contains("whsec_"))
            let sealed = try await house.context.database.read { try $0.webhooks.secrets(of: first.id)?.current ?? [] }
            let secret = try #require(WebhookSecret(text: first.secret)?.bytes)
            #expect(!Data(sealed).indices.contains { Data(sealed[$0...]).starts(with: secret) })
            #expect(try await house.events() == ["webhook.created"])
            let stranger = Once(key: house.gallery, idempotencyKey: "k", fingerprint: [2])
            await #expect(throws: IdempotencyMismatch.self) { try await house.webhook(Self.url, once: stranger) }
        }
    }

    @Test(arguments: Engine.allCases)
    func bothSecretsSignForADay(engine: Engine) async throws {
        try await House.open(engine) { house in
            let made = try await house.webhook(Self.url)
            let rotated = try await house.rotate(made.id)
            #expect(rotated.secret != made.secret)
            func signing() async throws -> [String] {
                _ = try await house.invited("user\(house.clock.now.milliseconds)")
                let claimed = try await house.claimWebhooks()
                for item in claimed { _ = try await house.settle(item, .delivered(status: 200)) }
                return try #require(claimed.first).secrets.map(\.text)
            }
            #expect(try await signing() == [rotated.secret, made.secret])
            house.clock.advance(by: .seconds(86_399))
            #expect(try await signing() == [rotated.secret, made.secret])
            house.clock.advance(by: .seconds(1))
            #expect(try await signing() == [rotated.secret])
        }
    }

    @Test(arguments: Engine.allCases)
    func aGalleryHasOnlySoMany(engine: Engine) async throws {
        try await House.open(engine) { house in
            for _ in 0..<Webhooks.most { try await house.webhook(Self.url) }
            await #expect(throws: Unexpected.self) { try await house.webhook(Self.url) }
        }
    }
}

extension House {
    struct Made: Sendable, Codable {
        var id: Identifier { Identifier(text) ?? Identifier(high: 0, low: 0) }
        var text: String
        var secret: String
        var replayed = false
    }

    var webhooks: Webhooks { Webhooks(context) }

    @discardableResult
    func webhook(_ url: String, types: [String] = [], once: Once? = nil) async throws -> Made {
        let wanted = WebhookDescription(url: try EndpointURL(url), filter: try EventFilter(types))
        return try Self.made(await webhooks.create(wanted, gallery: gallery, once: once) { try Self.answer($0) })
    }

    func rotate(_ id: Identifier) async throws -> Made {
        try Self.made(await webhooks.rotate(id, gallery: gallery) { try Self.answer($0) })
    }

    func redeliver(_ id: Identifier, _ wanted: Redelivery) async throws -> Requeued {
        let box = Box<Requeued>()
        _ = try await webhooks.redeliver(id, wanted, gallery: gallery) { outcome in
            guard case .success(let requeued) = outcome else { throw Unexpected(what: "\(outcome)") }
            box.put(requeued)
            return KeptAnswer(status: 200, body: [])
        }
        guard let requeued = box.value else { throw Unexpected() }
        return requeued
    }

    private static func answer(_ outcome: Result<WebhookView, Refusal>) throws -> KeptAnswer {
        guard case .success(let view) = outcome else { throw Unexpected(what: "\(outcome)") }
        let made = Made(text: view.webhook.id.description, secret: view.secret ?? "")
        return KeptAnswer(status: 201, body: Array(try JSONEncoder().encode(made)))
    }

    private static func made(_ answer: OnceAnswer) throws -> Made {
        var made = try JSONDecoder().decode(Made.self, from: Data(answer.answer.body))
        made.replayed = answer.replayed
        return made
    }
}
