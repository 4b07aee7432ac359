import Synchronization

/// Wakes the courier when a commit left mail to send.
///
/// Rings that nobody waits for are remembered as one.
package final class OutboxBell: Sendable {
    private struct State {
        var rung = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    /// Told of each ring, for others to hear.
    private let announce: @Sendable () -> Void

    package init(announce: @escaping @Sendable () -> Void = {}) {
        self.announce = announce
    }

    /// Wakes the couriers of all nodes.
    package func ring() {
        announce()
        wake()
    }

    /// Wakes this node's courier.
    package func wake() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard let waiter = state.waiter else {
                state.rung = true
                return nil
            }
            state.waiter = nil
            return waiter
        }
        waiter?.resume()
    }

    /// Waits for a ring, or returns at once where one came since the last wait.
    ///
    /// For one waiter: a second one sends the first on its way. Cancelling the task ends the wait.
    package func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready = state.withLock { state -> CheckedContinuation<Void, Never>? in
                    if state.rung || Task.isCancelled {
                        state.rung = false
                        return continuation
                    }
                    defer { state.waiter = continuation }
                    return state.waiter
                }
                ready?.resume()
            }
        } onCancel: {
            wake()
        }
    }
}
