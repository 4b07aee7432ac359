import Model

/// Until when the next step of a conversation may take.
///
/// libcurl's own limits do not fit RFC 5321: its connect timeout covers everything up to AUTH, and it waits two minutes
/// for any reply, the one to the final dot included. So they are set wide, and this decides.
struct Patience {
    private let timeouts: RelayOptions.Timeouts
    private let overall: ContinuousClock.Instant
    private var step: ContinuousClock.Instant

    init(_ timeouts: RelayOptions.Timeouts, now: ContinuousClock.Instant) {
        self.timeouts = timeouts
        overall = now + timeouts.overall
        step = now + timeouts.connect
    }

    /// The conversation moved: the wait for the next step begins.
    mutating func expect(_ phase: SMTPPhase, now: ContinuousClock.Instant) {
        step = now + limit(phase)
    }

    /// Everything was handed over, so what follows is the wait for the reply to the dot.
    mutating func expectFinalReply(now: ContinuousClock.Instant) {
        step = now + timeouts.final
    }

    /// All is said; libcurl may still wait for the answer to QUIT, which matters to nobody.
    mutating func expectEnd(now: ContinuousClock.Instant) {
        step = now + min(timeouts.response, .seconds(2))
    }

    func isOver(now: ContinuousClock.Instant) -> Bool { now >= min(step, overall) }

    private func limit(_ phase: SMTPPhase) -> Duration {
        switch phase {
        case .connect: timeouts.connect
        case .greeting, .ehlo, .starttls, .auth, .mail, .rcpt: timeouts.response
        case .data: timeouts.data
        case .body: timeouts.block
        }
    }
}
