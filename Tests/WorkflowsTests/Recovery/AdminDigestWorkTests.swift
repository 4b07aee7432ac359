import Databases
import Model
import Testing
import Workflows

/// What admins hear each day.
@Suite struct AdminDigestWorkTests {
    /// The house's clock begins at 08:00; mail of the day goes out at 07:00.
    @Test(arguments: Engine.allCases)
    func eachAdminHearsOnceADayAndOnlyOfWhatIsDue(engine: Engine) async throws {
        try await House.open(engine) { house in
            let gallery = try #require(try await Galleries(house.context).list().first { $0.id == house.gallery })
            for name in ["grace", "ada"] {
                _ = try await Admins(house.context).add(
                    EmailAddress("\(name)@admins.example"), name: Name(name, .username), galleries: [gallery],
                    override: false, isOperator: false)
            }
            let id = try await house.opened()
            try await house.runSchedules()
            #expect(try await house.messages(.adminDigest).isEmpty, "who is new hears from the next day on")
            house.clock.advance(by: .seconds(23 * 3600) - .milliseconds(1))
            try await house.runSchedules()
            #expect(try await house.messages(.adminDigest).isEmpty, "not before the hour")
            house.clock.advance(by: .milliseconds(1))
            for _ in 0..<3 { try await house.runSchedules() }
            let mails = try await house.messages(.adminDigest)
            #expect(mails.map(\.recipient.local).sorted() == ["ada", "grace"])
            #expect(mails.allSatisfy { $0.facts.due?.map(\.package) == ["left-pad"] && $0.facts.count == 1 })
            house.clock.advance(by: .seconds(86_400))
            try await house.runSchedules()
            #expect(try await house.messages(.adminDigest).count == 4)
            try await house.done(.deny(PlainText("No.")), on: id)
            house.clock.advance(by: .seconds(86_400))
            try await house.runSchedules()
            #expect(try await house.messages(.adminDigest).count == 4, "nothing is due")
        }
    }

    /// What falls due in the course of the day is told in the morning, and so are reports that nobody has dealt with.
    @Test(arguments: Engine.allCases)
    func theDayIsToldBeforeItComes(engine: Engine) async throws {
        try await House.open(engine) { house in
            let gallery = try #require(try await Galleries(house.context).list().first { $0.id == house.gallery })
            _ = try await Admins(house.context).add(
                EmailAddress("grace@admins.example"), name: Name("grace", .username), galleries: [gallery],
                override: false, isOperator: false)
            try await house.runSchedules()
            // Two hours after the mail of the morning.
            house.clock.advance(by: .seconds(3600))
            let id = try await house.opened("orphan")
            for item in gallery.policy.recovery.checklist { try await house.done(.tick(item, true), on: id) }
            let due = try #require(try await house.done(.assign("grace"), on: id).claim.due)
            #expect(due.why == .decision, "\(due)")
            // To the day on which it may be decided, at 07:00.
            let day: Int64 = 86_400_000
            let morning = Timestamp(milliseconds: due.at.milliseconds / day * day + 7 * 3_600_000)
            #expect(morning < due.at)
            house.clock.advance(to: morning - .milliseconds(day))
            try await house.runSchedules()
            #expect(try await house.messages(.adminDigest).isEmpty, "nothing of that day, and no report")
            house.clock.advance(to: morning)
            try await house.runSchedules()
            let told = try await house.messages(.adminDigest)
            #expect(told.map { $0.facts.due?.map(\.why) } == [[.decision]])
        }
    }

    @Test(arguments: Engine.allCases)
    func aGalleryCanDoWithoutIt(engine: Engine) async throws {
        try await House.open(engine, settings: ["recovery.digest": "none"]) { house in
            let gallery = try #require(try await Galleries(house.context).list().first { $0.id == house.gallery })
            _ = try await Admins(house.context).add(
                EmailAddress("grace@admins.example"), name: Name("grace", .username), galleries: [gallery],
                override: false, isOperator: false)
            _ = try await house.opened()
            for _ in 0..<3 {
                house.clock.advance(by: .seconds(86_400))
                try await house.runSchedules()
            }
            #expect(try await house.messages(.adminDigest).isEmpty)
        }
    }
}
