import Dispatch
import Synchronization

/// Holds one closure back until a number of tasks have come as far as ``arrive()``.
final class Gate: Sendable {
    private let missing: Mutex<Int>
    private let semaphore = DispatchSemaphore(value: 0)

    init(for count: Int) { missing = Mutex(count) }

    func arrive() {
        let isLast = missing.withLock { missing in
            missing -= 1
            return missing == 0
        }
        if isLast { semaphore.signal() }
    }

    /// Blocks the thread; for write closures, which have one of their own.
    func wait() { semaphore.wait() }
}
