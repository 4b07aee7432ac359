package import Model
import Synchronization

/// Carries out of a transaction how much is left of the tightest limit that a request was counted towards.
package final class RateSlot: Sendable {
    /// A limit and what is left of it.
    package struct Standing: Sendable, Equatable {
        package var limit: MailLimit
        package var room: RateRoom
    }

    private let slot = Mutex<Standing?>(nil)

    package init() {}

    package var standing: Standing? { slot.withLock { $0 } }

    /// Keeps the tighter of two; of what is used up, what comes back last.
    func put(_ limit: MailLimit, _ room: RateRoom) {
        slot.withLock { standing in
            if let before = standing?.room, (before.left, room.resets) <= (room.left, before.resets) { return }
            standing = Standing(limit: limit, room: room)
        }
    }
}
