/// Whether a relay is worth speaking to.
///
/// A relay that cannot be spoken to is left alone for a while, and then one message goes ahead of the queue to see
/// whether it is back; so an outage costs no message its attempts.
package struct RelayCircuit: Sendable, Equatable {
    package enum State: Sendable, Equatable {
        case closed
        case open(until: Timestamp)
        /// One message is on its way; the others wait for its word.
        case probing
    }

    package private(set) var state = State.closed
    /// Whose mail the relay has taken since the circuit was last open, and whom it has not told since to log in.
    private var welcome: Set<EmailAddress> = []

    package init() {}

    /// Whether a message may go to this relay now.
    package mutating func admit(at now: Timestamp) -> Bool {
        switch state {
        case .closed: return true
        case .probing: return false
        case .open(let until):
            guard now >= until else { return false }
            state = .probing
            return true
        }
    }

    /// What an outcome says of the relay.
    package struct Lesson: Sendable, Equatable {
        package var verdict: MessageMachine.RelayVerdict
        /// Whether it changed anything that an operator should hear of.
        package var isNews: Bool

        package init(verdict: MessageMachine.RelayVerdict, isNews: Bool) {
            self.verdict = verdict
            self.isNews = isNews
        }
    }

    /// Learns from an outcome.
    ///
    /// While the circuit is open, only mail that is taken closes it: other outcomes are of conversations that began
    /// before. The message that goes ahead closes it by any answer to it, and by nothing less.
    ///
    /// - Parameters:
    ///   - sender: Whose mail it was.
    ///   - pause: How long the relay is left alone when it is down.
    package mutating func learn(
        _ outcome: SendOutcome, from sender: EmailAddress, at now: Timestamp, pause: Duration
    ) -> Lesson {
        let before = state
        let verdict = MessageMachine.RelayVerdict(outcome, takesOthers: welcome.contains { $0 != sender })
        switch (verdict, state) {
        case (.healthy, _), (.answered, .probing): state = .closed
        case (.down, _), (.unauthorised, _), (.unaffected, .probing): state = .open(until: now + pause)
        case (.answered, _), (.unaffected, _): break
        }
        switch state {
        case .closed where verdict == .healthy: welcome.insert(sender)
        case .closed where outcome.asksForLogin: welcome.remove(sender)
        case .closed, .probing: break
        case .open: welcome = []
        }
        return Lesson(verdict: verdict, isNews: (before == .closed) != (state == .closed))
    }

    /// A message that was let through never came to speak to the relay: another may try.
    package mutating func release(at now: Timestamp) {
        if state == .probing { state = .open(until: now) }
    }

    /// When the relay is tried again; nil while it is in use, or while a probe is on its way.
    package var reopens: Timestamp? {
        if case .open(let until) = state { until } else { nil }
    }
}
