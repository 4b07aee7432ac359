import Synchronization

/// How many requests may wait for events at once: each looks into the database a few times a second.
final class WaitingRoom: Sendable {
    /// Who comes when it is full is answered at once, and may ask again.
    static let seats = 256

    /// The right to wait.
    struct Seat: Sendable {}

    private let taken = Mutex(0)

    func take() -> Seat? {
        taken.withLock { taken in
            guard taken < Self.seats else { return nil }
            taken += 1
            return Seat()
        }
    }

    func leave(_: Seat) {
        taken.withLock { $0 -= 1 }
    }
}
