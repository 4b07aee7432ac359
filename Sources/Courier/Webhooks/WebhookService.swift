package import Logging
import Model
import ServiceLifecycle
package import Webhook
package import Workflows

/// Takes events to the endpoints that asked for them: fans out, claims, sends, settles.
///
/// Any number of processes may run one. Nothing of this is in the way of a request: it reads the feed that requests
/// leave behind.
package struct WebhookService: Service {
    let outbox: WebhookOutbox
    let sender: WebhookSender
    let options: WebhookOptions
    let logger: Logger

    let hand = WebhookHand()
    /// Rung when there is room again.
    let bell = OutboxBell()

    package init(context: WorkflowContext, sender: WebhookSender, options: WebhookOptions, logger: Logger) {
        outbox = WebhookOutbox(context)
        self.sender = sender
        self.options = options
        self.logger = logger
    }

    package func run() async throws {
        let renewing = Task { await renewAll() }
        await cancelWhenGracefulShutdown { await sendAll() }

        let held = hand.tasks
        logger.info("webhooks are stopping", metadata: ["held": "\(hand.count)"])
        let breaking = Task {
            try? await Task.sleep(for: options.drain)
            guard !Task.isCancelled else { return }
            for task in held { task.cancel() }
        }
        for task in held { await task.value }
        breaking.cancel()
        renewing.cancel()
        await renewing.value
        await sender.shutdown()
        logger.info("webhooks have stopped", metadata: ["unwritten": "\(hand.count)"])
    }

    /// Fans out and claims while there is something to claim and room for it; sleeps until there is room again,
    /// something falls due, or it is time to look.
    private func sendAll() async {
        var last: Identifier?
        while !Task.isCancelled {
            var sleep = options.poll
            do {
                let isMore = try await outbox.fanOut()
                let room = WebhookOutbox.Room(
                    total: options.total - hand.count, each: options.each, gallery: options.gallery, busy: hand.busy)
                let claim = try await outbox.claim(
                    room, lease: options.lease, schedule: options.schedule, behind: last)
                for claimed in claim.deliveries { begin(claimed) }
                last = claim.deliveries.last?.delivery.webhook ?? last
                if let wait = claim.untilNext { sleep = min(sleep, wait) }
                if isMore { continue }
            } catch {
                logger.error("could not look for webhooks to send", metadata: ["error": "\(error)"])
            }
            await doze(max(sleep, .milliseconds(10)))
        }
    }

    /// Sleeps, at most for this long, until the bell rings.
    private func doze(_ duration: Duration) async {
        await withTaskGroup { group in
            group.addTask { await bell.wait() }
            group.addTask { try? await Task.sleep(for: duration) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Renews the leases of everything in hand every third of a lease.
    private func renewAll() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: options.lease / 3)
            let held = hand.all
            guard !held.isEmpty, !Task.isCancelled else { continue }
            do {
                let lost = try await outbox.renew(held, lease: options.lease)
                // What was settled since it was looked up is not held any more, and not lost.
                let missing = hand.all.filter { item in
                    lost.contains(item.id) && held.contains { $0.id == item.id && $0.attempt == item.attempt }
                }
                guard !missing.isEmpty else { continue }
                logger.warning("leases of webhook deliveries were lost", metadata: ["count": "\(missing.count)"])
            } catch {
                logger.error("could not renew leases of webhook deliveries", metadata: ["error": "\(error)"])
            }
        }
    }
}
