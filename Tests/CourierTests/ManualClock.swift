import Model
import Synchronization

/// A clock that only moves when it is told to.
final class ManualClock: Sendable {
    private let current = Mutex(Sample.now)

    var now: Timestamp { current.withLock { $0 } }

    func advance(by duration: Duration) { current.withLock { $0 = $0 + duration } }
}
