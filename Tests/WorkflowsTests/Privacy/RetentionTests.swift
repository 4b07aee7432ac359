import Databases
import Model
import Storage
import Testing
import Workflows

@Suite struct RetentionTests {
    private static let day = Duration.seconds(86_400)

    private func run(_ house: House, _ retention: Retention) async throws {
        while try await Schedules(house.context, retention: retention).runDue() {}
    }

    @Test(arguments: Engine.allCases)
    func whatIsDecidedGoesAndOwnersStay(engine: Engine) async throws {
        try await House.open(engine) { house in
            let retention = Retention(messages: Self.day * 3, invitations: Self.day * 2)
            let id = try await house.invited()
            try await house.sendAll()
            let link = try await house.link(id)
            _ = try await house.act(.accept, link)
            try await house.sendAll()
            house.clock.advance(by: Self.day * 2)
            try await run(house, retention)
            #expect(try await house.invitation(id).state == .accepted)
            house.clock.advance(by: .milliseconds(1))
            try await run(house, retention)
            #expect(try await Invitations(house.context).find(id, gallery: house.gallery) == nil)
            #expect(try await ConfirmationLinks(house.context).show(link) == nil)
            #expect(try await ConfirmationLinks(house.context).act(.accept, link) == nil)
            #expect(try await house.owners().contains("carol"))
            #expect(try await !house.mails().isEmpty)
            house.clock.advance(by: Self.day)
            try await run(house, retention)
            #expect(try await house.mails().isEmpty)
        }
    }

    @Test(arguments: Engine.allCases)
    func anInvitationOutlivesItsMessages(engine: Engine) async throws {
        try await House.open(engine) { house in
            let retention = Retention(messages: Self.day, invitations: Self.day * 9)
            let id = try await house.invited()
            try await house.sendAll()
            house.clock.advance(by: Self.day * 2)
            try await run(house, retention)
            #expect(try await house.invitation(id).delivery.state == .sent, "a pending one keeps its letter")
            try await house.call(.decline, id, by: "carol")
            try await run(house, retention)
            #expect(try await house.mails(state: .sent).isEmpty)
            #expect(try await house.invitation(id).state == .declined)
        }
    }

    @Test(arguments: Engine.allCases)
    func theFeedGoesOn(engine: Engine) async throws {
        try await House.open(engine) { house in
            _ = try await house.invited()
            let last = try await EventFeed(house.context).after(0, gallery: house.gallery, limit: 99).last?.seq ?? 0
            house.clock.advance(by: Self.day * 3)
            try await run(house, Retention(events: Self.day))
            #expect(try await EventFeed(house.context).after(0, gallery: house.gallery, limit: 99).map(\.seq) == [last])
            _ = try await house.invited("erin")
            let after = try await EventFeed(house.context).after(0, gallery: house.gallery, limit: 99).map(\.seq)
            #expect(after == [last, last + 1])
        }
    }

    @Test(arguments: Engine.allCases)
    func aBacklogIsWorkedOffInBatches(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none"]) { house in
            for number in 0..<150 { try await house.invite("user\(number)") }
            house.clock.advance(by: Self.day * 8)
            try await house.runSchedules()
            try await house.sendAll()
            house.clock.advance(by: Self.day * 91)
            let schedules = Schedules(house.context)
            #expect(try await schedules.runDue())
            let left = try await Invitations(house.context).list(
                InvitationFilter(), gallery: house.gallery, after: nil, limit: 999
            ).items.count
            #expect(left == 50)
            try await run(house, Retention())
            let (mails, pending) = (try await house.mails(), try await house.pending())
            #expect(mails.isEmpty && pending.isEmpty)
        }
    }
}
