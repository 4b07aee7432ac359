/// One scripted fault: when it happens, how often, and what it does.
package struct FaultRule: Sendable, Equatable {
    package var phase: FaultPhase
    package var action: FaultAction
    /// Seconds to wait before the action; at `body` an accepted message is kept before the wait.
    package var delay: Double
    /// How often the rule acts; nil is always.
    package var times: Int?
    /// How many matching occasions pass by before the rule begins to act.
    package var skip: Int
    /// An address, or `@domain`; compared without case.
    ///
    /// At `rcpt` it is compared with that recipient, at `data`, `content`, `body` and `between-messages` with all
    /// recipients of the message. A rule with a recipient acts at no other phase.
    package var recipient: String?

    /// A rule that acts always unless `times` says otherwise.
    package init(
        at phase: FaultPhase, _ action: FaultAction, delay: Double = 0, times: Int? = nil, skip: Int = 0,
        recipient: String? = nil
    ) {
        self.phase = phase
        self.action = action
        self.delay = delay
        self.times = times
        self.skip = skip
        self.recipient = recipient
    }

    /// Whether the rule is about this occasion, whatever its counts say.
    func matches(_ phase: FaultPhase, recipients: [String]) -> Bool {
        guard phase == self.phase else { return false }
        guard let recipient = recipient?.lowercased() else { return true }
        return recipients.contains {
            recipient.hasPrefix("@") ? $0.lowercased().hasSuffix(recipient) : $0.lowercased() == recipient
        }
    }
}
