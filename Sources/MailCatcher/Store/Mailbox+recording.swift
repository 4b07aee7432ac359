import Foundation

/// What the server tells the mailbox.
extension Mailbox {
    /// Keeps a message and wakes those who waited for it.
    @discardableResult
    func deliver(_ submission: Submission, connection: Int, at time: Date) -> ReceivedMessage {
        let (message, awakened) = state.withLock { state in
            state.lastID += 1
            let message = ReceivedMessage(
                id: state.lastID, connection: connection, receivedAt: time, envelope: submission.envelope,
                raw: submission.raw, facts: submission.facts, clientName: submission.clientName, tls: submission.tls,
                authenticatedUser: submission.authenticatedUser)
            Self.count(submission, &state.statistics)
            state.messages.append(message)
            state.revision += 1
            // Dropped by the eighth, so that a full mailbox does not move its array for every message.
            if state.messages.count >= capacity + max(capacity / 8, 1) {
                let surplus = state.messages.count - capacity
                state.messages.removeFirst(surplus)
                state.statistics.droppedMessages += surplus
            }
            let awakened = state.waiters.filter { message.id > $0.value.after && $0.value.matches(message) }
            for ticket in awakened.keys { state.waiters[ticket] = nil }
            return (message, awakened.values)
        }
        for waiter in awakened { waiter.continuation.resume(returning: message) }
        return message
    }

    /// Counts a message without keeping it.
    func discard(_ submission: Submission) {
        state.withLock { Self.count(submission, &$0.statistics) }
    }

    private static func count(_ submission: Submission, _ statistics: inout Statistics) {
        statistics.messages += 1
        statistics.bytes += submission.facts.size
        statistics.recipients += submission.envelope.recipients.count
    }

    func count(_ change: (inout Statistics) -> Void) {
        state.withLock { change(&$0.statistics) }
    }

    /// A new connection's number; `limit` open ones are the most, nil says that it is one too many.
    func open(limit: Int, logged: Bool, at time: Date) -> Int? {
        state.withLock { state in
            guard state.statistics.openConnections < limit else {
                state.statistics.refusedConnections += 1
                return nil
            }
            state.statistics.connections += 1
            state.statistics.openConnections += 1
            let number = state.statistics.connections
            guard logged else { return number }
            state.logs[number] = ConnectionLog(connection: number, openedAt: time)
            state.logOrder.append(number)
            if state.logOrder.count > Self.logsKept { state.logs[state.logOrder.removeFirst()] = nil }
            return number
        }
    }

    func close(_ connection: Int) {
        state.withLock {
            $0.statistics.openConnections -= 1
            $0.logs[connection]?.isOpen = false
        }
    }

    func log(_ lines: [ConnectionLog.Line], connection: Int) {
        state.withLock { state in
            guard let count = state.logs[connection]?.lines.count, count < Self.linesKept else { return }
            state.logs[connection]?.lines.append(contentsOf: lines.prefix(Self.linesKept - count))
        }
    }
}
