import Model
import Synchronization
import Workflows

/// The deliveries that this process holds a lease on, from their claim until their outcome is written.
final class WebhookHand: Sendable {
    private struct Held {
        /// In the newest claim.
        var delivery: WebhookDelivery
        var task: Task<Void, Never>?
    }

    private let held = Mutex<[Identifier: Held]>([:])

    var count: Int { held.withLock { $0.count } }

    var all: [WebhookDelivery] { held.withLock { $0.values.map(\.delivery) } }

    var tasks: [Task<Void, Never>] { held.withLock { $0.values.compactMap(\.task) } }

    /// What is under way, by webhook and by gallery.
    var busy: [Identifier: Int] {
        held.withLock { held in
            held.values.reduce(into: [:]) { busy, held in
                busy[held.delivery.webhook, default: 0] += 1
                busy[held.delivery.gallery, default: 0] += 1
            }
        }
    }

    /// Takes hold of a claim.
    ///
    /// A process that could not renew its leases can take over what it is sending already; that goes on, and its outcome
    /// belongs to the newer claim.
    ///
    /// - Returns: whether it is to be sent.
    func begin(_ delivery: WebhookDelivery) -> Bool {
        held.withLock { held in
            guard held[delivery.id] == nil else {
                held[delivery.id]?.delivery = delivery
                return false
            }
            held[delivery.id] = Held(delivery: delivery)
            return true
        }
    }

    /// Remembers who sends it, so that it can be broken off.
    func attach(_ task: Task<Void, Never>, to delivery: Identifier) {
        held.withLock { $0[delivery]?.task = task }
    }

    /// A delivery as it was claimed last.
    func current(_ delivery: WebhookDelivery) -> WebhookDelivery {
        held.withLock { $0[delivery.id]?.delivery ?? delivery }
    }

    func end(_ delivery: Identifier) {
        held.withLock { $0[delivery] = nil }
    }
}
