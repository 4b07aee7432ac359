import Model
import Synchronization

/// The messages that this process holds a lease on, from their claim until their outcome is written.
final class InHand: Sendable {
    private struct Held {
        /// In the newest claim.
        var message: Message
        /// The attempt of the oldest claim that it goes on from.
        var since: Int
        /// When it was last known to be wanted.
        var wantedAt: Timestamp
        var leaseEnds: Timestamp
        /// Whether a sender has it, or its outcome waits to be written.
        var isBegun = false
        /// Whether it was called back by a pause.
        var isCalledBack = false
        /// Whether another process has it: there is nothing to renew.
        var isLost = false

        /// Whether an earlier claim lives on in this one.
        func covers(_ claim: Message) -> Bool { (since...message.attempt).contains(claim.attempt) }
    }

    /// What a sender is to do with a claim that it has taken from the backlog.
    enum Beginning: Equatable {
        case send
        /// It waited so long that it may have been decided since, or its gallery paused.
        case askFirst
        /// Its lease is over, or it was called back: it is not to be sent now.
        case putBack
        /// There is a newer claim of the same message, or none.
        case drop
    }

    /// How old a claim is sent without asking whether it is still wanted.
    static let fresh: Duration = .seconds(1)
    /// How long a mail may wait for a connection until it is asked again.
    static let patience: Duration = .seconds(5)

    private let held = Mutex<[Identifier: Held]>([:])

    var count: Int { held.withLock { $0.count } }

    /// Everything that there is a lease on.
    var all: [Message] { held.withLock { $0.values.filter { !$0.isLost }.map(\.message) } }

    /// What there is a lease on that has run out: it could not be renewed in time.
    func overdue(at now: Timestamp) -> [Message] {
        held.withLock { $0.values.filter { !$0.isLost && $0.leaseEnds <= now }.map(\.message) }
    }

    /// Takes hold of claims.
    ///
    /// A process can take over what it holds already, from another that had taken it over and died. Where that is in a
    /// conversation, the conversation goes on under the new claim: a second one would be a second mail.
    ///
    /// - Returns: those that are to be sent.
    func add(_ claimed: [Message], at now: Timestamp, leaseEnds: Timestamp) -> [Message] {
        held.withLock { held in
            claimed.filter { message in
                let before = held[message.id]
                let isBegun = before.map { $0.isBegun && message.takeovers > $0.message.takeovers } ?? false
                held[message.id] = Held(
                    message: message, since: isBegun ? before?.since ?? message.attempt : message.attempt,
                    wantedAt: now, leaseEnds: leaseEnds, isBegun: isBegun)
                return !isBegun
            }
        }
    }

    /// A sender takes a claim up, or asks what to do with one that came to nothing.
    func begin(_ message: Message, at now: Timestamp) -> Beginning {
        held.withLock { held in
            guard var claim = held[message.id], claim.covers(message) else { return .drop }
            claim.isBegun = true
            held[message.id] = claim
            guard now < claim.leaseEnds, !claim.isCalledBack, !claim.isLost else { return .putBack }
            return now - claim.wantedAt < Self.fresh ? .send : .askFirst
        }
    }

    /// It was found out that a message is still to be sent.
    func isWanted(_ message: Message, at moment: Timestamp) {
        held.withLock { $0[message.id]?.wantedAt = moment }
    }

    /// Whether a conversation about a message may begin now that a connection is free: what has waited for one may have
    /// been taken over, paused or decided meanwhile.
    func mayBegin(_ message: Message, at now: Timestamp) -> Bool {
        held.withLock { held in
            guard let claim = held[message.id], claim.covers(message), !claim.isCalledBack, !claim.isLost else {
                return false
            }
            return now < claim.leaseEnds && now - claim.wantedAt < Self.patience
        }
    }

    /// The attempt that an outcome is to be written under: that of the newest claim that goes on from this one.
    func attempt(of message: Message) -> Int {
        held.withLock { held in
            guard let claim = held[message.id], claim.covers(message) else { return message.attempt }
            return claim.message.attempt
        }
    }

    func renewed(_ kept: Set<Identifier>, leaseEnds: Timestamp) {
        held.withLock { held in
            for id in kept { held[id]?.leaseEnds = leaseEnds }
        }
    }

    /// Calls back what waits for a connection; what is in a conversation already is not disturbed.
    func callBack(where isUnwanted: (Message) -> Bool) {
        held.withLock { held in
            for (id, claim) in held where isUnwanted(claim.message) { held[id]?.isCalledBack = true }
        }
    }

    /// Another process has these claims: what was not begun is let go of, and what was is no longer renewed.
    ///
    /// - Returns: those that were held in just this claim.
    func lose(_ messages: [Message]) -> [Message] {
        held.withLock { held in
            messages.filter { message in
                guard let claim = held[message.id], claim.message.attempt == message.attempt else { return false }
                if claim.isBegun { held[message.id]?.isLost = true } else { held[message.id] = nil }
                return true
            }
        }
    }

    /// Lets go of messages, each only in the claim that it was held by: a later claim of the same one stays.
    func remove(_ done: [Message]) {
        held.withLock { held in
            for message in done where held[message.id]?.message.attempt == message.attempt { held[message.id] = nil }
        }
    }
}
