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

    /// Learns from an outcome.
    ///
    /// - Parameter pause: How long the relay is left alone when it is down.
    /// - Returns: whether this changed anything that an operator should hear of.
    package mutating func learn(_ verdict: MessageMachine.RelayVerdict, at now: Timestamp, pause: Duration) -> Bool {
        let before = state
        switch verdict {
        case .healthy, .unaffected: state = .closed
        case .down, .unauthorised: state = .open(until: now + pause)
        }
        return (before == .closed) != (state == .closed)
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
