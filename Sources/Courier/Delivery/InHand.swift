import Model
import Synchronization

/// The messages that this process holds a lease on, from their claim until their outcome is written.
final class InHand: Sendable {
    private let messages = Mutex<[Identifier: Message]>([:])

    var count: Int { messages.withLock { $0.count } }

    var all: [Message] { messages.withLock { Array($0.values) } }

    func add(_ claimed: [Message]) {
        messages.withLock { held in
            for message in claimed { held[message.id] = message }
        }
    }

    /// Lets go of messages, each only in the claim that it was held by: a later claim of the same one stays.
    func remove(_ done: [Message]) {
        messages.withLock { held in
            for message in done where held[message.id]?.attempt == message.attempt { held[message.id] = nil }
        }
    }
}
