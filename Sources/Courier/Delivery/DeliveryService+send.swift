import Logging
import Model
import SMTP
import Storage
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
        guard await isStillToBeSent(claimed) else { return }
        guard var relay = relays.admit() else { return putBack([claimed]) }
        var mail: OutgoingMail
        do {
            mail = try composer.compose(message, for: claimed.gallery)
        } catch {
            relays.release(relay)
            logger.error(
                "could not compose a mail", metadata: ["id": "\(message.id)", "error": "\(error)"])
            let off = MessageMachine.putOff(
                message, because: "it could not be composed: \(error)", schedule: options.retry, now: composer.clock(),
                jitter: .random(in: 0...1))
            return tray.put([Completion(message: off.message, attempt: nil, event: off.event)])
        }
        mail.notAfter = inHand.deadline(of: message, now: composer.clock())
        while true {
            let outcome = await relays.send(mail, over: relay)
            relays.learn(outcome, of: relay)
            relays.count(outcome, of: relay)
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

    /// Looks at a claim once more before anything is said to a relay; what is not to be sent is settled here.
    private func isStillToBeSent(_ claimed: ClaimedMessage) async -> Bool {
        let message = claimed.message
        switch inHand.begin(message, at: composer.clock()) {
        case .drop: return false
        case .putBack: break
        case _ where tray.isStuck: break
        case .send: return true
        case .askFirst:
            switch try? await outbox.standing(of: claimed) {
            case .wanted: return true
            case .paused, nil: break
            case .over:
                let (dropped, event) = MessageMachine.drop(message, now: composer.clock())
                tray.put([Completion(message: dropped, attempt: nil, event: event)])
                return false
            }
        }
        putBack([claimed])
        return false
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
    func settleAll() async {
        while let completions = await tray.take() {
            let written = completions.map { completion in
                var completion = completion
                // The lease may have ended and been taken up again here while this waited.
                completion.message.attempt = inHand.attempt(of: completion.message)
                return completion
            }
            await write(written)
            inHand.remove(written.map(\.message))
            bell.ring()
        }
    }

    /// Writes outcomes, as often as it takes: they are known here and nowhere else, and without them an accepted mail
    /// is sent again.
    private func write(_ completions: [Completion]) async {
        var pause = Duration.milliseconds(100)
        var failures = 0
        while true {
            do {
                let written = try await outbox.complete(completions)
                tray.isStuck = false
                let fenced = completions.count - written.count
                if fenced > 0 {
                    logger.warning(
                        "outcomes came after the lease was lost and were not written",
                        metadata: ["messages": "\(fenced)"])
                }
                return
            } catch {
                failures += 1
                let mayPass = (error as? StorageError)?.mayPass ?? false
                if !mayPass, completions.count > 1 {
                    // One that cannot be written must not take the others with it.
                    for completion in completions { await write([completion]) }
                    return
                }
                guard !tray.isGivenUp, mayPass || failures < 5 else {
                    logger.critical(
                        "outcomes are lost; the leases will end",
                        metadata: ["messages": "\(completions.count)", "error": "\(error)"])
                    return
                }
                tray.isStuck = mayPass
                logger.error(
                    "could not write outcomes; trying again",
                    metadata: ["messages": "\(completions.count)", "error": "\(error)"])
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(5))
            }
        }
    }
}
