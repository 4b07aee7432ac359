extension MessageMachine {
    /// How long before its end a message comes up for the last time that a relay had no time for: long enough to be
    /// claimed and sent.
    static let lastTry: Duration = .seconds(10)
    static let relayWasDown = "the relay was down until its end"
    private static let nothingSucceeded = "no attempt before its end succeeded"

    /// Until when a message is tried.
    package static func lastMoment(of message: Message) -> Timestamp {
        min(message.until, message.createdAt + MailLife.longest)
    }

    /// Puts off to a moment, or fails where nothing would be worth sending then.
    static func retry(_ message: inout Message, at next: Timestamp) {
        guard next < lastMoment(of: message) else { return fail(&message, because: nothingSucceeded) }
        message.state = .deferred
        message.nextAttemptAt = next
    }

    /// Puts off what is not at fault itself: it does not fail while it still has time, but comes up once more shortly
    /// before its end.
    ///
    /// - Parameter reason: Why it fails where that was the last time.
    static func rest(_ message: inout Message, until next: Timestamp, now: Timestamp, orElse reason: String) {
        let last = lastMoment(of: message) - lastTry
        guard now < last else { return fail(&message, because: reason) }
        message.state = .deferred
        message.nextAttemptAt = min(next, last)
    }

    /// A claimed message whose end came before it was sent.
    ///
    /// What was tried has failed; what was never tried, because mail was held back, is cancelled. What may have reached
    /// its reader stays `unknown`.
    ///
    /// - Parameter last: The last attempt at it.
    package static func end(
        _ message: Message, after last: DeliveryAttempt?, now: Timestamp
    ) -> (message: Message, event: EventDraft?) {
        guard let last, !message.wasUnknown else {
            return cancel(message, because: "its end came before it was tried", now: now)
        }
        var failed = message
        failed.changedAt = now
        fail(&failed, because: last.isOfRelay ? relayWasDown : nothingSucceeded)
        return (failed, event(of: failed, nil))
    }

    private static func fail(_ message: inout Message, because reason: String) {
        message.state = .failed
        message.nextAttemptAt = nil
        message.detail = "gave up: \(reason); last: \(message.detail ?? "none")"
    }
}

extension DeliveryAttempt {
    /// Whether it ended without anything being said of the message.
    fileprivate var isOfRelay: Bool { phase?.isBeforeMail ?? false }
}
