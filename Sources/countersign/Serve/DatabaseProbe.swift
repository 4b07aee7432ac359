import Model
import Storage
import Synchronization

/// Whether the database takes a write: one that can only be read answers no request that matters.
///
/// A full disk and a file that another process has locked show in nothing else. `/readyz` is open to anybody, so it asks
/// the database once a second at most, one question at a time, and waits for the answer for a moment only.
final class DatabaseProbe: Sendable {
    private struct State {
        var last: (at: Timestamp, problem: String?)?
        /// When the question was asked that is not answered yet.
        var asked: ContinuousClock.Instant?
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var visitors = 0
    }

    /// How long visitors wait for an answer.
    private static let patience: Duration = .seconds(1)
    /// How long the last answer stands while the next one is awaited.
    private static let bound: Duration = .seconds(5)
    private static let silence = "takes no writes now"

    private let database: any Database
    private let clock: @Sendable () -> Timestamp
    private let state = Mutex(State())

    init(_ database: any Database, clock: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.clock = clock
    }

    /// What is wrong, in words for everybody; nil where nothing is.
    func problem() async -> String? {
        let now = clock()
        if let last = state.withLock({ $0.last }), now - last.at < .seconds(1) { return last.problem }
        if isToAsk() { Task { await ask(at: now) } }
        await waitAMoment()
        return state.withLock { state in
            guard let last = state.last else { return Self.silence }
            guard let asked = state.asked, ContinuousClock.now - asked >= Self.bound else { return last.problem }
            return Self.silence
        }
    }

    /// Whether nobody has asked yet.
    private func isToAsk() -> Bool {
        state.withLock { state in
            guard state.asked == nil else { return false }
            state.asked = .now
            return true
        }
    }

    private func ask(at now: Timestamp) async {
        var problem: String?
        do {
            try await database.write { try $0.switches.probe(at: now) }
        } catch {
            problem = Self.silence
        }
        let waiting = state.withLock { state in
            state.last = (clock(), problem)
            state.asked = nil
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for visitor in waiting { visitor.resume() }
    }

    /// Returns when the question is answered, or has been open for long enough.
    private func waitAMoment() async {
        await withCheckedContinuation { continuation in
            let visit = state.withLock { state -> (number: Int, end: ContinuousClock.Instant)? in
                guard let asked = state.asked, asked + Self.patience > .now else { return nil }
                state.visitors += 1
                state.waiting[state.visitors] = continuation
                return (state.visitors, asked + Self.patience)
            }
            guard let visit else { return continuation.resume() }
            Task {
                try? await Task.sleep(until: visit.end, clock: .continuous)
                state.withLock { $0.waiting.removeValue(forKey: visit.number) }?.resume()
            }
        }
    }
}
