import Foundation
import NIOConcurrencyHelpers

/// The mails that were caught, who waits for one, the command log and the counters.
///
/// A lock rather than an actor, because an SMTP reply must not go out before the mail can be seen.
package final class Mailbox: Sendable {
    struct Waiter {
        var after: Int
        var recipient: String?
        var continuation: CheckedContinuation<CaughtMessage?, Never>
    }

    struct State {
        var messages: [CaughtMessage] = []
        var octets = 0
        var lastNumber = 0
        var waiters: [UUID: Waiter] = [:]
        var log: [LoggedConnection] = []
        var tally = Tally()
        var lastConnection = 0
    }

    let state = NIOLockedValueBox(State())
    private let mostMessages: Int
    private let mostOctets: Int
    private let mostLoggedConnections = 1_000

    /// An empty mailbox that keeps the latest mails up to a count and up to octets in all, and the latest in any case.
    package init(mostMessages: Int = 10_000, mostOctets: Int = 512 * 1_048_576) {
        self.mostMessages = max(1, mostMessages)
        self.mostOctets = mostOctets
    }

    /// The mails with a higher number, oldest first, for one recipient or all.
    package func messages(after number: Int = 0, to recipient: String? = nil) -> [CaughtMessage] {
        state.withLockedValue { state in
            state.messages.filter { message in
                message.number > number && (recipient.map(message.isAddressed(to:)) ?? true)
            }
        }
    }

    /// The mail with this number, if it is still kept.
    package func message(_ number: Int) -> CaughtMessage? {
        state.withLockedValue { state in
            guard let first = state.messages.first?.number, number >= first else { return nil }
            let index = number - first
            return state.messages.indices.contains(index) ? state.messages[index] : nil
        }
    }

    /// Forgets all mails and the command log; numbers go on.
    package func clear() {
        state.withLockedValue { state in
            state.messages = []
            state.octets = 0
            state.log.removeAll { !$0.isOpen }
        }
    }

    /// The counters since the start.
    package var counters: Tally { state.withLockedValue { $0.tally } }

    /// The latest thousand connections, oldest first, each with what was said.
    package var commandLog: [LoggedConnection] { state.withLockedValue { $0.log } }

    /// Keeps a mail, numbers it, and wakes whoever waits for it.
    @discardableResult
    func store(_ message: CaughtMessage) -> Int {
        let (number, woken) = state.withLockedValue { state in
            state.lastNumber += 1
            var message = message
            message.number = state.lastNumber
            state.messages.append(message)
            state.octets += message.raw.count
            trim(&state)
            let ready = state.waiters.filter { Self.suits($0.value, message) }
            for key in ready.keys { state.waiters[key] = nil }
            return (message.number, ready.values.map { ($0.continuation, message) })
        }
        for (continuation, message) in woken { continuation.resume(returning: message) }
        return number
    }

    private func trim(_ state: inout State) {
        var surplus = max(0, state.messages.count - mostMessages)
        state.octets -= state.messages.prefix(surplus).reduce(0) { $0 + $1.raw.count }
        while state.octets > mostOctets, surplus < state.messages.count - 1 {
            state.octets -= state.messages[surplus].raw.count
            surplus += 1
        }
        if surplus > 0 { state.messages.removeFirst(surplus) }
    }

    /// Counts what happened on a connection since the last call.
    func count(_ tally: Tally) {
        state.withLockedValue { $0.tally += tally }
    }

    /// Takes note of a new connection; `logged` is false where no command log is wanted.
    func opened(at time: Date, logged: Bool) -> Int {
        state.withLockedValue { state in
            state.lastConnection += 1
            state.tally.connections += 1
            state.tally.open += 1
            guard logged else { return state.lastConnection }
            if state.log.count >= mostLoggedConnections { state.log.removeFirst() }
            state.log.append(
                LoggedConnection(number: state.lastConnection, openedAt: time, isOpen: true, lines: []))
            return state.lastConnection
        }
    }

    /// Adds lines to a connection's log.
    func note(_ lines: [LoggedConnection.Line], on connection: Int, closed: Bool = false) {
        state.withLockedValue { state in
            if closed { state.tally.open -= 1 }
            guard let index = state.log.lastIndex(where: { $0.number == connection }) else { return }
            let room = LoggedConnection.mostLines - state.log[index].lines.count
            state.log[index].lines.append(contentsOf: lines.prefix(max(0, room)))
            if closed { state.log[index].isOpen = false }
        }
    }

    static func suits(_ waiter: Waiter, _ message: CaughtMessage) -> Bool {
        message.number > waiter.after && (waiter.recipient.map(message.isAddressed(to:)) ?? true)
    }
}
