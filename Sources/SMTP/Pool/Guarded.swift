import Foundation
import Synchronization

/// A value that one thread at a time may touch.
///
/// `Mutex` alone would do, but on Linux the thread sanitizer cannot see its slow path and reports races that are none.
/// The lock in front is one that it sees, and that does not spin when many threads want the same.
final class Guarded<Value>: Sendable {
    private let lock = NSLock()
    private let value: Mutex<Value>

    init(_ value: sending Value) {
        self.value = Mutex(value)
    }

    func withLock<Result, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        lock.lock()
        defer { lock.unlock() }
        return try value.withLock(body)
    }
}
