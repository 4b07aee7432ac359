import Synchronization
import Workflows

/// Outcomes that wait to be written, taken out all at once: one transaction for many.
final class OutcomeTray: Sendable {
    private struct State {
        var waiting: [Completion] = []
        var taker: CheckedContinuation<[Completion]?, Never>?
        var isClosed = false
        var isStuck = false
        var givenUpAt: ContinuousClock.Instant?
    }

    private let state = Mutex(State())

    func put(_ completions: [Completion]) {
        guard !completions.isEmpty else { return }
        let (taker, all) = state.withLock { state -> (CheckedContinuation<[Completion]?, Never>?, [Completion]) in
            state.waiting += completions
            guard let taker = state.taker else { return (nil, []) }
            state.taker = nil
            defer { state.waiting = [] }
            return (taker, state.waiting)
        }
        taker?.resume(returning: all)
    }

    /// Everything that waits, when there is something; nil when the tray is closed and empty.
    ///
    /// For one taker.
    func take() async -> [Completion]? {
        await withCheckedContinuation { continuation in
            let (ready, all) = state.withLock { state -> (Bool, [Completion]?) in
                if !state.waiting.isEmpty {
                    defer { state.waiting = [] }
                    return (true, state.waiting)
                }
                if state.isClosed { return (true, nil) }
                state.taker = continuation
                return (false, nil)
            }
            if ready { continuation.resume(returning: all) }
        }
    }

    /// Whether what is taken out cannot be written for now: nothing more is to be sent then, for nobody would know of it.
    var isStuck: Bool {
        get { state.withLock { $0.isStuck } }
        set { state.withLock { $0.isStuck = newValue } }
    }

    /// Whether a stop has waited for the writing as long as it may.
    var isGivenUp: Bool { state.withLock { $0.givenUpAt.map { ContinuousClock.now >= $0 } ?? false } }

    func giveUp(at deadline: ContinuousClock.Instant) {
        state.withLock { $0.givenUpAt = deadline }
    }

    func close() {
        let taker = state.withLock { state in
            state.isClosed = true
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume(returning: nil)
    }
}
