/// What becomes of a message: pure, like everything that decides.
package enum MessageMachine {
    /// How often a message is taken over from workers that died with it, without an outcome in between, before it has
    /// to rest.
    package static let mostTakeovers = 5

    /// What is to be written after an attempt.
    package struct Settlement: Sendable, Equatable {
        package var message: Message
        /// Nil where there was nothing to remember: the process went down before anything was said.
        package var attempt: DeliveryAttempt?
        package var event: EventDraft?
        /// What the relay itself needs, whatever became of the message.
        package var relay: RelayVerdict
    }

    /// What an outcome says of the relay rather than of the message.
    package enum RelayVerdict: Sendable, Equatable {
        case healthy
        /// It was spoken to and said something of the message, be it a refusal.
        case answered
        /// It cannot be spoken to: the queue waits, and no message pays for it.
        case down
        /// It does not take our credentials: the queue waits until they are mended, and an operator hears of it.
        case unauthorised
        /// Nothing was learnt of it.
        case unaffected
    }

    /// Settles one attempt.
    ///
    /// - Parameters:
    ///   - message: As it was claimed.
    ///   - verdict: Whose fault the outcome is, by all that is known of the relay; nil where that is the outcome alone.
    ///   - relay: The relay's host and port.
    ///   - jitter: From 0 to 1.
    package static func settle(
        _ message: Message, _ outcome: SendOutcome, verdict: RelayVerdict? = nil, relay: String,
        schedule: RetrySchedule, now: Timestamp, jitter: Double
    ) -> Settlement {
        var settled = message
        settled.changedAt = now
        settled.nextAttemptAt = nil
        settled.takeovers = 0
        settled.detail = outcome.summary
        let verdict = verdict ?? RelayVerdict(outcome)
        switch outcome {
        case .accepted:
            settled.state = .sent
        case .failed(_, .aborted, _):
            return Settlement(message: putBack(message, now: now), attempt: nil, event: nil, relay: verdict)
        case .refused, .failed:
            if verdict == .down || verdict == .unauthorised {
                rest(
                    &settled, until: now + schedule.wait(afterTries: 1, jitter: jitter), now: now,
                    orElse: Self.relayWasDown)
            } else if outcome.asksForLogin {
                // Nor is this its fault, though it pays with a try: an operator has to mend it.
                settled.tries += 1
                rest(
                    &settled, until: now + schedule.wait(afterTries: settled.tries, jitter: jitter), now: now,
                    orElse: "the relay took no mail of this sender until its end")
            } else if outcome.isPermanent {
                settled.state = .failed
            } else {
                settled.tries += 1
                retry(&settled, at: now + schedule.wait(afterTries: settled.tries, jitter: jitter))
            }
        case .unknown:
            settled.state = .unknown
            settled.tries += 1
            settled.wasUnknown = true
            let next = now + schedule.wait(afterTries: settled.tries, jitter: jitter)
            if !message.wasUnknown, next < lastMoment(of: message) { settled.nextAttemptAt = next }
        }
        return Settlement(
            message: settled, attempt: attempt(of: message, outcome, relay: relay, at: now),
            event: event(of: settled, outcome), relay: verdict)
    }

    /// A message whose worker died and that another has claimed: kept, or put to rest when that happened too often.
    ///
    /// Whether the message killed its workers or merely was there when something else did cannot be told from here. So
    /// it rests as long as after a failed try, longer each time, and fails only where its end comes before: no poison
    /// message loops, and a process that is killed again and again loses no mail.
    ///
    /// - Parameter message: With this takeover counted.
    package static func takeOver(
        _ message: Message, schedule: RetrySchedule, now: Timestamp
    ) -> (message: Message, event: EventDraft?) {
        guard message.takeovers > mostTakeovers else { return (message, nil) }
        var rested = message
        rested.changedAt = now
        rested.takeovers = 0
        rested.tries += 1
        rested.detail = "rests: the sending process died \(message.takeovers) times while it held this message"
        retry(&rested, at: now + schedule.wait(afterTries: rested.tries, jitter: 0))
        return (rested, event(of: rested, nil))
    }

    /// A claimed message that is not sent now after all, because the courier was paused: back into the queue.
    package static func putBack(_ message: Message, now: Timestamp) -> Message {
        var back = message
        back.state = message.wasUnknown ? .unknown : message.tries > 0 ? .deferred : .queued
        back.nextAttemptAt = now
        return back
    }

    /// A message that cannot be sent for a reason of our own, which an operator can mend: tried again like one that a
    /// relay defers.
    package static func putOff(
        _ message: Message, because detail: String, schedule: RetrySchedule, now: Timestamp, jitter: Double
    ) -> (message: Message, event: EventDraft) {
        var off = message
        off.changedAt = now
        off.nextAttemptAt = nil
        off.detail = detail
        off.tries += 1
        retry(&off, at: now + schedule.wait(afterTries: off.tries, jitter: jitter))
        return (off, event(of: off, nil))
    }

    /// What is to be done with a claimed message.
    package enum Worth: Sendable, Equatable {
        case send
        /// What it depends on is not known yet; it can be asked again then.
        case wait(until: Timestamp)
        /// It was decided.
        case drop
        /// Its end has come.
        case end
    }

    /// How long the mail that tells of a cancellation waits for the mail that it would take back.
    static let letterWait: Duration = .seconds(10)

    /// Whether a claimed message is still to be sent.
    ///
    /// - Parameters:
    ///   - invitation: State and generation of the invitation that it is about, where its kind needs a pending one.
    ///   - letter: How far that invitation's own mail has come, where this one takes it back.
    package static func worth(
        _ message: Message, invitation: (state: InvitationState, generation: Int)?, letter: LetterProgress? = nil,
        now: Timestamp
    ) -> Worth {
        guard now < message.until else { return .end }
        switch letter {
        case .waiting: return .drop
        case .underway: return .wait(until: now + letterWait)
        case .left, nil: break
        }
        guard message.kind.needsPendingInvitation else { return .send }
        guard let invitation, invitation.state == .pending else { return .drop }
        return message.kind == .invitationNotice || invitation.generation == message.generation ? .send : .drop
    }

    /// A claimed message that turned out not to be wanted any more.
    package static func drop(_ message: Message, now: Timestamp) -> (message: Message, event: EventDraft?) {
        cancel(message, because: "nobody needs it any more: what it is about was decided", now: now)
    }

    /// A message that nobody needs any more.
    ///
    /// What may have reached its reader stays `unknown`; it is only not tried again.
    package static func cancel(
        _ message: Message, because detail: String, now: Timestamp
    ) -> (message: Message, event: EventDraft?) {
        var cancelled = message
        if message.wasUnknown {
            cancelled.state = .unknown
            cancelled.nextAttemptAt = nil
            return (cancelled, nil)
        }
        cancelled.state = .cancelled
        cancelled.changedAt = now
        cancelled.nextAttemptAt = nil
        cancelled.detail = detail
        return (cancelled, event(of: cancelled, nil))
    }

    /// A message to an address that must not be mailed.
    ///
    /// Why it must not is for the gallery's admins alone.
    package static func suppress(
        _ message: Message, now: Timestamp
    ) -> (message: Message, event: EventDraft) {
        var suppressed = message
        suppressed.state = .suppressed
        suppressed.changedAt = now
        suppressed.nextAttemptAt = nil
        suppressed.detail = "the address is suppressed"
        return (suppressed, event(of: suppressed, nil))
    }

    /// A message that is not to be sent from the beginning: a limit is reached, or its reader wants none like it.
    package static func keepBack(
        _ message: Message, because reason: KeepingBack, now: Timestamp
    ) -> (message: Message, event: EventDraft) {
        var kept = message
        kept.state = .suppressed
        kept.changedAt = now
        kept.nextAttemptAt = nil
        kept.detail = reason.words
        return (kept, event(of: kept, nil))
    }

    /// Why a message is recorded and not sent.
    package enum KeepingBack: Sendable, Equatable {
        case limit(MailLimit)
        /// Its reader refuses messages of whoever wrote, about the package, or of anybody.
        case blocked

        var words: String {
            switch self {
            case .limit(let limit): "not sent: the limit '\(limit.rawValue)' was reached"
            case .blocked: "not sent: its reader refuses messages like this one"
            }
        }
    }

    /// An operator asks for one more attempt, now.
    ///
    /// What was kept back from the beginning stays so: nobody goes past a limit, or a reader's refusal, by asking again.
    package static func retryNow(_ message: Message, now: Timestamp) -> Result<Message, Refusal> {
        switch message.state {
        case .suppressed where message.attempt == 0: return .failure(.messageState(.suppressed))
        case .failed, .deferred, .unknown, .suppressed: break
        case .queued, .sending, .sent, .cancelled: return .failure(.messageState(message.state))
        }
        var retried = message
        retried.state = .queued
        retried.changedAt = now
        retried.nextAttemptAt = now
        retried.tries = 0
        retried.takeovers = 0
        return .success(retried)
    }

    private static func attempt(
        of message: Message, _ outcome: SendOutcome, relay: String, at now: Timestamp
    ) -> DeliveryAttempt {
        DeliveryAttempt(
            number: message.attempt, at: now, relay: relay, outcome: outcome.kind, phase: outcome.phase,
            code: outcome.reply?.code, status: outcome.reply?.status, text: outcome.summary)
    }

    static func event(of message: Message, _ outcome: SendOutcome?) -> EventDraft {
        let type: EventType =
            switch message.state {
            case .sent: .messageSent
            case .deferred, .queued, .sending: .messageDeferred
            case .failed: .messageFailed
            case .unknown: .messageUnknown
            case .suppressed: .messageSuppressed
            case .cancelled: .messageCancelled
            }
        return EventDraft(
            type, actor: EventDraft.system, subject: message.id.description,
            data: EventData(
                package: message.facts.package,
                invitation: message.kind.area == .invitation ? message.about.description : nil,
                publication: message.kind.area == .publication ? message.about.description : nil,
                kind: message.kind.rawValue, code: outcome?.reply?.code, status: outcome?.reply?.status?.description,
                detail: message.state == .sent ? nil : message.detail?.withoutLinks.withoutAddresses,
                recoveryCase: message.kind.area == .recovery ? message.about.description : nil))
    }
}
