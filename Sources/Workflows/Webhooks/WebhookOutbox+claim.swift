import Links
package import Model
import Storage

extension WebhookOutbox {
    /// How much may be under way at once.
    package struct Room: Sendable {
        /// In all.
        package var total: Int
        /// To one endpoint; one that is failing gets one at a time, so that it takes no place from those that are well.
        package var each: Int
        /// To all endpoints of one gallery, so that none takes all there is.
        package var gallery: Int
        /// What is under way, by webhook and by gallery.
        package var busy: [Identifier: Int]

        /// - Parameter total: What is left of it.
        package init(total: Int, each: Int, gallery: Int = .max, busy: [Identifier: Int]) {
            self.total = total
            self.each = each
            self.gallery = gallery
            self.busy = busy
        }

        func left(for webhook: Webhook) -> Int {
            min(
                total, (webhook.failingSince == nil ? each : 1) - (busy[webhook.id] ?? 0),
                gallery - (busy[webhook.gallery] ?? 0))
        }

        mutating func take(_ count: Int, for webhook: Webhook) {
            total -= count
            busy[webhook.id, default: 0] += count
            busy[webhook.gallery, default: 0] += count
        }
    }

    /// What a claim found.
    package struct Claim: Sendable {
        package var deliveries: [ClaimedDelivery]
        /// How long until the next one is due that waits for nothing but the clock.
        package var untilNext: Duration?
    }

    /// Takes what is due, as far as there is room, and what was taken by workers that died.
    ///
    /// Writes nothing where there is nothing to take.
    ///
    /// - Parameter first: The webhook to begin behind, so that each has its turn where there is little room.
    package func claim(
        _ room: Room, lease: Duration, schedule: WebhookSchedule, behind first: Identifier? = nil
    ) async throws -> Claim {
        let context = context
        let outlook = try await outlook(room)
        guard room.total > 0, !outlook.due.isEmpty || outlook.isAbandoned else {
            return Claim(deliveries: [], untilNext: outlook.nextDue.map { $0 - context.clock() })
        }
        let due = outlook.due
        let taken = try await context.database.write { transaction -> [Taken] in
            let now = context.clock()
            let freed = try Self.takeBack(transaction, schedule: schedule, now: now, but: due)
            let waiting = (due + freed).sorted { $0.id <= $1.id }
            var (taken, room): ([Taken], Room) = ([], room)
            for webhook in waiting.filter({ !($0.id <= first) }) + waiting.filter({ $0.id <= first }) {
                let more = try Self.take(
                    for: webhook, transaction, at: now, lease: now + lease, most: room.left(for: webhook))
                room.take(more.count, for: webhook)
                taken += more
            }
            return taken
        }
        return Claim(
            deliveries: try await ready(taken, schedule), untilNext: outlook.nextDue.map { $0 - context.clock() })
    }

    /// Puts what was taken by workers that died back to what waits.
    ///
    /// - Returns: whose it is, but for those that are known to have something waiting.
    private static func takeBack(
        _ transaction: any Transaction, schedule: WebhookSchedule, now: Timestamp, but known: [Webhook]
    ) throws -> [Webhook] {
        var ids: Set<Identifier> = []
        for held in try transaction.webhookDeliveries.abandoned(at: now, most: batch) {
            let back = WebhookMachine.takeBack(held, schedule: schedule, now: now)
            if try transaction.webhookDeliveries.complete(back) { ids.insert(held.webhook) }
        }
        return try ids.subtracting(known.map(\.id)).compactMap { try transaction.webhooks.find($0) }
    }

    /// What there is to do now.
    private struct Outlook {
        /// Active webhooks for which something is due, and room, in the order of their ids.
        var due: [Webhook] = []
        var nextDue: Timestamp?
        var isAbandoned = false
    }

    private func outlook(_ room: Room) async throws -> Outlook {
        let clock = context.clock
        return try await context.database.read { transaction in
            let now = clock()
            var outlook = Outlook()
            outlook.isAbandoned = try !transaction.webhookDeliveries.abandoned(at: now, most: 1).isEmpty
            var last: Identifier?
            while let (id, next) = try transaction.webhookDeliveries.waiting(after: last) {
                last = id
                guard let webhook = try transaction.webhooks.find(id), webhook.state == .active else { continue }
                if next > now {
                    outlook.nextDue = min(outlook.nextDue ?? next, next)
                } else if room.left(for: webhook) > 0 {
                    outlook.due.append(webhook)
                }
            }
            return outlook
        }
    }

    /// A delivery as it came out of the transaction.
    private struct Taken: Sendable {
        var delivery: WebhookDelivery
        var webhook: Webhook
        /// Nil where it is no longer kept, or damaged.
        var event: Event?
        var secrets: SealedSecrets
    }

    private static func take(
        for webhook: Webhook, _ transaction: any Transaction, at now: Timestamp, lease: Timestamp, most: Int
    ) throws -> [Taken] {
        guard most > 0, let current = try transaction.webhooks.find(webhook.id), current.state == .active,
            let secrets = try transaction.webhooks.secrets(of: webhook.id)
        else { return [] }
        return try transaction.webhookDeliveries.claim(webhook: webhook.id, at: now, lease: lease, most: most).map {
            var event: Event?
            do {
                event = try transaction.events.find($0.event, gallery: $0.gallery)
            } catch StorageError.corrupt {
                // It holds no other up.
            }
            return Taken(delivery: $0, webhook: current, event: event, secrets: secrets)
        }
    }

    /// Opens secrets and writes bodies, outside of the transaction.
    private func ready(_ taken: [Taken], _ schedule: WebhookSchedule) async throws -> [ClaimedDelivery] {
        guard let secrets = context.secrets else { throw MissingSecrets() }
        let now = context.clock()
        var ready: [ClaimedDelivery] = []
        for item in taken {
            guard let event = item.event else {
                try await giveUp(item.delivery, "the event is no longer kept")
                continue
            }
            var sealed = [item.secrets.current]
            if let previous = item.secrets.previous, let until = item.secrets.previousUntil, now < until {
                sealed.append(previous)
            }
            let owner = item.webhook.id.bytes
            guard let keys = try? sealed.map({ WebhookSecret(bytes: try secrets.open($0, for: owner)) }) else {
                // An operator can mend that, and the gallery by a new secret.
                let outcome = WebhookOutcome.failed("its secret does not open with the service's keyring")
                _ = try await complete(item.delivery, .attempted(outcome, took: .zero), schedule: schedule, jitter: 0)
                continue
            }
            ready.append(
                ClaimedDelivery(
                    delivery: item.delivery, url: item.webhook.url, body: EventPayload.bytes(event), secrets: keys,
                    trace: event.trace))
        }
        return ready
    }

    /// Fails a delivery that cannot be sent.
    private func giveUp(_ delivery: WebhookDelivery, _ detail: String) async throws {
        var failed = delivery
        failed.state = .failed
        failed.changedAt = context.clock()
        failed.isHeld = false
        failed.detail = detail
        let written = failed
        _ = try await context.database.write { try $0.webhookDeliveries.complete(written) }
    }
}

extension Identifier {
    /// Whether it comes no later than another in the order of ids; nil comes before all.
    fileprivate static func <= (one: Identifier, other: Identifier?) -> Bool {
        guard let other else { return false }
        return (one.high, one.low) <= (other.high, other.low)
    }
}
