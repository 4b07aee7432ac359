import Databases
import Model
import Storage
import Testing

@Suite struct WebhookDeliveryRecordsTests {
    private static let later = Rows.now + .seconds(60)

    @Test(arguments: Engine.allCases)
    func anEventGoesToAWebhookOnce(engine: Engine) async throws {
        try await WebhookRows.run(engine) { tx throws in
            let delivery = WebhookRows.delivery(100, event: 7)
            #expect(try tx.webhookDeliveries.add(delivery))
            #expect(try !tx.webhookDeliveries.add(WebhookRows.delivery(101, event: 7)))
            #expect(try tx.webhookDeliveries.find(delivery.id, webhook: Rows.id(10)) == delivery)
            #expect(try tx.webhookDeliveries.find(delivery.id, webhook: Rows.id(11)) == nil)
            #expect(try tx.webhookDeliveries.find(event: 7, webhook: Rows.id(10)) == delivery)
            #expect(try tx.webhookDeliveries.find(event: 8, webhook: Rows.id(10)) == nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func aClaimLeasesWhatIsDue(engine: Engine) async throws {
        try await WebhookRows.run(engine) { tx throws in
            for (number, wait) in [(100, 1), (101, -1), (102, 0)] as [(UInt64, Int64)] {
                _ = try tx.webhookDeliveries.add(
                    WebhookRows.delivery(number) { $0.nextAttemptAt = Rows.now + .seconds(wait) })
            }
            func claim(_ most: Int, at now: Timestamp = Rows.now) throws -> [WebhookDelivery] {
                try tx.webhookDeliveries.claim(webhook: Rows.id(10), at: now, lease: Self.later, most: most)
            }
            #expect(
                try tx.webhookDeliveries.claim(webhook: Rows.id(11), at: Self.later, lease: Self.later, most: 9).isEmpty
            )
            let first = try #require(try claim(1).first)
            #expect((first.id.low, first.attempt, first.isHeld, first.state) == (101, 1, true, .pending))
            #expect(first.nextAttemptAt == nil)
            #expect(try claim(9).map(\.id.low) == [102])
            #expect(try claim(9).isEmpty, "what is leased is nobody else's")
            let waiting = try #require(try tx.webhookDeliveries.waiting(after: nil))
            #expect((waiting.webhook, waiting.next) == (Rows.id(10), Rows.now + .seconds(1)))
            #expect(try tx.webhookDeliveries.waiting(after: Rows.id(10)) == nil)
            #expect(try claim(9, at: Self.later).map(\.id.low) == [100])
        }
    }

    @Test(arguments: Engine.allCases)
    func completionIsFenced(engine: Engine) async throws {
        try await WebhookRows.run(engine) { tx throws in
            _ = try tx.webhookDeliveries.add(WebhookRows.delivery(100))
            var stale = try #require(
                try tx.webhookDeliveries.claim(webhook: Rows.id(10), at: Rows.now, lease: Self.later, most: 1).first)
            #expect(try tx.webhookDeliveries.abandoned(at: Self.later - .milliseconds(1), most: 9).isEmpty)
            #expect(try tx.webhookDeliveries.renew(stale.id, attempt: 1, lease: Self.later + .seconds(1)))
            #expect(try tx.webhookDeliveries.abandoned(at: Self.later, most: 9).isEmpty)
            let left = try tx.webhookDeliveries.abandoned(at: Self.later + .seconds(1), most: 9)
            #expect(left.map(\.id) == [stale.id])
            #expect(
                try tx.webhookDeliveries.complete(
                    WebhookMachine.takeBack(left[0], schedule: .standard, now: Self.later)))
            // The worker that was thought dead comes back, before the next claim and after it.
            stale.state = .succeeded
            #expect(try !tx.webhookDeliveries.complete(stale))
            let held = try #require(
                try tx.webhookDeliveries.claim(
                    webhook: Rows.id(10), at: Self.later, lease: Self.later + .seconds(60), most: 1
                ).first)
            #expect((held.attempt, held.takeovers, held.tries) == (2, 1, 0))
            #expect(try !tx.webhookDeliveries.complete(stale))
            #expect(try !tx.webhookDeliveries.renew(stale.id, attempt: 1, lease: Self.later))
            #expect(try !tx.webhookDeliveries.update(stale), "what is held is changed by its holder alone")
            #expect(try tx.webhookDeliveries.find(held.id, webhook: Rows.id(10)) == held)
            let settled = WebhookMachine.settle(
                held, .refused(status: 503, retryAfter: nil), failingSince: nil, schedule: .standard,
                took: .milliseconds(9), now: Self.later, jitter: 0)
            #expect(try tx.webhookDeliveries.complete(settled.delivery))
            try tx.webhookDeliveries.add(settled.attempt, to: held.id)
            #expect(try tx.webhookDeliveries.find(held.id, webhook: Rows.id(10)) == settled.delivery)
            #expect(try tx.webhookDeliveries.attempts(of: held.id) == [settled.attempt])
            #expect(try !tx.webhookDeliveries.complete(settled.delivery), "it is over")
        }
    }

    @Test(arguments: Engine.allCases)
    func lists(engine: Engine) async throws {
        try await WebhookRows.run(engine) { tx throws in
            try tx.webhooks.add(WebhookRows.webhook(20), SealedSecrets(current: []), after: 0)
            for number in 100..<104 as Range<UInt64> { _ = try tx.webhookDeliveries.add(WebhookRows.delivery(number)) }
            _ = try tx.webhookDeliveries.add(WebhookRows.delivery(200, to: 20))
            var failed = WebhookRows.delivery(101) { $0.state = .failed }
            failed.nextAttemptAt = nil
            #expect(try tx.webhookDeliveries.update(failed))
            _ = try tx.webhookDeliveries.claim(webhook: Rows.id(10), at: Rows.now, lease: Self.later, most: 1)
            func ids(_ state: WebhookDeliveryState? = nil, after: UInt64? = nil, limit: Int = 9) throws -> [UInt64] {
                try tx.webhookDeliveries.list(
                    webhook: Rows.id(10), state: state, after: after.map { Rows.id($0) }, limit: limit
                ).map(\.id.low)
            }
            #expect(try ids() == [100, 101, 102, 103])
            #expect(try ids(.pending) == [100, 102, 103], "also what is under way")
            #expect(try ids(.failed) == [101])
            #expect(try ids(.succeeded) == [])
            #expect(try ids(after: 100, limit: 1) == [101, 102])
        }
    }
}
