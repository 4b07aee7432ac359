import Logging
import Model
import Workflows

extension DeliveryService {
    /// Claims while there is something to claim and room to hold it; sleeps until the bell rings, something falls due,
    /// a relay is to be tried again, or it is time to look.
    func claimAll() async {
        var window = ClaimWindow(least: senderCount * 2, most: max(options.mostInHand, senderCount * 2))
        while !Task.isCancelled {
            pulse.beat(at: composer.clock())
            var sleep = options.poll
            window.learn(backlogIsEmpty: backlog.isEmpty)
            let room = min(relays.appetite(window.size), window.size - inHand.count)
            do {
                let claim = try await outbox.claim(
                    most: max(0, room), lease: options.lease, schedule: options.retry)
                window.learn(claimed: claim.messages.count, of: room)
                inHand.add(claim.messages.map(\.message))
                backlog.add(claim.messages)
                holdBack(claim)
                if room > 0, claim.messages.count >= room { continue }
                if room > 0, let due = claim.nextDue { sleep = min(sleep, due - composer.clock()) }
            } catch {
                logger.error("could not claim mail", metadata: ["error": "\(error)"])
            }
            if let reopens = relays.reopens { sleep = min(sleep, reopens - composer.clock()) }
            await doze(max(sleep, .milliseconds(10)))
        }
    }

    /// A pause also stops what is claimed but not begun.
    private func holdBack(_ claim: Outbox.Claim) {
        guard claim.isPaused || !claim.pausedGalleries.isEmpty else { return }
        putBack(backlog.withdraw { claim.isPaused || claim.pausedGalleries.contains($0.gallery.id) })
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

    /// Renews the leases of everything in hand, also of what waits, every third of a lease.
    func renewAll() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: options.lease / 3)
            let held = inHand.all
            guard !held.isEmpty, !Task.isCancelled else { continue }
            do {
                let kept = try await outbox.renew(held, lease: options.lease)
                let lost = held.filter { !kept.contains($0.id) }
                guard !lost.isEmpty else { continue }
                let numbers = Set(lost.map(\.id))
                // Another worker has them: what was not begun here must not be sent twice.
                _ = backlog.withdraw { numbers.contains($0.message.id) }
                inHand.remove(lost)
                logger.warning("leases were lost", metadata: ["messages": "\(lost.count)"])
            } catch {
                logger.error("could not renew leases", metadata: ["error": "\(error)"])
            }
        }
    }
}
