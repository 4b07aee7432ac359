import Testing

@testable import SMTP

@Suite struct PoolStateTests {
    private let now = ContinuousClock.now

    private func state(workers: Int = 2, capacity: Int = 3, rate: Double? = nil) -> PoolState<String> {
        PoolState(workers: workers, capacity: capacity, pacer: Pacer(rate: rate))
    }

    private func word(_ submission: PoolState<String>.Submission) -> String { "\(submission)" }

    private func word(_ turn: PoolState<String>.Turn) -> String {
        switch turn {
        case .job(let job): job
        case .late(let job): "late \(job)"
        case .wait(nil): "wait"
        case .wait: "pace"
        case .stop: "stop"
        }
    }

    @Test func workersStartWhenThereIsWorkAndWakeWhenTheySleep() {
        var state = state()
        #expect(word(state.submit("a")) == "start(0)")
        #expect(word(state.submit("b")) == "start(1)")
        #expect(word(state.submit("c")) == "wait")
        #expect(word(state.submit("d")) == "full")
        #expect(word(state.next(0, hasFinished: false, now: now)) == "a")
        #expect(word(state.next(1, hasFinished: false, now: now)) == "b")
        #expect(state.inFlight == 2)
        #expect(word(state.next(1, hasFinished: true, now: now)) == "c")
        #expect(word(state.next(0, hasFinished: true, now: now)) == "wait")
        // Asking again, after a bell that rang for nothing, is not being there twice.
        #expect(word(state.next(0, hasFinished: false, now: now)) == "wait")
        #expect(word(state.submit("e")) == "wake(0)")
        #expect(word(state.submit("f")) == "wait")
        #expect(state.inFlight == 1)
    }

    @Test func stoppingGivesBackWhatWaits() {
        var state = state(workers: 1)
        for job in ["a", "b", "c"] { _ = state.submit(job) }
        #expect(word(state.next(0, hasFinished: false, now: now)) == "a")
        #expect(state.stop() == ["b", "c"])
        #expect(word(state.submit("d")) == "stopped")
        #expect(word(state.next(0, hasFinished: true, now: now)) == "stop")
        #expect(state.inFlight == 0 && state.alive == 1)
        state.left()
        #expect(state.alive == 0)
        #expect(state.stop().isEmpty)
    }

    @Test func aRateHoldsWorkersBack() throws {
        var state = state(workers: 1, capacity: 100, rate: 10)
        for index in 0..<10 { _ = state.submit("\(index)") }
        #expect(word(state.next(0, hasFinished: false, now: now)) == "0")
        #expect(word(state.next(0, hasFinished: true, now: now)) == "1")
        guard case .wait(let due?) = state.next(0, hasFinished: true, now: now) else {
            Issue.record("not held back")
            return
        }
        #expect(due == now + .milliseconds(100))
        #expect(word(state.next(0, hasFinished: false, now: due)) == "2")
        #expect(word(state.next(0, hasFinished: true, now: due)) == "pace")
    }

    /// Where every job at the head is late, a turn spent on each would let nothing through.
    @Test func whatIsLateTakesNoTurn() {
        var state = state(workers: 1, capacity: 100, rate: 10)
        for index in 0..<8 { _ = state.submit("\(index)") }
        func next(at now: ContinuousClock.Instant, from first: String) -> String {
            word(state.next(0, hasFinished: false, now: now) { $0 >= first })
        }
        #expect(next(at: now, from: "0") == "0")
        #expect(next(at: now, from: "0") == "1")
        #expect(next(at: now, from: "3") == "late 2", "at once, though nothing may be sent yet")
        #expect(next(at: now, from: "3") == "pace")
        let due = now + .milliseconds(100)
        #expect(next(at: due, from: "5") == "late 3")
        #expect(next(at: due, from: "5") == "late 4")
        #expect(next(at: due, from: "5") == "5")
        #expect(next(at: due, from: "5") == "pace")
        #expect(next(at: due, from: "9") == "late 6")
        #expect(next(at: due, from: "9") == "late 7")
        #expect(next(at: due, from: "9") == "wait")
        #expect(state.inFlight == 3)
    }

    @Test(arguments: [1.0, 7, 50, 1_000])
    func aRateIsKeptOverTime(rate: Double) throws {
        var pacer = try #require(Pacer(rate: rate))
        var clock = now
        var count = 0
        while clock < now + .seconds(20) {
            if let due = pacer.take(now: clock) { clock = due } else { count += 1 }
        }
        // Twenty seconds' worth, and the burst of a tenth.
        #expect(Double(count) >= 20 * rate && Double(count) <= 20.1 * rate + 2)
    }

    @Test(arguments: [0, -1, .infinity, .nan])
    func anOddRateIsNoLimit(rate: Double) {
        #expect(Pacer(rate: rate) == nil)
    }

    @Test func theQueueKeepsItsOrder() {
        var queue = Queue<Int>()
        var taken: [Int] = []
        for index in 0..<10_000 {
            queue.append(index)
            if index % 3 != 0, let element = queue.popFirst() { taken.append(element) }
        }
        #expect(queue.count == 10_000 - taken.count)
        taken += queue.removeAll()
        #expect(taken == Array(0..<10_000))
        #expect(queue.isEmpty && queue.popFirst() == nil)
    }
}
