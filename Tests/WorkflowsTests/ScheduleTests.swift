import Databases
import Model
import Storage
import Testing
import Workflows

@Suite struct ScheduleTests {
    @Test(arguments: Engine.allCases)
    func oneReminderThenTheEnd(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            try await house.sendAll()
            house.clock.advance(by: .seconds(5 * 86_400) - .milliseconds(1))
            try await house.runSchedules()
            #expect(try await house.mails(state: .queued).isEmpty)
            house.clock.advance(by: .milliseconds(1))
            try await house.runSchedules()
            try await house.runSchedules()
            #expect(try await house.mails(state: .queued) == ["carol invitation-reminder queued"])
            try await house.sendAll()
            house.clock.advance(by: .seconds(2 * 86_400) - .milliseconds(1))
            try await house.runSchedules()
            #expect(try await house.invitation(id).state == .pending)
            house.clock.advance(by: .milliseconds(1))
            try await house.runSchedules()
            try await house.runSchedules()
            #expect(try await house.invitation(id).invitation.state == .expired)
            #expect(try await house.mails(state: .queued) == ["bob invitation-expired queued"])
            #expect(try await house.events().count { $0 == "invitation.expired" } == 1)
        }
    }

    @Test(arguments: Engine.allCases)
    func aBacklogIsWorkedOffInBatches(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none"]) { house in
            for number in 0..<250 { try await house.invite("user\(number)") }
            house.clock.advance(by: .seconds(8 * 86_400))
            #expect(try await Schedules(house.context).runDue())
            #expect(try await house.events().count { $0 == "invitation.expired" } == 100)
            try await house.runSchedules()
            #expect(try await house.events().count { $0 == "invitation.expired" } == 250)
            #expect(try await house.pending().isEmpty)
            #expect(try await house.mails().count { $0.contains("reminder") } == 0)
        }
    }

    @Test(arguments: Engine.allCases)
    func aReminderWhoseInviterIsGoneVoids(engine: Engine) async throws {
        try await House.open(engine, settings: ["invitation.reminder": "6d"]) { house in
            let id = try await house.invited()
            let (gallery, bob) = (house.gallery, try await house.accountNumber("bob"))
            try await house.context.database.write { tx in
                guard let package = try tx.packages.find("left-pad", gallery: gallery),
                    let account = try tx.accounts.find(number: bob)?.account
                else { throw Unexpected() }
                try tx.packages.removeOwner(account, from: package)
            }
            house.clock.advance(by: .seconds(86_400))
            try await house.runSchedules()
            #expect(try await house.invitation(id).state == .void)
        }
    }

    @Test(arguments: Engine.allCases)
    func theBellRingsForWhatIsQueued(engine: Engine) async throws {
        try await House.open(engine) { house in
            _ = try await house.invited()
            await house.context.bell.wait()
            let waiting = Task { await house.context.bell.wait() }
            waiting.cancel()
            await waiting.value
        }
    }
}
