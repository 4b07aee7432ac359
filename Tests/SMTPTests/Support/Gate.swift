@testable import SMTP

/// Lets a few in at a time, so that a hundred tests do not start a hundred servers at once.
final class Gate: Sendable {
    static let servers = Gate(places: 6)

    private let state: Guarded<(free: Int, waiting: [CheckedContinuation<Void, Never>])>

    init(places: Int) {
        state = Guarded((places, []))
    }

    func enter() async {
        await withCheckedContinuation { continuation in
            let isIn = state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if isIn { continuation.resume() }
        }
    }

    func leave() {
        let next: CheckedContinuation<Void, Never>? = state.withLock { state in
            if state.waiting.isEmpty {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
