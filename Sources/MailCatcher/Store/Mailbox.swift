import Foundation
import Synchronization

/// The messages that arrived, in memory, with everything that was said; the oldest are dropped when it is full.
package final class Mailbox: Sendable {
    struct Waiter {
        let after: Int
        let matches: @Sendable (ReceivedMessage) -> Bool
        let continuation: CheckedContinuation<ReceivedMessage, any Error>
    }

    struct State {
        var messages: [ReceivedMessage] = []
        var lastID = 0
        var logs: [Int: ConnectionLog] = [:]
        /// The connection numbers in `logs`, oldest first.
        var logOrder: [Int] = []
        var statistics = Statistics()
        var waiters: [Int: Waiter] = [:]
        var lastWaiter = 0
        /// Changes with every change of `messages`.
        var revision = 0
    }

    /// How many messages are kept.
    package let capacity: Int
    /// How many lines a connection's log holds, and how many connections have one.
    static let linesKept = 2_000
    static let logsKept = 1_000

    let state = Mutex(State())

    init(capacity: Int) {
        self.capacity = max(capacity, 1)
    }

    /// All messages that are kept with an id above `id`, oldest first.
    package func messages(after id: Int = 0) -> [ReceivedMessage] {
        state.withLock { state in
            // Ids rise, so the newer ones are at the end.
            Array(state.messages[(state.messages.firstIndex { $0.id > id } ?? state.messages.endIndex)...])
        }
    }

    package func message(_ id: Int) -> ReceivedMessage? {
        state.withLock { state in state.messages.first { $0.id == id } }
    }

    /// The id of the message that arrived last, 0 before the first; for `next(after:matching:)`.
    package var lastID: Int { state.withLock { $0.lastID } }

    /// The number of messages kept, and a number that changes whenever they change.
    var summary: (count: Int, revision: Int, dropped: Int) {
        state.withLock { ($0.messages.count, $0.revision, $0.statistics.droppedMessages) }
    }

    package var statistics: Statistics { state.withLock { $0.statistics } }

    /// What was said, oldest connection first.
    package var connectionLogs: [ConnectionLog] {
        state.withLock { state in state.logOrder.compactMap { state.logs[$0] } }
    }

    package func connectionLog(_ connection: Int) -> ConnectionLog? {
        state.withLock { $0.logs[connection] }
    }

    /// Throws all messages away; counters and logs stay.
    package func clear() {
        state.withLock {
            $0.messages = []
            $0.revision += 1
        }
    }
}
