import Logging
import Model
import Storage
import Workflows

extension DeliveryService {
    /// Writes outcomes until the tray closes.
    func settleAll() async {
        while let completions = await tray.take() {
            await write(completions)
            bell.wake()
        }
    }

    /// Writes outcomes, as often as it takes: they are known here and nowhere else, and without them an accepted mail
    /// is sent again.
    private func write(_ completions: [Completion]) async {
        var waiting = completions
        var pause = Duration.milliseconds(100)
        var failures = 0
        while !waiting.isEmpty {
            // Looked up anew each time: what waits may have been taken up again here under a newer claim.
            let claimed = waiting.map(underNewestClaim)
            do {
                let written = try await outbox.complete(claimed)
                tray.isStuck = false
                waiting = letGo(of: claimed, written)
            } catch {
                failures += 1
                let mayPass = (error as? StorageError)?.mayPass ?? false
                if !mayPass, waiting.count > 1 {
                    // One that cannot be written must not take the others with it.
                    for completion in waiting { await write([completion]) }
                    return
                }
                // They stay in hand, so that the last line says how many they were.
                guard !tray.isGivenUp else { return tellOfLoss(claimed, error) }
                guard mayPass || failures < 5 else {
                    inHand.remove(claimed.map(\.message))
                    return tellOfLoss(claimed, error)
                }
                tray.isStuck = mayPass
                logger.error(
                    "could not write outcomes; trying again",
                    metadata: ["messages": "\(waiting.count)", "error": "\(error)"])
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(5))
            }
        }
    }

    private func underNewestClaim(_ completion: Completion) -> Completion {
        var completion = completion
        completion.message.attempt = inHand.attempt(of: completion.message)
        return completion
    }

    /// Lets go of what is settled, and of what another process has now.
    ///
    /// - Returns: what was taken up again here while it was being written, and is to be written under that claim.
    private func letGo(of claimed: [Completion], _ written: Set<Identifier>) -> [Completion] {
        let fenced = claimed.filter { !written.contains($0.message.id) }
        let again = fenced.filter { inHand.attempt(of: $0.message) != $0.message.attempt }
        inHand.remove(claimed.map(\.message))
        if fenced.count > again.count {
            logger.warning(
                "outcomes came after the lease was lost and were not written",
                metadata: ["messages": "\(fenced.count - again.count)"])
        }
        return again
    }

    private func tellOfLoss(_ completions: [Completion], _ error: any Error) {
        logger.critical(
            "outcomes are lost; the leases will end",
            metadata: ["messages": "\(completions.count)", "error": "\(error)"])
    }
}
