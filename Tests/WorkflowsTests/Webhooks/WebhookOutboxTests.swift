import Databases
import Links
import Model
import Storage
import Synchronization
import Testing
import Workflows

@Suite struct WebhookOutboxTests {
    private static let url = "https://hooks.example.org/a"

    @Test(arguments: Engine.allCases)
    func aWebhookIsSentWhatHappensAfterItWasMade(engine: Engine) async throws {
        try await House.open(engine) { house in
            _ = try await house.invited("early")
            let made = try await house.webhook(Self.url)
            #expect(try await house.claimWebhooks().isEmpty)
            let id = try await house.invited()
            let claimed = try await house.claimWebhooks()
            #expect(claimed.map(\.delivery.eventType) == [.invitationCreated])
            let item = try #require(claimed.first)
            #expect(item.secrets.map(\.text) == [made.secret])
            let event = try #require(
                try await EventFeed(house.context).after(0, gallery: house.gallery, limit: 99).last)
            #expect(item.delivery.eventID == event.id)
            #expect(item.body == EventPayload.bytes(event))
            #expect(event.data.invitation == id.description)
            #expect(try await house.claimWebhooks().isEmpty, "what is claimed is nobody else's")
        }
    }

    @Test(arguments: Engine.allCases)
    func onlyTheTypesThatItAskedFor(engine: Engine) async throws {
        try await House.open(engine) { house in
            let made = try await house.webhook(Self.url, types: ["owner.*", "invitation.declined"])
            let (id, other) = (try await house.invited(), try await house.invited("erin"))
            _ = try await house.call(.accept, id, by: "carol")
            _ = try await house.call(.decline, other, by: "erin")
            let types = try await house.claimWebhooks().map(\.delivery.eventType.rawValue).sorted()
            #expect(types == ["invitation.declined", "owner.added"])
            let page = try #require(
                try await house.webhooks.deliveries(
                    of: made.id, state: nil, gallery: house.gallery, after: nil, limit: 99))
            #expect(page.items.count == 2)
        }
    }

    @Test(arguments: Engine.allCases)
    func twoNodesPutAnEventByOnce(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none"]) { house in
            let made = try await house.webhook(Self.url)
            for number in 0..<30 { _ = try await house.invited("user\(number)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask { while try await WebhookOutbox(house.context).fanOut() {} }
                }
                try await group.waitForAll()
            }
            let page = try #require(
                try await house.webhooks.deliveries(
                    of: made.id, state: .pending, gallery: house.gallery, after: nil, limit: 200))
            #expect(page.items.count == 30)
            #expect(Set(page.items.map(\.delivery.event)).count == 30)
        }
    }

    @Test(arguments: Engine.allCases)
    func aDisabledOneIsSentNothingUntilItIsActive(engine: Engine) async throws {
        try await House.open(engine) { house in
            let made = try await house.webhook(Self.url, types: ["invitation.created"])
            _ = try await house.invited("before")
            #expect(try await WebhookOutbox(house.context).fanOut() == false)
            _ = try await house.webhooks.change(made.id, WebhookChange(state: .disabled), gallery: house.gallery)
            _ = try await house.invited("meanwhile")
            #expect(try await house.claimWebhooks().isEmpty)
            _ = try await house.webhooks.change(made.id, WebhookChange(state: .active), gallery: house.gallery)
            let claimed = try await house.claimWebhooks()
            #expect(claimed.count == 1, "what waited goes on; what came meanwhile does not")
            _ = try await house.settle(try #require(claimed.first), .delivered(status: 200))
            // And can be had.
            #expect(try await house.redeliver(made.id, .events(after: 0, before: nil)).count == 2)
            #expect(try await house.claimWebhooks().count == 2)
        }
    }

    @Test(arguments: Engine.allCases)
    func goneDisablesAtOnceAndIsAnEvent(engine: Engine) async throws {
        try await House.open(engine) { house in
            let made = try await house.webhook(Self.url, types: ["invitation.created"])
            _ = try await (house.invited("a"), house.invited("b"))
            let claimed = try await house.claimWebhooks()
            #expect(try await house.settle(claimed[0], .gone) == .failed)
            let webhook = try #require(try await house.webhooks.find(made.id, gallery: house.gallery))
            #expect((webhook.state, webhook.disabledReason) == (.disabled, "the endpoint answered 410 Gone"))
            #expect(try await house.settle(claimed[1], .gone) == .failed, "and only once")
            #expect(try await house.events().filter { $0 == "webhook.disabled" }.count == 1)
            #expect(try await house.claimWebhooks().isEmpty)
        }
    }

    @Test(arguments: Engine.allCases)
    func aFailingEndpointIsDisabledAfterFiveDays(engine: Engine) async throws {
        try await House.open(engine) { house in
            let made = try await house.webhook(Self.url, types: ["invitation.created"])
            func state() async throws -> WebhookState? {
                try await house.webhooks.find(made.id, gallery: house.gallery)?.state
            }
            func failWholly() async throws {
                for _ in 0..<10 {
                    let item = try #require(try await house.claimWebhooks().first)
                    _ = try await house.settle(item, .refused(status: 500, retryAfter: nil))
                    house.clock.advance(by: .seconds(86_400))
                }
            }
            _ = try await house.invited("first")
            let item = try #require(try await house.claimWebhooks().first)
            _ = try await house.settle(item, .delivered(status: 200))
            house.clock.advance(by: .seconds(30 * 86_400))
            _ = try await house.invited("second")
            try await failWholly()
            #expect(try await state() == .disabled)
            #expect(try await house.events().last == "webhook.disabled")
        }
    }

    @Test(arguments: Engine.allCases)
    func aSuccessBetweenMakesAllWell(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none"]) { house in
            let made = try await house.webhook(Self.url, types: ["invitation.created"])
            _ = try await house.invited("first")
            var bad: Identifier?
            for day in 0..<10 {
                _ = try await house.invited("user\(day)")
                let claimed = try await house.claimWebhooks(each: 9)
                bad = bad ?? claimed.first?.delivery.id
                for item in claimed where item.delivery.id == bad {
                    _ = try await house.settle(item, .failed("no answer"))
                }
                for item in claimed where item.delivery.id != bad {
                    _ = try await house.settle(item, .delivered(status: 200))
                }
                house.clock.advance(by: .seconds(86_401))
            }
            let webhook = try await house.webhooks.find(made.id, gallery: house.gallery)
            #expect((webhook?.failingSince, webhook?.state) == (nil, .active))
            let page = try await house.webhooks.deliveries(
                of: made.id, state: .failed, gallery: house.gallery, after: nil, limit: 9)
            #expect(page?.items.map(\.delivery.id) == [try #require(bad)])
        }
    }

    @Test(arguments: Engine.allCases)
    func redeliveryKeepsItsIdAndCarriesTheLogOn(engine: Engine) async throws {
        try await House.open(engine) { house in
            let made = try await house.webhook(Self.url)
            _ = try await house.invited()
            let first = try #require(try await house.claimWebhooks().first)
            _ = try await house.settle(first, .refused(status: 500, retryAfter: nil))
            #expect(try await house.redeliver(made.id, .deliveries([first.delivery.id])).count == 1)
            let second = try #require(try await house.claimWebhooks().first, "at once, and not by the schedule")
            #expect(second.delivery.id == first.delivery.id)
            #expect(second.delivery.eventID == first.delivery.eventID)
            #expect(second.body == first.body)
            #expect(try await house.redeliver(made.id, .deliveries([first.delivery.id])).count == 0, "it is under way")
            #expect(try await house.settle(second, .delivered(status: 200)) == .succeeded)
            let page = try #require(
                try await house.webhooks.deliveries(
                    of: made.id, state: .succeeded, gallery: house.gallery, after: nil, limit: 9))
            #expect(page.items.first?.attempts.map(\.status) == [500, 200])
            await #expect(throws: Unexpected.self) {
                try await house.redeliver(made.id, .deliveries([first.delivery.webhook]))
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func aLongRangeIsPutByInParts(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none"]) { house in
            let gallery = house.gallery
            try await house.context.database.write { tx in
                let draft = EventDraft(.ownerAdded, actor: "a", subject: "s", data: EventData())
                try tx.events.append(
                    [EventDraft](repeating: draft, count: 1500), gallery: gallery, at: house.clock.now,
                    makeID: house.context.makeID)
            }
            let made = try await house.webhook(Self.url, types: ["owner.added"])
            let first = try await house.redeliver(made.id, .events(after: 1, before: nil))
            let next = try #require(first.next)
            #expect((first.count, next) == (1000, 1001))
            let second = try await house.redeliver(made.id, .events(after: next, before: nil))
            #expect(second.next == nil)
            #expect(first.count + second.count == 1502, "with the two of the first owners")
            #expect(try await house.redeliver(made.id, .events(after: 10, before: 13)).count == 2)
        }
    }

    @Test(arguments: Engine.allCases)
    func noEndpointTakesTheRoomOfOthers(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none"]) { house in
            let (one, two) = (try await house.webhook(Self.url), try await house.webhook(Self.url))
            for number in 0..<20 { _ = try await house.invited("user\(number)") }
            let claimed = try await house.claimWebhooks(total: 32)
            #expect(claimed.count == 8)
            #expect(claimed.filter { $0.delivery.webhook == one.id }.count == 4)
            _ = try await house.settle(try #require(claimed.first { $0.delivery.webhook == one.id }), .failed("x"))
            // One that fails has one at a time, and still three under way.
            let busy = [one.id: 3, two.id: 4]
            #expect(try await house.claimWebhooks(busy: busy).isEmpty)
            #expect(try await house.claimWebhooks(busy: [two.id: 4]).map(\.delivery.webhook) == [one.id])
            #expect(try await house.claimWebhooks(total: 0).isEmpty)
            let other = try await house.addGallery("npm")
            #expect(try await house.claimWebhooks(gallery: 3, busy: [house.gallery: 2]).count == 1, "of one gallery")
            #expect(try await house.claimWebhooks(gallery: 3, busy: [house.gallery: 3]).isEmpty)
            #expect(try await !house.claimWebhooks(gallery: 3, busy: [other: 3]).isEmpty)
        }
    }

    @Test(arguments: Engine.allCases)
    func whatADeadWorkerHeldIsTakenOver(engine: Engine) async throws {
        try await House.open(engine) { house in
            try await house.webhook(Self.url)
            _ = try await house.invited()
            let stale = try #require(try await house.claimWebhooks().first)
            house.clock.advance(by: House.lease - .milliseconds(1))
            #expect(try await house.claimWebhooks().isEmpty)
            #expect(try await WebhookOutbox(house.context).renew([stale.delivery], lease: House.lease).isEmpty)
            house.clock.advance(by: House.lease)
            let taken = try #require(try await house.claimWebhooks().first)
            #expect((taken.delivery.attempt, taken.delivery.tries, taken.delivery.takeovers) == (2, 0, 1))
            let outbox = WebhookOutbox(house.context)
            #expect(try await outbox.renew([stale.delivery], lease: House.lease) == [stale.delivery.id])
            #expect(try await house.settle(stale, .delivered(status: 200)) == nil, "fenced")
            #expect(try await house.settle(taken, .delivered(status: 200)) == .succeeded)
        }
    }

    @Test(arguments: Engine.allCases)
    func anEventsBodyIsSmall(engine: Engine) async throws {
        try await House.open(engine) { house in
            let long = String(repeating: "\u{1F600}", count: 500)
            let data = EventData(
                package: long, invitation: long, username: long, invitedBy: long, reason: long, kind: long, detail: long
            )
            let gallery = house.gallery
            try await house.context.database.write { tx in
                try tx.events.append(
                    [EventDraft(.ownerAdded, actor: long, subject: long, data: data)], gallery: gallery,
                    at: house.clock.now, makeID: house.context.makeID)
            }
            let event = try #require(try await EventFeed(house.context).after(2, gallery: gallery, limit: 9).last)
            #expect(EventPayload.bytes(event).count < 20_000)
        }
    }
}

extension House {
    /// Fans out and claims.
    func claimWebhooks(
        total: Int = 32, each: Int = 4, gallery: Int = .max, busy: [Identifier: Int] = [:]
    ) async throws -> [ClaimedDelivery] {
        let outbox = WebhookOutbox(context)
        while try await outbox.fanOut() {}
        return try await outbox.claim(
            .init(total: total, each: each, gallery: gallery, busy: busy), lease: Self.lease, schedule: .standard
        ).deliveries
    }

    /// - Returns: what became of it; nil where it was fenced.
    func settle(_ claimed: ClaimedDelivery, _ outcome: WebhookOutcome) async throws -> WebhookDeliveryState? {
        let settled = try await WebhookOutbox(context).complete(
            claimed.delivery, .attempted(outcome, took: .milliseconds(5)), schedule: .standard, jitter: 0)
        guard case .written(let delivery, _) = settled else { return nil }
        return delivery.state
    }
}

/// Carries a value out of a closure.
final class Box<Value: Sendable>: Sendable {
    private let held = Mutex<Value?>(nil)

    var value: Value? { held.withLock { $0 } }

    func put(_ value: Value) { held.withLock { $0 = value } }
}
