import Model
import Testing

@Suite struct WebhookMachineTests {
    private static let now = Timestamp(seconds: 1_800_000_000)

    private static func delivery(_ change: (inout WebhookDelivery) -> Void = { _ in }) -> WebhookDelivery {
        let id = Identifier(high: 1, low: 1)
        var delivery = WebhookDelivery(
            id: id, gallery: id, webhook: id, event: 7, eventID: id, eventType: .ownerAdded, createdAt: now,
            nextAttemptAt: nil, isHeld: true, attempt: 1)
        change(&delivery)
        return delivery
    }

    private static func settle(
        _ delivery: WebhookDelivery, _ outcome: WebhookOutcome, failingSince: Timestamp? = nil, jitter: Double = 0
    ) -> WebhookMachine.Settlement {
        WebhookMachine.settle(
            delivery, outcome, failingSince: failingSince, schedule: .standard, took: .milliseconds(12), now: now,
            jitter: jitter)
    }

    @Test func theStandardScheduleMakesTenAttemptsInThreeDays() {
        var delivery = Self.delivery()
        var waits: [String] = []
        while true {
            let settled = Self.settle(delivery, .refused(status: 500, retryAfter: nil)).delivery
            guard let next = settled.nextAttemptAt else {
                #expect(settled.state == .failed)
                #expect(settled.tries == 10)
                break
            }
            #expect(settled.state == .pending)
            waits.append((next - Self.now).text)
            delivery = settled
            delivery.nextAttemptAt = nil
        }
        #expect(waits == ["5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "1d"])
    }

    @Test func jitterOnlyLengthens() {
        for (jitter, expected) in [(0.0, 5000), (0.5, 5250), (1.0, 5500), (-3.0, 5000), (9.0, 5500)]
            as [(Double, Int64)]
        {
            let next = Self.settle(Self.delivery(), .failed("x"), jitter: jitter).delivery.nextAttemptAt
            #expect(next == Self.now + .milliseconds(expected))
        }
    }

    @Test(arguments: [200, 201, 204, 299])
    func twoHundredsSucceed(status: Int) {
        let settlement = Self.settle(Self.delivery { $0.tries = 3 }, .delivered(status: status), failingSince: Self.now)
        #expect(settlement.health == .well)
        #expect(settlement.delivery.state == .succeeded)
        #expect(settlement.delivery.nextAttemptAt == nil)
        #expect(!settlement.delivery.isHeld)
        #expect(settlement.delivery.status == status)
        #expect(
            settlement.attempt
                == WebhookAttempt(
                    number: 1, at: Self.now, took: .milliseconds(12), outcome: .delivered, status: status))
    }

    @Test func goneEndsItAndTheEndpoint() {
        let settlement = Self.settle(Self.delivery(), .gone)
        #expect(settlement.delivery.state == .failed)
        #expect(settlement.delivery.status == 410)
        #expect(settlement.attempt.outcome == .refused)
        guard case .disable = settlement.health else {
            Issue.record("410 disables")
            return
        }
    }

    @Test(arguments: [
        (429, 60, 60), (502, 60, 60), (503, 60, 60), (504, 60, 60), (503, 1, 5), (503, 90_000, 86_400),
        (500, 60, 5), (400, 60, 5), (302, 60, 5),
    ])
    func retryAfterIsHonouredWhereTheTroubleIsPassing(status: Int, asked: Int, waited: Int) {
        let settled = Self.settle(Self.delivery(), .refused(status: status, retryAfter: .seconds(asked))).delivery
        #expect(settled.nextAttemptAt == Self.now + .seconds(waited))
    }

    @Test func onlyAUsedUpScheduleAfterFiveDaysDisables() {
        let five = Self.now - .seconds(5 * 86_400)
        func health(_ tries: Int, _ since: Timestamp?) -> WebhookMachine.Health {
            Self.settle(Self.delivery { $0.tries = tries }, .failed("x"), failingSince: since).health
        }
        #expect(health(0, five) == .failing, "there are attempts left")
        #expect(health(8, five) == .failing)
        #expect(health(9, five + .milliseconds(1)) == .failing, "not five days")
        #expect(health(9, nil) == .failing)
        #expect(health(9, five) == .disable("no delivery succeeded since \(five)"))
    }

    @Test func whatIsBlockedIsTriedAgainForAMoveMayMendIt() {
        let settlement = Self.settle(Self.delivery(), .blocked("names a loopback address"))
        #expect(settlement.delivery.state == .pending)
        #expect(settlement.attempt.outcome == .blocked)
        #expect(settlement.delivery.detail == "the URL names a loopback address")
    }

    @Test func aTakeoverCostsNoTryAndTheSixthRests() {
        var delivery = Self.delivery { $0.tries = 2 }
        for takeovers in 1...5 {
            delivery = WebhookMachine.takeBack(delivery, schedule: .standard, now: Self.now)
            #expect(delivery.takeovers == takeovers)
            #expect(delivery.nextAttemptAt == Self.now)
            #expect(!delivery.isHeld)
        }
        delivery = WebhookMachine.takeBack(delivery, schedule: .standard, now: Self.now)
        #expect(delivery.takeovers == 0)
        #expect(delivery.tries == 2)
        #expect(delivery.nextAttemptAt == Self.now + .seconds(1800))
    }

    @Test func redeliveryKeepsTheIdAndBeginsAnew() throws {
        let failed = Self.delivery {
            $0.state = .failed
            $0.isHeld = false
            $0.tries = 10
            $0.attempt = 12
        }
        let again = try #require(WebhookMachine.redeliver(failed, now: Self.now))
        #expect(again.eventID == failed.eventID && again.id == failed.id)
        #expect((again.state, again.tries, again.attempt) == (.pending, 0, 12))
        #expect(again.nextAttemptAt == Self.now)
        #expect(WebhookMachine.redeliver(Self.delivery(), now: Self.now) == nil, "it is under way")
    }

    @Test func aScheduleHasWaits() {
        #expect(WebhookSchedule([]) == nil)
        #expect(WebhookSchedule([.zero]) == nil)
        #expect(WebhookSchedule([.seconds(1)])?.wait(afterTries: 2, jitter: 0) == nil)
    }
}
