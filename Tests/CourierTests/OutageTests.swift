import Databases
import MailCatcher
import Model
import Storage
import Synchronization
import Testing
import Workflows

@testable import Courier

/// What is known of a mail that was taken is written, however long that takes.
@Suite(.timeLimit(.minutes(15))) struct OutageTests {
    /// The database goes away with the first outcome, and comes back when every lease is over.
    @Test(arguments: Engine.allCases, [1, 40])
    func anOutageThatOutlastsTheLease(engine: Engine, count: Int) async throws {
        let (clock, refused, done) = (ManualClock(), Tally(), Tally())
        let isAway = Mutex<Bool?>(nil)
        var plan = House.Plan()
        plan.clock = { clock.now }
        plan.interpose = {
            Interposed(
                $0,
                before: { kind in
                    guard kind != .other else { return }
                    let isRefused = isAway.withLock { isAway in
                        if isAway == nil, kind == .completion { isAway = true }
                        // The courier's claim comes first, as it does where outcomes are tried again ever more rarely.
                        return isAway == true || isAway == false && kind == .completion && done.count(.claim) < 2
                    }
                    guard isRefused else { return }
                    refused.note(kind)
                    throw StorageError.unavailable("away")
                },
                after: { kind in
                    if isAway.withLock({ $0 == false }) { done.note(kind) }
                })
        }
        try await House.run(engine, plan) { house in
            let ids = try await house.invite(count)
            try await refused.wait(for: .completion, more: 2)
            clock.advance(by: .seconds(61))
            try await refused.wait(for: .claim, more: 2)
            isAway.withLock { $0 = false }
            try await house.waitUntilSent(ids)
            try await house.waitUntilNothingIsHeld()
            #expect(try await house.messages(ids).map(\.state) == ids.map { _ in .sent })
            #expect(house.catcher.mailbox.messages(after: 0, to: nil).count == count, "none went out twice")
            let more = try await house.invite(count, from: count)
            try await house.waitUntilSent(more)
        }
    }

    /// The lease ends while an outcome is on its way to the database, and a claim gets there first.
    @Test(arguments: Engine.allCases)
    func aClaimThatOvertakesAnOutcome(engine: Engine) async throws {
        let (clock, done) = (ManualClock(), Tally())
        let isFirst = Atomic(true)
        var plan = House.Plan()
        plan.clock = { clock.now }
        plan.interpose = {
            Interposed(
                $0,
                before: { kind in
                    guard kind == .completion, isFirst.exchange(false, ordering: .relaxed) else { return }
                    clock.advance(by: .seconds(61))
                    try await done.wait(for: .claim, more: 2)
                },
                after: { done.note($0) })
        }
        try await House.run(engine, plan) { house in
            let ids = try await house.invite(1)
            try await house.waitUntilSent(ids)
            try await house.waitUntilNothingIsHeld()
            #expect(house.catcher.mailbox.messages(after: 0, to: nil).count == 1)
        }
    }

    /// The same where another process had taken it over, and died before it had said anything.
    @Test(arguments: Engine.allCases)
    func aClaimThatComesBackFromAnotherProcess(engine: Engine) async throws {
        let (clock, done) = (ManualClock(), Tally())
        let isFirst = Atomic(true)
        let isHeld = Atomic(false)
        var plan = House.Plan()
        plan.clock = { clock.now }
        plan.interpose = { database in
            let other = Outbox(WorkflowContext(database: database, clock: { clock.now }))
            return Interposed(
                database,
                before: { kind in
                    if kind == .claim, isHeld.load(ordering: .relaxed) { throw StorageError.unavailable("held") }
                    guard kind == .completion, isFirst.exchange(false, ordering: .relaxed) else { return }
                    isHeld.store(true, ordering: .relaxed)
                    repeat {
                        clock.advance(by: .seconds(61))
                    } while try await other.claim(most: 9, lease: .seconds(60)).messages.isEmpty
                    clock.advance(by: .seconds(61))
                    isHeld.store(false, ordering: .relaxed)
                    try await done.wait(for: .claim, more: 2)
                },
                after: { done.note($0) })
        }
        try await House.run(engine, plan) { house in
            let ids = try await house.invite(1)
            try await house.waitUntilSent(ids)
            try await house.waitUntilNothingIsHeld()
            #expect(try await house.messages(ids).map(\.attempt) == [3])
            #expect(house.catcher.mailbox.messages(after: 0, to: nil).count == 1)
        }
    }
}
