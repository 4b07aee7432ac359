import Model
import Storage
import Synchronization

/// What API keys were used for and when, as long as it is not written down.
///
/// A request leaves word here and waits for nothing; `Galleries.writeKeyUses` writes what has come together.
package final class KeyUses: Sendable {
    private let noted = Mutex<[Identifier: Timestamp]>([:])
    private let refused = Mutex<[KeyRefusal: Int]>([:])

    package init() {}

    func note(_ key: Identifier, at now: Timestamp) { noted.withLock { $0[key] = now } }

    /// One line for each key and address, and no more lines than ``most``: who holds a key that was revoked may come
    /// from many places.
    func note(_ refusal: KeyRefusal) {
        refused.withLock { refused in
            var refusal = refusal
            if refused[refusal] == nil, refused.count >= Self.most { refusal.address = nil }
            guard refused[refusal] != nil || refused.count < 2 * Self.most else { return }
            refused[refusal, default: 0] += 1
        }
    }

    private static let most = 100

    /// Everything that was noted; it is no longer here.
    func take() -> (uses: [Identifier: Timestamp], refusals: [KeyRefusal: Int]) {
        let refusals = refused.withLock { refused in
            defer { refused = [:] }
            return refused
        }
        return noted.withLock { noted in
            defer { noted = [:] }
            return (noted, refusals)
        }
    }

    /// Keeps what could not be written for the next time; what came meanwhile is newer.
    func putBack(_ uses: [Identifier: Timestamp], _ refusals: [KeyRefusal: Int]) {
        noted.withLock { $0.merge(uses) { newer, _ in newer } }
        refused.withLock { $0.merge(refusals, uniquingKeysWith: +) }
    }
}

/// That a key was used that lets nobody in any more.
struct KeyRefusal: Sendable, Hashable {
    let key: Identifier
    let gallery: Identifier
    /// `revoked` or `expired`.
    let reason: String
    /// The client's; nil where there were too many.
    var address: String?

    /// Nil-free: to be made of a key that does not hold.
    init(key: APIKey, standing: KeyStanding, address: String?) {
        self.key = key.id
        gallery = key.gallery
        reason =
            switch standing {
            case .revoked: "revoked"
            case .expired: "expired"
            case .good: "good"
            }
        self.address = address
    }
}

extension WorkflowContext {
    /// For how long after it was told that a key was refused nobody is told so again.
    private static var quiet: Duration { .seconds(3600) }

    /// Tells the feed that a key was refused, once in a while, with how often that was.
    func tell(of refusal: KeyRefusal, _ count: Int, _ transaction: any Transaction) throws {
        let known = try transaction.keys.noteRefusals(count, of: refusal.key, at: clock(), quiet: Self.quiet)
        guard let known, let gallery = try unlessDamaged({ try transaction.galleries.find(refusal.gallery) }) else {
            return
        }
        let cause = Cause(trace: nil, origin: .key(refusal.key, address: refusal.address))
        try work(in: transaction, for: gallery, cause: cause).append([
            EventDraft(
                .keyRefused, actor: EventDraft.system, subject: refusal.key.description,
                data: EventData(reason: refusal.reason, detail: known == 1 ? "1 request" : "\(known) requests"))
        ])
    }
}
