import Databases
import MailCatcher
import Model
import Storage
import Testing
import Workflows

/// The courier between a real database and a real mail server.
@Suite(.timeLimit(.minutes(15))) struct DeliveryTests {
    @Test(arguments: Engine.allCases)
    func everythingThatIsQueuedArrivesOnce(engine: Engine) async throws {
        try await House.run(engine) { house in
            let ids = try await house.invite(60)
            try await house.waitUntilSent(ids)
            let messages = house.catcher.mailbox.messages(after: 0, to: nil)
            #expect(messages.count == 60)
            #expect(Set(messages.flatMap(\.recipients)).count == 60)
        }
    }

    @Test(arguments: Engine.allCases)
    func aRelayThatIsDownCostsNoTriesAndLosesNothing(engine: Engine) async throws {
        try await House.run(engine, faults: #"{"rules":[{"phase":"connect","action":"drop","times":3}]}"#) { house in
            let ids = try await house.invite(5)
            try await house.waitUntilSent(ids)
            for id in ids {
                let found = try await Messages(house.context).list(
                    gallery: nil, about: id, state: nil, after: nil, limit: 10)
                #expect(found.items.map(\.message.tries) == [0])
            }
        }
    }

    /// Many wait for their turn for longer than a lease: it is renewed meanwhile, and no turn is lost.
    @Test(arguments: Engine.allCases)
    func aSlowRateDeliversAllTheSame(engine: Engine) async throws {
        var plan = House.Plan()
        plan.lease = .milliseconds(300)
        plan.rate = 20
        try await House.run(engine, plan) { house in
            let ids = try await house.invite(60)
            try await house.waitUntilSent(ids)
            #expect(house.catcher.mailbox.messages(after: 0, to: nil).count == 60, "none went out twice")
        }
    }

    /// What waits for its turn is called back by a pause.
    @Test(arguments: Engine.allCases)
    func whatWaitsForItsTurnIsNotSentAfterAPause(engine: Engine) async throws {
        var plan = House.Plan()
        plan.rate = 2
        try await House.run(engine, plan) { house in
            let galleries = Galleries(house.context)
            _ = try await galleries.pauseCourier(true, gallery: nil)
            let ids = try await house.invite(30)
            _ = try await galleries.pauseCourier(false, gallery: nil)
            while house.catcher.mailbox.messages(after: 0, to: nil).isEmpty {
                try await Task.sleep(for: .milliseconds(20))
            }
            _ = try await galleries.pauseCourier(true, gallery: nil)
            let before = house.catcher.mailbox.messages(after: 0, to: nil).count
            try await house.waitUntilNothingIsHeld()
            let sent = house.catcher.mailbox.messages(after: 0, to: nil).count
            #expect(sent - before < 8, "sixteen had been handed to the relay's queue")
            #expect(try await house.messages(ids).allSatisfy { $0.state == .sent || $0.state == .queued })
        }
    }

    @Test(arguments: Engine.allCases)
    func whatIsHeldWhenTheCourierStopsIsGivenBack(engine: Engine) async throws {
        try await House.run(engine, faults: #"{"rules":[{"phase":"body","action":"delay","seconds":1}]}"#) { house in
            let ids = try await house.invite(40)
            await house.stopCourier()
            for id in ids {
                let found = try await Messages(house.context).list(
                    gallery: nil, about: id, state: nil, after: nil, limit: 10)
                let states = found.items.map(\.message.state)
                #expect(states == [.queued] || states == [.sent], "nothing is left in sending")
            }
        }
    }
}
