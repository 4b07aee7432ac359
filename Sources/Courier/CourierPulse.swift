package import Model
import Synchronization

/// When the courier last came round: what `/readyz` asks.
package final class CourierPulse: Sendable {
    private let last = Mutex<Timestamp?>(nil)

    package init() {}

    package func beat(at now: Timestamp) { last.withLock { $0 = now } }

    /// Whether it came round within a while.
    package func isAlive(at now: Timestamp, within patience: Duration = .seconds(30)) -> Bool {
        last.withLock { $0.map { now - $0 < patience } ?? false }
    }
}
