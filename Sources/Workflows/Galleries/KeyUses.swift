import Model
import Synchronization

/// Which API keys were used and when, as long as it is not written down.
///
/// A request leaves word here and waits for nothing; `Galleries.writeKeyUses` writes what has come together.
package final class KeyUses: Sendable {
    private let noted = Mutex<[Identifier: Timestamp]>([:])

    package init() {}

    func note(_ key: Identifier, at now: Timestamp) { noted.withLock { $0[key] = now } }

    /// Everything that was noted; it is no longer here.
    func take() -> [Identifier: Timestamp] {
        noted.withLock { noted in
            defer { noted = [:] }
            return noted
        }
    }

    /// Keeps what could not be written for the next time; what came meanwhile is newer.
    func putBack(_ uses: [Identifier: Timestamp]) {
        noted.withLock { $0.merge(uses) { newer, _ in newer } }
    }
}
