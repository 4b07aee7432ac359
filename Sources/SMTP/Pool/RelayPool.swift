import Dispatch
import Foundation
package import Logging
package import Model

/// Connections to one relay, and the queue in front of them.
///
/// Each connection has a thread of its own that blocks in libcurl; threads start when there is work, up to
/// `connections`. A pool is bound to one relay with its TLS mode and credentials: a change of these is a new pool.
/// Every mail that is handed in gets exactly one outcome. A pool that is no longer wanted must be shut down: its threads
/// keep it alive.
package final class RelayPool: Sendable {
    /// Called once, on a thread of the pool or of the caller: it must not block.
    package typealias Completion = @Sendable (SendOutcome) -> Void

    struct Job: Sendable {
        let mail: OutgoingMail
        let completion: Completion
    }

    struct State {
        var work: PoolState<Job>
        var connected: Set<Int> = []
        var whenEmpty: [CheckedContinuation<Void, Never>] = []
    }

    package let relay: Relay
    package let options: RelayOptions
    let logger: Logger
    let now: @Sendable () -> ContinuousClock.Instant
    let abort = AbortFlag()
    let state: Guarded<State>
    /// One for each worker, to sleep on.
    let bells: [DispatchSemaphore]

    /// Makes a pool; connects nothing yet.
    ///
    /// - Parameter now: the clock of the rate limit.
    package init(
        relay: Relay,
        options: RelayOptions = RelayOptions(),
        logger: Logger,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.relay = relay
        self.options = options
        self.now = now
        var logger = logger
        logger[metadataKey: "relay"] = "\(relay)"
        self.logger = logger
        let workers = max(1, options.connections)
        let pacer = Pacer(rate: options.ratePerSecond)
        state = Guarded(State(work: PoolState(workers: workers, capacity: options.queueCapacity, pacer: pacer)))
        bells = (0..<workers).map { _ in DispatchSemaphore(value: 0) }
    }

    /// Hands in one mail; a full queue and a pool that is going down answer at once with `.aborted`.
    package func submit(_ mail: OutgoingMail, completion: @escaping Completion) {
        if let flaw = mail.flaw {
            completion(.failed(.body, .unsendable, detail: "not sent: \(flaw.rawValue)"))
            return
        }
        switch state.withLock({ $0.work.submit(Job(mail: mail, completion: completion)) }) {
        case .start(let worker): RelayWorker.start(worker, of: self)
        case .wake(let worker): bells[worker].signal()
        case .wait: break
        case .full: completion(.failed(.connect, .aborted, detail: "the queue to the relay is full"))
        case .stopped: completion(.failed(.connect, .aborted, detail: Self.goingDown))
        }
    }

    /// What a worker is to do next.
    func nextTurn(of worker: Int, hasFinished: Bool) -> PoolState<Job>.Turn {
        state.withLock { state in
            state.work.next(worker, hasFinished: hasFinished, now: now()) { $0.mail.mayBegin?() ?? true }
        }
    }

    /// Puts a mail back at the head of the queue that a worker could not begin, because the relay took no further
    /// connection, where other connections go on.
    ///
    /// - Returns: false where the worker is the only one that speaks to the relay: then the relay is down.
    func giveBack(_ job: Job, by worker: Int) -> Bool {
        let woken: Int?? = state.withLock { state in
            let others = state.connected.contains { $0 != worker } || state.work.inFlight > 1
            return others && !state.work.isStopped ? .some(state.work.giveBack(job)) : .none
        }
        guard let woken else { return false }
        if let woken { bells[woken].signal() }
        return true
    }

    /// Sends one mail and waits for what comes of it.
    package func send(_ mail: OutgoingMail) async -> SendOutcome {
        await withCheckedContinuation { continuation in
            submit(mail) { continuation.resume(returning: $0) }
        }
    }

    /// Ends the pool: no more mail is taken, what waits is handed back, conversations may run until the deadline.
    ///
    /// Those that still run then are broken off. Returns when every outcome is given and every thread is done: at the
    /// latest a second or two after the deadline.
    package func shutdown(deadline: ContinuousClock.Instant) async {
        let waiting = state.withLock { $0.work.stop() }
        for bell in bells { bell.signal() }
        for job in waiting { job.completion(.failed(.connect, .aborted, detail: Self.goingDown)) }
        let timer = Task { [abort] in
            try await Task.sleep(until: deadline, clock: .continuous)
            abort.raise()
        }
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if state.work.alive > 0 { state.whenEmpty.append(continuation) }
                return state.work.alive == 0
            }
            if isEmpty { continuation.resume() }
        }
        timer.cancel()
    }

    static let goingDown = "the process is going down"
}
