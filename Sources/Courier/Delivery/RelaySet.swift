package import Logging
package import Model
package import SMTP
import Synchronization

/// The relays in failover order, each with its circuit.
package final class RelaySet: Sendable {
    private let pools: [RelayPool]
    private let circuits: Mutex<[RelayCircuit]>
    private let history: Mutex<[(since: Timestamp, reason: String?)]>
    private let pause: Duration
    private let clock: @Sendable () -> Timestamp
    private let logger: Logger

    /// - Parameters:
    ///   - pools: At least one; the first that can be spoken to is used.
    ///   - pause: How long a relay that is down is left alone.
    package init(
        _ pools: [RelayPool], pause: Duration, logger: Logger,
        clock: @escaping @Sendable () -> Timestamp = { .wallClock() }
    ) {
        self.pools = pools
        self.pause = pause
        self.logger = logger
        self.clock = clock
        circuits = Mutex(pools.map { _ in RelayCircuit() })
        let start = clock()
        history = Mutex(pools.map { _ in (start, nil) })
        for index in pools.indices { show(.closed, of: index) }
    }

    /// How many conversations there can be at once.
    var connections: Int { pools.map(\.options.connections).reduce(0, +) }

    /// The first relay after a given one that may be spoken to now.
    func admit(after index: Int = -1) -> Int? {
        let now = clock()
        return change { circuits in
            circuits.indices.first { $0 > index && circuits[$0].admit(at: now) }
        }
    }

    /// How many messages it is worth to have ready: none where no relay can be spoken to, one where one has to find
    /// out whether a relay is back.
    func appetite(_ most: Int) -> Int {
        let now = clock()
        return circuits.withLock { circuits in
            if circuits.contains(where: { $0.state == .closed }) { return most }
            return circuits.contains { $0.reopens.map { $0 <= now } ?? false } ? 1 : 0
        }
    }

    /// When the next relay is to be tried again, where none is in use: a moment to come, for one that could be tried
    /// already waits for nothing but a message.
    var reopens: Timestamp? {
        let now = clock()
        return circuits.withLock { circuits in
            circuits.contains { $0.state == .closed } ? nil : circuits.compactMap(\.reopens).filter { $0 > now }.min()
        }
    }

    func name(_ index: Int) -> String { pools[index].relay.description }

    /// Its host and port: what its numbers go by.
    func label(of index: Int) -> String {
        let relay = pools[index].relay
        let host = relay.host.utf8.contains(UInt8(ascii: ":")) ? "[\(relay.host)]" : relay.host
        return "\(host):\(relay.port)"
    }

    /// How each relay is doing, in failover order.
    package var report: [RelayStatus] {
        let states = circuits.withLock { $0.map(\.state) }
        let history = history.withLock { $0 }
        return states.enumerated().map { index, state in
            RelayStatus(
                name: label(of: index), state: state, since: history[index].since,
                reason: state == .closed ? nil : history[index].reason)
        }
    }

    func send(_ mail: OutgoingMail, over index: Int) async -> SendOutcome { await pools[index].send(mail) }

    /// Learns what an outcome says of its relay.
    ///
    /// - Parameter sender: Whose mail it was.
    /// - Returns: whose fault the outcome is.
    func learn(
        _ outcome: SendOutcome, of index: Int, from sender: EmailAddress
    ) -> MessageMachine.RelayVerdict {
        let now = clock()
        // Nothing was said to the relay, and so nothing was learnt of it.
        if case .failed(_, let fault, _) = outcome, fault == .aborted || fault == .unsendable {
            release(index)
            return .unaffected
        }
        let lesson = change { $0[index].learn(outcome, from: sender, at: now, pause: pause) }
        if lesson.verdict == .down || lesson.verdict == .unauthorised {
            history.withLock { $0[index].reason = outcome.summary }
        }
        guard lesson.isNews else { return lesson.verdict }
        switch lesson.verdict {
        case .healthy, .answered, .unaffected: logger.notice("relay is back", metadata: ["relay": "\(name(index))"])
        case .down:
            logger.error("relay is down; mail waits", metadata: metadata(outcome, index))
        case .unauthorised:
            logger.critical(
                "relay refuses our credentials; mail waits until they are mended", metadata: metadata(outcome, index))
        }
        return lesson.verdict
    }

    func release(_ index: Int) {
        let now = clock()
        change { $0[index].release(at: now) }
    }

    /// Changes circuits and shows what became of them; under the lock, so that what is shown last is what is so.
    private func change<Result>(_ body: (inout [RelayCircuit]) -> Result) -> Result {
        circuits.withLock { circuits in
            let before = circuits.map(\.state)
            defer {
                for (index, circuit) in circuits.enumerated() where circuit.state != before[index] {
                    show(circuit.state, of: index)
                    note(circuit.state, after: before[index], of: index)
                }
            }
            return body(&circuits)
        }
    }

    /// Remembers since when a relay is in use, or is not: a try in between changes neither.
    private func note(_ state: RelayCircuit.State, after before: RelayCircuit.State, of index: Int) {
        guard (state == .closed) != (before == .closed) else { return }
        let now = clock()
        history.withLock { $0[index].since = now }
    }

    func shutdown(deadline: ContinuousClock.Instant) async {
        await withTaskGroup { group in
            for pool in pools { group.addTask { await pool.shutdown(deadline: deadline) } }
        }
    }

    private func metadata(_ outcome: SendOutcome, _ index: Int) -> Logger.Metadata {
        [
            "relay": "\(name(index))", "phase": "\(outcome.phase?.rawValue ?? "-")", "reason": "\(outcome.summary)",
            "retry": "\(pause.text)",
        ]
    }
}
