/// What becomes of deliveries and of the endpoints that they go to: pure, like everything that decides.
package enum WebhookMachine {
    /// How often a delivery is taken over from workers that died with it, without an outcome in between, before it
    /// rests.
    package static let mostTakeovers = 5
    /// An endpoint that took nothing for this long, and failed a delivery to its last attempt, is disabled.
    package static let patience: Duration = .seconds(5 * 86_400)
    /// No endpoint puts a retry off for longer.
    package static let longestRetryAfter: Duration = .seconds(86_400)

    /// What is to be written after an attempt.
    package struct Settlement: Sendable, Equatable {
        package var delivery: WebhookDelivery
        package var attempt: WebhookAttempt
        package var health: Health
    }

    /// What an attempt says of its endpoint.
    package enum Health: Sendable, Equatable {
        case well
        case failing
        /// Not to be sent anything more; why.
        case disable(String)
    }

    /// Settles one attempt.
    ///
    /// - Parameters:
    ///   - delivery: As it was claimed.
    ///   - failingSince: Of its endpoint.
    ///   - took: How long the attempt lasted.
    ///   - jitter: From 0 to 1.
    package static func settle(
        _ delivery: WebhookDelivery, _ outcome: WebhookOutcome, failingSince: Timestamp?, schedule: WebhookSchedule,
        took: Duration, now: Timestamp, jitter: Double
    ) -> Settlement {
        var settled = delivery
        settled.changedAt = now
        settled.isHeld = false
        settled.takeovers = 0
        settled.tries += 1
        settled.status = outcome.status
        settled.detail = outcome.detail
        var health = Health.failing
        switch outcome {
        case .delivered:
            settled.state = .succeeded
            health = .well
        case .gone:
            settled.state = .failed
            health = .disable("the endpoint answered 410 Gone")
        case .refused, .failed, .blocked:
            if let wait = schedule.wait(afterTries: settled.tries, jitter: jitter) {
                settled.state = .pending
                settled.nextAttemptAt = now + max(wait, outcome.wantedWait)
            } else {
                settled.state = .failed
                if let failingSince, now - failingSince >= patience {
                    health = .disable("no delivery succeeded since \(failingSince)")
                }
            }
        }
        let attempt = WebhookAttempt(
            number: delivery.attempt, at: now, took: took, outcome: outcome.kind, status: outcome.status,
            detail: outcome.detail)
        return Settlement(delivery: settled, attempt: attempt, health: health)
    }

    /// A delivery whose worker died with it: waits again, for a while where that happened too often.
    ///
    /// - Parameter delivery: As its last holder claimed it.
    package static func takeBack(
        _ delivery: WebhookDelivery, schedule: WebhookSchedule, now: Timestamp
    ) -> WebhookDelivery {
        var back = putBack(delivery, now: now)
        back.takeovers += 1
        guard back.takeovers > mostTakeovers else { return back }
        back.takeovers = 0
        back.detail = "rests: the sending process died \(delivery.takeovers + 1) times while it held this delivery"
        back.nextAttemptAt = now + schedule.rest(afterTries: delivery.tries)
        return back
    }

    /// A claimed delivery that is not attempted now after all: waits as if it had not been claimed.
    package static func putBack(_ delivery: WebhookDelivery, now: Timestamp) -> WebhookDelivery {
        var back = delivery
        back.isHeld = false
        back.nextAttemptAt = now
        return back
    }

    /// Somebody asks for it again: at once, and with the whole schedule before it.
    ///
    /// - Returns: nil where a worker has it in hand at this moment.
    package static func redeliver(_ delivery: WebhookDelivery, now: Timestamp) -> WebhookDelivery? {
        guard !delivery.isHeld else { return nil }
        var again = delivery
        again.state = .pending
        again.changedAt = now
        again.nextAttemptAt = now
        again.tries = 0
        again.takeovers = 0
        return again
    }
}

extension WebhookOutcome {
    /// What the endpoint asks for, where its status is one of passing trouble (RFC 9110, 10.2.3; RFC 6585, 4).
    fileprivate var wantedWait: Duration {
        switch self {
        case .refused(429, let wait?), .refused(502...504, let wait?): min(wait, WebhookMachine.longestRetryAfter)
        default: .zero
        }
    }
}
