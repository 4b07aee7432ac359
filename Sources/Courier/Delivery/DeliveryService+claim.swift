import Logging
import Model
import Workflows

extension DeliveryService {
    /// Claims while there is something to claim and room to hold it; sleeps until the bell rings, something falls due,
    /// a relay is to be tried again, or it is time to look.
    func claimAll() async {
        var window = ClaimWindow(least: senderCount * 2, most: max(options.mostInHand, senderCount * 2))
        while !Task.isCancelled {
            let now = composer.clock()
            var sleep = options.poll
            window.learn(backlogIsEmpty: backlog.isEmpty)
            let room = min(relays.appetite(window.size), window.size - inHand.count)
            do {
                // Leases that ended while the database was away are renewed first: what is held here must not be taken
                // for abandoned.
                let claim = try await outbox.claim(
                    most: max(0, room), lease: options.lease, schedule: options.retry,
                    holding: { [inHand] in inHand.overdue(at: $0) })
                // Not before: a courier whose claims fail does not come round.
                pulse.beat(at: composer.clock())
                window.learn(claimed: claim.messages.count, of: room)
                inHand.renewed(claim.renewed, leaseEnds: now + options.lease)
                let toSend = Set(
                    inHand.add(claim.messages.map(\.message), at: now, leaseEnds: now + options.lease).map(\.id))
                backlog.add(claim.messages.filter { toSend.contains($0.message.id) })
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
        inHand.callBack { claim.isPaused || claim.pausedGalleries.contains($0.gallery) }
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
                let now = composer.clock()
                let renewal = try await outbox.renew(held, lease: options.lease)
                inHand.renewed(renewal.kept, leaseEnds: now + options.lease)
                // What was settled or claimed anew here since it was looked up is neither kept nor lost.
                let lost = inHand.lose(held.filter { renewal.lost.contains($0.id) })
                guard !lost.isEmpty else { continue }
                // Another worker has them: what was not begun here must not be sent twice.
                let attempts = Dictionary(uniqueKeysWithValues: lost.map { ($0.id, $0.attempt) })
                _ = backlog.withdraw { attempts[$0.message.id] == $0.message.attempt }
                logger.warning("leases were lost", metadata: ["messages": "\(lost.count)"])
            } catch {
                logger.error("could not renew leases", metadata: ["error": "\(error)"])
            }
        }
    }
}
