extension MessageMachine {
    /// What becomes of a message that somebody who asked to be forgotten was sent, or wrote to others.
    ///
    /// What still waits is not sent. Of what is being sent at this moment nobody can tell whether it arrives.
    /// The rest keeps what happened to it and when, but not what it said, and cannot be sent again.
    ///
    /// - Parameter keepsRecipient: Whether it went to somebody else.
    package static func erase(
        _ message: Message, keepsRecipient: Bool, now: Timestamp
    ) -> (message: Message, event: EventDraft?) {
        var (erased, event): (Message, EventDraft?) = (message, nil)
        if message.state == .sending {
            erased.state = .unknown
            erased.changedAt = now
            erased.wasUnknown = true
            // The fence: whoever has it in hand writes nothing about it any more.
            erased.attempt += 1
            event = EventDraft(
                .messageUnknown, actor: EventDraft.system, subject: message.id.description,
                data: EventData(package: message.facts.package, kind: message.kind.rawValue, detail: Erasure.reason))
        } else if message.nextAttemptAt != nil {
            (erased, event) = cancel(message, because: Erasure.reason, now: now)
        }
        erased.detail = erased.state == message.state ? nil : Erasure.reason
        erased.nextAttemptAt = nil
        erased.until = message.createdAt
        erased.facts = MailFacts(package: message.facts.package, role: message.facts.role)
        if !keepsRecipient {
            erased.recipient = .erased
            erased.locale = nil
        }
        return (erased, event)
    }
}
