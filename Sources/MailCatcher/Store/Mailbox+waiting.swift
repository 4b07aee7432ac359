/// A message that was waited for did not come in time.
package struct NoMessage: Error, CustomStringConvertible {
    package let waited: Duration
    package var description: String { "no message that matches arrived within \(waited)" }
}

extension Mailbox {
    /// The first message with an id above `id` that matches, at once or when it arrives.
    ///
    /// Throws `CancellationError` when the task is cancelled, and `NoMessage` after `patience` (nil waits for ever).
    /// In `discard` mode nothing is kept, so nothing ever arrives here.
    package func next(
        after id: Int = 0, within patience: Duration? = nil,
        matching matches: @escaping @Sendable (ReceivedMessage) -> Bool = { _ in true }
    ) async throws -> ReceivedMessage {
        guard let patience else { return try await wait(after: id, matches) }
        return try await withThrowingTaskGroup(of: ReceivedMessage?.self) { group in
            group.addTask { try await self.wait(after: id, matches) }
            group.addTask {
                try await Task.sleep(for: patience)
                return nil
            }
            defer { group.cancelAll() }
            guard let message = try await group.next() ?? nil else { throw NoMessage(waited: patience) }
            return message
        }
    }

    private func wait(
        after id: Int, _ matches: @escaping @Sendable (ReceivedMessage) -> Bool
    ) async throws -> ReceivedMessage {
        let ticket = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                register(Waiter(after: id, matches: matches, continuation: continuation), ticket)
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: ticket) }?.continuation.resume(throwing: CancellationError())
        }
    }

    private func register(_ waiter: Waiter, _ ticket: Int) {
        let found: ReceivedMessage? = state.withLock { state in
            if let message = state.messages.first(where: { $0.id > waiter.after && waiter.matches($0) }) {
                return message
            }
            state.waiters[ticket] = waiter
            return nil
        }
        if let found { return waiter.continuation.resume(returning: found) }
        // The task may have been cancelled before the waiter was in the list, where its handler looks.
        guard Task.isCancelled else { return }
        state.withLock { $0.waiters.removeValue(forKey: ticket) }?.continuation.resume(throwing: CancellationError())
    }
}
