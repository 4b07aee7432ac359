import Logging
import Model
import SMTP
import Workflows

extension DeliveryService {
    /// Sends what is in the backlog, one message after the other, until it closes.
    func sendAll() async {
        while let claimed = await backlog.next() {
            await send(claimed)
        }
    }

    /// Hands one message to the first relay that can be spoken to.
    private func send(_ claimed: ClaimedMessage) async {
        let message = claimed.message
        guard var relay = relays.admit() else { return putBack([claimed]) }
        let mail: OutgoingMail
        do {
            mail = try composer.compose(message, for: claimed.gallery)
        } catch {
            relays.release(relay)
            logger.error(
                "could not compose a mail", metadata: ["id": "\(message.id)", "error": "\(error)"])
            let failed = MessageMachine.fail(message, because: "it could not be composed", now: composer.clock())
            return tray.put([Completion(message: failed.message, attempt: nil, event: failed.event)])
        }
        while true {
            let outcome = await relays.send(mail, over: relay)
            relays.learn(outcome, of: relay)
            let settlement = MessageMachine.settle(
                message, outcome, relay: relays.name(relay), schedule: options.retry, now: composer.clock(),
                jitter: .random(in: 0...1))
            // A relay that cannot be spoken to never had the message: the next in line may.
            if settlement.relay == .down || settlement.relay == .unauthorised, let next = relays.admit(after: relay) {
                relay = next
                continue
            }
            log(settlement, outcome)
            return tray.put([
                Completion(message: settlement.message, attempt: settlement.attempt, event: settlement.event)
            ])
        }
    }

    private func log(_ settlement: MessageMachine.Settlement, _ outcome: SendOutcome) {
        let level: Logger.Level =
            switch settlement.message.state {
            case .failed: .warning
            case .unknown: .warning
            default: .debug
            }
        logger.log(
            level: level, "attempt ended",
            metadata: [
                "id": "\(settlement.message.id)", "kind": "\(settlement.message.kind.rawValue)",
                "recipient": "\(settlement.message.recipient.masked)", "state": "\(settlement.message.state.rawValue)",
                "phase": "\(outcome.phase?.rawValue ?? "-")", "code": "\(outcome.reply?.code ?? 0)",
            ])
    }

    /// Writes outcomes until the tray closes.
    ///
    /// What cannot be written is tried again: it is known here and nowhere else.
    func settleAll() async {
        while let completions = await tray.take() {
            await write(completions)
            inHand.remove(completions.map(\.message))
            bell.ring()
        }
    }

    private func write(_ completions: [Completion]) async {
        for pause in [0.1, 0.5, 1, 2, 5, 10] {
            do {
                let written = try await outbox.complete(completions)
                let fenced = completions.count - written.count
                if fenced > 0 {
                    logger.warning(
                        "outcomes came after the lease was lost and were not written",
                        metadata: ["messages": "\(fenced)"])
                }
                return
            } catch {
                logger.error(
                    "could not write outcomes; trying again",
                    metadata: ["messages": "\(completions.count)", "error": "\(error)"])
                try? await Task.sleep(for: .seconds(pause))
            }
        }
        logger.critical("outcomes are lost; the leases will end", metadata: ["messages": "\(completions.count)"])
    }
}
