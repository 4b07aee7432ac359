import Model
import Synchronization

/// How many requests may wait for events at once: each looks into the database a few times a second.
///
/// Who comes when there is no seat is answered at once, and may ask again.
final class WaitingRoom: Sendable {
    /// Of all callers together.
    static let seats = 256
    /// Of one API key, so that no gallery keeps the others standing.
    static let seatsOfKey = 16

    /// The right to wait.
    struct Seat: Sendable {
        fileprivate let key: Identifier
    }

    private struct State {
        var taken = 0
        /// Keys that hold no seat are not in it.
        var takenBy: [Identifier: Int] = [:]
    }

    private let state = Mutex(State())

    /// A seat for a request that came with this API key; nil where there is none.
    func take(for key: Identifier) -> Seat? {
        state.withLock { state in
            let own = state.takenBy[key, default: 0]
            guard state.taken < Self.seats, own < Self.seatsOfKey else { return nil }
            state.taken += 1
            state.takenBy[key] = own + 1
            return Seat(key: key)
        }
    }

    func leave(_ seat: Seat) {
        state.withLock { state in
            state.taken -= 1
            let own = state.takenBy[seat.key, default: 1] - 1
            state.takenBy[seat.key] = own == 0 ? nil : own
        }
    }
}
