import Model
import Synchronization

/// A clock that only tests move.
final class TestClock: Sendable {
    private let moment = Mutex(Timestamp(seconds: 1_795_244_400))

    var now: Timestamp { moment.withLock { $0 } }

    func advance(by duration: Duration) {
        moment.withLock { $0 = $0 + duration }
    }
}
