import Model
import Synchronization

/// The messages that this process holds a lease on, from their claim until their outcome is written.
final class InHand: Sendable {
    private struct Held {
        /// In the newest claim.
        var message: Message
        var claimedAt: Timestamp
        var leaseEnds: Timestamp
        /// Whether a sender has it, or its outcome waits to be written.
        var isBegun = false
    }

    /// What a sender is to do with a claim that it has taken from the backlog.
    enum Beginning: Equatable {
        case send
        /// It waited so long that it may have been decided since, or its gallery paused.
        case askFirst
        /// Its lease is over: another process may have it.
        case putBack
        /// There is a newer claim of the same message, or none.
        case drop
    }

    /// How old a claim is sent without asking whether it is still wanted.
    static let fresh: Duration = .seconds(1)

    private let held = Mutex<[Identifier: Held]>([:])

    var count: Int { held.withLock { $0.count } }

    var all: [Message] { held.withLock { $0.values.map(\.message) } }

    /// Takes hold of claims.
    ///
    /// A process that could not renew its leases can take over what it holds already. Where that is in a conversation,
    /// the conversation goes on under the new claim: a second one would be a second mail.
    ///
    /// - Returns: those that are to be sent.
    func add(_ claimed: [Message], at now: Timestamp, leaseEnds: Timestamp) -> [Message] {
        held.withLock { held in
            claimed.filter { message in
                let before = held[message.id]
                let isBegun = before.map { $0.isBegun && message.takeovers > $0.message.takeovers } ?? false
                held[message.id] = Held(message: message, claimedAt: now, leaseEnds: leaseEnds, isBegun: isBegun)
                return !isBegun
            }
        }
    }

    /// A sender takes a claim up.
    func begin(_ message: Message, at now: Timestamp) -> Beginning {
        held.withLock { held in
            guard var claim = held[message.id], claim.message.attempt == message.attempt else { return .drop }
            claim.isBegun = true
            held[message.id] = claim
            guard now < claim.leaseEnds else { return .putBack }
            return now - claim.claimedAt < Self.fresh ? .send : .askFirst
        }
    }

    /// Until when a mail may be begun, by a clock that also counts a suspended process: the end of its lease.
    func deadline(of message: Message, now: Timestamp) -> ContinuousClock.Instant {
        let ends = held.withLock { $0[message.id]?.leaseEnds } ?? now
        return .now + (ends - now)
    }

    /// The attempt that an outcome is to be written under: that of the newest claim of this process.
    func attempt(of message: Message) -> Int { held.withLock { $0[message.id]?.message.attempt } ?? message.attempt }

    func renewed(_ kept: Set<Identifier>, leaseEnds: Timestamp) {
        held.withLock { held in
            for id in kept { held[id]?.leaseEnds = leaseEnds }
        }
    }

    /// Lets go of messages, each only in the claim that it was held by: a later claim of the same one stays.
    func remove(_ done: [Message]) {
        held.withLock { held in
            for message in done where held[message.id]?.message.attempt == message.attempt { held[message.id] = nil }
        }
    }
}
