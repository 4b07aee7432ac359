/// Which limit a request ran into.
package enum RateLimitName: String, Sendable, CaseIterable {
    case inviter, package, recipient, client, pending, resend, tokens
}

/// How often something may happen: a burst that refills steadily, and ceilings on sliding windows.
package struct RateLimit: Sendable, Equatable {
    /// No more than `count` in any window of this length.
    package struct Ceiling: Sendable, Equatable {
        package var count: Int
        package var window: Duration

        package init(_ count: Int, in window: Duration) {
            self.count = count
            self.window = window
        }
    }

    /// How many may come at once, and how long each takes to come back; nil for no such rule.
    package var burst: (count: Int, refill: Duration)?
    package var ceilings: [Ceiling]

    package init(burst: (count: Int, refill: Duration)? = nil, ceilings: [Ceiling]) {
        self.burst = burst
        self.ceilings = ceilings
    }

    package static func == (one: RateLimit, other: RateLimit) -> Bool {
        one.ceilings == other.ceilings && one.burst?.count == other.burst?.count
            && one.burst?.refill == other.burst?.refill
    }

    /// Per inviter and per package: 5 in a burst, which comes back one each six minutes; 10 an hour; 48 a day.
    package static let invitations = RateLimit(
        burst: (5, .seconds(360)), ceilings: [Ceiling(10, in: .seconds(3600)), Ceiling(48, in: .seconds(86_400))])

    /// Invitation mails to one address, over all galleries: 3 an hour, 10 a day.
    package static let recipient = RateLimit(
        ceilings: [Ceiling(3, in: .seconds(3600)), Ceiling(10, in: .seconds(86_400))])

    /// POSTs of one client address on public pages: 100 in ten minutes.
    package static let client = RateLimit(ceilings: [Ceiling(100, in: .seconds(600))])

    /// Tokens that do not verify, from one client address: 100 in ten minutes.
    package static let forgedTokens = RateLimit(ceilings: [Ceiling(100, in: .seconds(600))])

    /// How long a happening matters to this limit.
    package var memory: Duration {
        let burstMemory = burst.map { .milliseconds($0.refill.milliseconds * Int64($0.count)) } ?? Duration.zero
        return max(burstMemory, ceilings.map(\.window).max() ?? .zero)
    }
}

/// What one key of a limit has done lately.
package struct RateRecord: Sendable, Equatable {
    /// When it happened, oldest first; only what still matters is kept, so there are never more than the
    /// largest ceiling allows.
    package private(set) var stamps: [Timestamp]

    package init(stamps: [Timestamp] = []) {
        self.stamps = stamps
    }

    /// Takes one more happening, or says how long to wait until it could be taken.
    package mutating func take(_ limit: RateLimit, at now: Timestamp) -> Duration? {
        let horizon = now - limit.memory
        stamps.removeAll { $0 <= horizon }
        let wait = max(ceilingWait(limit, at: now), burstWait(limit, at: now))
        guard wait <= .zero else { return wait }
        stamps.append(now)
        return nil
    }

    private func ceilingWait(_ limit: RateLimit, at now: Timestamp) -> Duration {
        limit.ceilings.reduce(.zero) { longest, ceiling in
            guard stamps.count >= ceiling.count else { return longest }
            let freeing = stamps[stamps.count - ceiling.count] + ceiling.window
            return max(longest, freeing - now)
        }
    }

    /// The generic cell rate algorithm over the kept happenings: each pushes the theoretical arrival time by one
    /// refill, and nothing may come more than a burst ahead of it.
    private func burstWait(_ limit: RateLimit, at now: Timestamp) -> Duration {
        guard let burst = limit.burst else { return .zero }
        let arrival = stamps.reduce(Timestamp(milliseconds: .min / 2)) { max($0, $1) + burst.refill }
        let tolerance = Duration.milliseconds(burst.refill.milliseconds * Int64(burst.count - 1))
        return max(.zero, (arrival - tolerance) - now)
    }
}
