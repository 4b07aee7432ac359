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
        guard await isStillToBeSent(claimed) else { return }
        guard var relay = relays.admit() else { return putBack([claimed]) }
        guard let mail = compose(claimed) else { return relays.release(relay) }
        while true {
            let outcome = await relays.send(mail, over: relay)
            let verdict = relays.learn(outcome, of: relay, from: claimed.gallery.from)
            relays.count(outcome, of: relay)
            if outcome.isUnbegun, !inHand.mayBegin(message, at: composer.clock()) {
                // It waited long for a connection: whether it is still to be sent is asked anew.
                guard await isStillToBeSent(claimed) else { return }
                guard let admitted = relays.admit() else { return putBack([claimed]) }
                relay = admitted
                continue
            }
            let settlement = MessageMachine.settle(
                message, outcome, verdict: verdict, relay: relays.name(relay), schedule: options.retry,
                now: composer.clock(), jitter: .random(in: 0...1))
            // A relay that cannot be spoken to never had the message: the next in line may.
            if verdict == .down || verdict == .unauthorised, let next = relays.admit(after: relay) {
                guard await isStillToBeSent(claimed) else { return relays.release(next) }
                relay = next
                continue
            }
            log(settlement, outcome)
            return tray.put([
                Completion(message: settlement.message, attempt: settlement.attempt, event: settlement.event)
            ])
        }
    }

    /// The mail of a message; nil where it cannot be made, which is settled here.
    private func compose(_ claimed: ClaimedMessage) -> OutgoingMail? {
        let message = claimed.message
        do {
            var mail = try composer.compose(message, for: claimed.gallery)
            mail.mayBegin = { [inHand, clock = composer.clock] in inHand.mayBegin(message, at: clock()) }
            return mail
        } catch {
            logger.error(
                "could not compose a mail", metadata: ["id": "\(message.id)", "error": "\(error)"])
            let off = MessageMachine.putOff(
                message, because: "it could not be composed: \(error)", schedule: options.retry, now: composer.clock(),
                jitter: .random(in: 0...1))
            tray.put([Completion(message: off.message, attempt: nil, event: off.event)])
            return nil
        }
    }

    /// Looks at a claim once more before anything is said to a relay; what is not to be sent is settled here.
    private func isStillToBeSent(_ claimed: ClaimedMessage) async -> Bool {
        let message = claimed.message
        let now = composer.clock()
        switch inHand.begin(message, at: now) {
        case .drop: return false
        case .putBack: break
        case _ where tray.isStuck: break
        case .send: return true
        case .askFirst:
            switch try? await outbox.standing(of: claimed) {
            case .wanted:
                inHand.isWanted(message, at: now)
                return true
            case .notNow, nil: break
            case .decided:
                let (dropped, event) = MessageMachine.drop(message, now: now)
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
}

extension SendOutcome {
    /// Whether it was handed back before anything was said to a relay.
    fileprivate var isUnbegun: Bool {
        if case .failed(.connect, .aborted, _) = self { true } else { false }
    }
}
