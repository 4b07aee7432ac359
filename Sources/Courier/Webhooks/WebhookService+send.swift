import Logging
import Model
import Storage
import Telemetry
import Webhook
import Workflows

extension WebhookService {
    /// Sends one delivery, beside the others.
    func begin(_ claimed: ClaimedDelivery) {
        guard hand.begin(claimed.delivery) else { return }
        let task = Task { await send(claimed) }
        hand.attach(task, to: claimed.delivery.id)
    }

    private func send(_ claimed: ClaimedDelivery) async {
        let start = ContinuousClock.now
        let request = WebhookRequest(
            url: claimed.url, id: claimed.delivery.eventID.description, body: claimed.body, secrets: claimed.secrets,
            trace: claimed.trace)
        let result: WebhookOutbox.Result
        do {
            let outcome = try await sender.send(request)
            Metrics.webhookAttempts.add(outcome.kind.rawValue)
            result = .attempted(outcome, took: .now - start)
        } catch {
            result = .putBack
        }
        // A stop breaks off sending, not the writing of what came of it.
        await Task { await settle(claimed.delivery, result) }.value
        hand.end(claimed.delivery.id)
        bell.ring()
    }

    /// Writes an outcome, as often as it takes: it is known here and nowhere else.
    ///
    /// Where it cannot be written at all, the lease ends, and the event is sent once more.
    private func settle(_ delivery: WebhookDelivery, _ result: WebhookOutbox.Result) async {
        let deadline = ContinuousClock.now + options.lease + options.drain
        var pause = Duration.milliseconds(100)
        while true {
            do {
                let settled = try await outbox.complete(
                    hand.current(delivery), result, schedule: options.schedule, jitter: .random(in: 0...1))
                return log(settled, delivery)
            } catch {
                let mayPass = (error as? StorageError)?.mayPass ?? false
                guard mayPass, ContinuousClock.now < deadline else {
                    return logger.error(
                        "the outcome of a webhook delivery is lost; it will be sent again",
                        metadata: ["id": "\(delivery.id)", "error": "\(error)"])
                }
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(5))
            }
        }
    }

    private func log(_ settled: WebhookOutbox.Settled, _ delivery: WebhookDelivery) {
        switch settled {
        case .written(let written, let disabled):
            logger.debug(
                "webhook attempt ended",
                metadata: [
                    "id": "\(written.id)", "webhook": "\(written.webhook)", "state": "\(written.state.rawValue)",
                    "status": "\(written.status ?? 0)", "detail": "\(written.detail ?? "-")",
                ])
            if let disabled {
                logger.warning(
                    "webhook is disabled", metadata: ["webhook": "\(written.webhook)", "reason": "\(disabled)"])
            }
        case .fenced:
            logger.warning(
                "the outcome of a webhook delivery came after its lease was lost and was not written",
                metadata: ["id": "\(delivery.id)"])
        }
    }
}
