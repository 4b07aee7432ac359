import Databases
import Endpoints
import Links
import Model
import NIOHTTP1
import Storage
import Synchronization
import Testing
import Workflows

@testable import Courier

/// The service between a real database and real endpoints.
@Suite(.timeLimit(.minutes(15))) struct WebhookServiceTests {
    @Test(arguments: Engine.allCases)
    func everyEventArrivesOnceAsTheFeedHasIt(engine: Engine) async throws {
        try await Listener.run { listener in
            try await WebhookHouse.run(engine) { house in
                let made = try await house.webhook(listener)
                try await house.happen(80)
                try await house.wait { listener.heard.count >= 80 }
                try await house.wait { try await house.count(.pending, of: made) == 0 }
                let events = try await house.events().filter { $0.type == .ownerAdded }
                let ids = listener.heard.compactMap { $0.head.headers.first(name: "webhook-id") }
                #expect(ids.count == 80, "none twice")
                #expect(Set(ids) == Set(events.map(\.id.description)))
                let bodies = Set(listener.heard.map(\.body))
                #expect(bodies == Set(events.map { EventPayload.bytes($0) }))
                #expect(listener.connections <= 8, "connections are used again")
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func aSlowEndpointDelaysNoOther(engine: Engine) async throws {
        try await Listener.run(answer: { _ in .silence }) { slow in
            try await Listener.run { quick in
                try await WebhookHouse.run(engine, drain: .milliseconds(100)) { house in
                    _ = try await house.webhook(slow)
                    let made = try await house.webhook(quick)
                    try await house.happen(40)
                    try await house.wait { quick.heard.count >= 40 }
                    #expect(slow.connections <= 4)
                    try await house.wait { try await house.count(.succeeded, of: made) == 40 }
                }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func whatFailsIsTriedAgainUnderTheSameId(engine: Engine) async throws {
        let answers = Mutex<[Listener.Answer]>([
            .status(500), .hangUp, .status(503, ["retry-after": "1"]), .status(200),
        ])
        try await Listener.run(
            answer: { _ in answers.withLock { $0.isEmpty ? .status(404) : $0.removeFirst() } }
        ) { listener in
            try await WebhookHouse.run(engine, retry: [.milliseconds(50), .milliseconds(50), .milliseconds(50)]) {
                house in
                let made = try await house.webhook(listener)
                try await house.happen(1)
                try await house.wait { try await house.count(.succeeded, of: made) == 1 }
                let view = try #require(try await house.deliveries(of: made).first)
                #expect(view.attempts.map(\.status) == [500, nil, 503, 200])
                #expect(view.attempts.map(\.outcome) == [.refused, .failed, .refused, .delivered])
                #expect(view.attempts[3].at - view.attempts[2].at >= .seconds(1), "Retry-After")
                #expect(Set(listener.heard.map { $0.head.headers.first(name: "webhook-id") }).count == 1)
                #expect(Set(listener.heard.map(\.body)).count == 1)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func aUsedUpScheduleFailsAndCanBeAskedForAgain(engine: Engine) async throws {
        let isWell = Mutex(false)
        try await Listener.run(answer: { _ in .status(isWell.withLock { $0 } ? 204 : 400) }) { listener in
            try await WebhookHouse.run(engine, retry: [.milliseconds(20)]) { house in
                let made = try await house.webhook(listener)
                try await house.happen(1)
                try await house.wait { try await house.count(.failed, of: made) == 1 }
                #expect(listener.heard.count == 2)
                isWell.withLock { $0 = true }
                _ = try await house.webhooks.redeliver(
                    made, .events(after: 0, before: nil), gallery: house.gallery
                ) { _ in KeptAnswer(status: 200, body: []) }
                try await house.wait { try await house.count(.succeeded, of: made) >= 1 }
                #expect(try await house.count(.failed, of: made) == 0)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func goneEndsIt(engine: Engine) async throws {
        try await Listener.run(answer: { _ in .status(410) }) { listener in
            try await WebhookHouse.run(engine) { house in
                let made = try await house.webhook(listener)
                try await house.happen(1)
                try await house.wait {
                    try await house.webhooks.find(made, gallery: house.gallery)?.state == .disabled
                }
                try await house.happen(5)
                try await Task.sleep(for: .milliseconds(300))
                #expect(listener.heard.count == 1)
                #expect(try await house.events().contains { $0.type == .webhookDisabled })
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func aStopWaitsForWhatIsUnderWay(engine: Engine) async throws {
        try await Listener.run(answer: { _ in .later(.milliseconds(400), 204) }) { listener in
            try await WebhookHouse.run(engine) { house in
                let made = try await house.webhook(listener)
                try await house.happen(20)
                try await house.wait { listener.heard.count >= 4 }
                await house.stop()
                let views = try await house.deliveries(of: made)
                #expect(views.allSatisfy { !$0.delivery.isHeld })
                #expect(views.filter { $0.delivery.state == .succeeded }.count == listener.heard.count)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func whatAStopBreaksOffIsPutBackAndCostsNoTry(engine: Engine) async throws {
        try await Listener.run(answer: { _ in .silence }) { listener in
            try await WebhookHouse.run(engine, timeout: .seconds(60), drain: .milliseconds(200)) { house in
                let made = try await house.webhook(listener)
                try await house.happen(3)
                try await house.wait { listener.heard.count >= 3 }
                await house.stop()
                let views = try await house.deliveries(of: made)
                #expect(views.map(\.delivery.state) == [.pending, .pending, .pending])
                #expect(views.allSatisfy { !$0.delivery.isHeld && $0.delivery.tries == 0 && $0.attempts.isEmpty })
            }
        }
    }

    /// A lease that a slow endpoint outlasts is renewed, so that nobody else sends the same meanwhile.
    @Test(arguments: Engine.allCases)
    func aSlowEndpointIsAskedOnce(engine: Engine) async throws {
        try await Listener.run(answer: { _ in .later(.seconds(8), 204) }) { listener in
            try await WebhookHouse.run(engine, lease: .seconds(3)) { house in
                let made = try await house.webhook(listener)
                try await house.happen(1)
                try await house.wait { try await house.count(.succeeded, of: made) == 1 }
                #expect(listener.heard.count == 1)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func whatADeadWorkerHeldIsSentByTheNext(engine: Engine) async throws {
        try await Listener.run { listener in
            try await WebhookHouse.run(engine, isStarted: false) { house in
                let made = try await house.webhook(listener)
                try await house.happen(6)
                let outbox = WebhookOutbox(house.context)
                while try await outbox.fanOut() {}
                let held = try await outbox.claim(
                    .init(total: 3, each: 3, busy: [:]), lease: .milliseconds(300), schedule: .standard)
                #expect(held.deliveries.count == 3)
                house.start()
                try await house.wait { try await house.count(.succeeded, of: made) == 6 }
                #expect(listener.heard.count == 6)
            }
        }
    }
}
