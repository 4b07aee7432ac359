import Model
import Synchronization
import Workflows

/// Claimed messages that wait for a sender of this process.
final class Backlog: Sendable {
    private struct State {
        var waiting: [ClaimedMessage] = []
        var takers: [CheckedContinuation<ClaimedMessage?, Never>] = []
        var isClosed = false
    }

    private let state = Mutex(State())

    var isEmpty: Bool { state.withLock { $0.waiting.isEmpty } }

    /// Adds messages, oldest first.
    func add(_ messages: [ClaimedMessage]) {
        for message in messages {
            let taker = state.withLock { state -> CheckedContinuation<ClaimedMessage?, Never>? in
                if !state.takers.isEmpty { return state.takers.removeFirst() }
                state.waiting.append(message)
                return nil
            }
            taker?.resume(returning: message)
        }
    }

    /// The next message, when there is one; nil when the backlog is closed and empty.
    func next() async -> ClaimedMessage? {
        await withCheckedContinuation { continuation in
            let (ready, message) = state.withLock { state -> (Bool, ClaimedMessage?) in
                if !state.waiting.isEmpty { return (true, state.waiting.removeFirst()) }
                if state.isClosed { return (true, nil) }
                state.takers.append(continuation)
                return (false, nil)
            }
            if ready { continuation.resume(returning: message) }
        }
    }

    /// Takes out what nobody has begun to send.
    func withdraw(where isUnwanted: (ClaimedMessage) -> Bool) -> [ClaimedMessage] {
        state.withLock { state in
            let withdrawn = state.waiting.filter(isUnwanted)
            state.waiting.removeAll(where: isUnwanted)
            return withdrawn
        }
    }

    /// Sends the waiting senders home.
    func close() {
        let takers = state.withLock { state in
            state.isClosed = true
            defer { state.takers = [] }
            return state.takers
        }
        for taker in takers { taker.resume(returning: nil) }
    }
}
