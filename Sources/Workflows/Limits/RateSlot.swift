package import Model
import Synchronization

/// Carries out of a transaction how much is left of the tightest limit that a request was counted towards.
package final class RateSlot: Sendable {
    /// A limit and what is left of it.
    package struct Standing: Sendable, Equatable {
        package var name: RateLimitName
        package var room: RateRoom
    }

    private let slot = Mutex<Standing?>(nil)

    package init() {}

    package var standing: Standing? { slot.withLock { $0 } }

    /// Keeps the tighter of two.
    func put(_ name: RateLimitName, _ room: RateRoom) {
        slot.withLock { standing in
            guard let before = standing, before.room.left <= room.left else {
                standing = Standing(name: name, room: room)
                return
            }
        }
    }
}
