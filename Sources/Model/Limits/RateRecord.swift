/// What one key of a limit has done lately.
package struct RateRecord: Sendable, Equatable {
    /// Happenings at one moment, or so close together that they count as such.
    package struct Entry: Sendable, Equatable {
        package var at: Timestamp
        package var count: Int

        package init(at: Timestamp, count: Int = 1) {
            self.at = at
            self.count = count
        }
    }

    /// Oldest first; only what still matters is kept.
    package private(set) var entries: [Entry]

    package init(entries: [Entry] = []) {
        self.entries = entries
    }

    /// Takes one more happening, or says how long to wait until it could be taken.
    package mutating func take(_ limit: RateLimit, at now: Timestamp) -> Duration? {
        let horizon = now - limit.memory
        entries.removeAll { $0.at <= horizon }
        let wait = max(ceilingWait(limit, at: now), burstWait(limit, at: now))
        guard wait <= .zero else { return wait }
        if let last = entries.last, now - last.at < limit.grain {
            entries[entries.count - 1].count += 1
        } else {
            entries.append(Entry(at: now))
        }
        return nil
    }

    /// How many more could be taken now, and when there will be more, by the tightest ceiling; nil where there is none.
    package func room(under limit: RateLimit, at now: Timestamp) -> RateRoom? {
        limit.ceilings.map { ceiling -> RateRoom in
            let counted = entries.filter { $0.at > now - ceiling.window }
            let left = max(0, ceiling.count - counted.reduce(0) { $0 + $1.count })
            let resets = counted.first.map { $0.at + ceiling.window - now } ?? ceiling.window
            return RateRoom(quota: ceiling.count, window: ceiling.window, left: left, resets: resets)
        }.min { $0.left < $1.left }
    }

    private func ceilingWait(_ limit: RateLimit, at now: Timestamp) -> Duration {
        limit.ceilings.reduce(.zero) { longest, ceiling in
            let counted = entries.filter { $0.at > now - ceiling.window }
            var excess = counted.reduce(0) { $0 + $1.count } - ceiling.count + 1
            guard excess > 0 else { return longest }
            for entry in counted {
                excess -= entry.count
                if excess <= 0 { return max(longest, entry.at + ceiling.window - now) }
            }
            return longest
        }
    }

    /// The generic cell rate algorithm over the kept happenings: each pushes the theoretical arrival time by one
    /// refill, and nothing may come more than a burst ahead of it.
    private func burstWait(_ limit: RateLimit, at now: Timestamp) -> Duration {
        guard let burst = limit.burst else { return .zero }
        let arrival = entries.reduce(Timestamp(milliseconds: .min / 2)) {
            max($0, $1.at) + .milliseconds(burst.refill.milliseconds * Int64($1.count))
        }
        let tolerance = Duration.milliseconds(burst.refill.milliseconds * Int64(burst.count - 1))
        return max(.zero, (arrival - tolerance) - now)
    }
}

/// How much of a limit is left.
package struct RateRoom: Sendable, Equatable {
    package var quota: Int
    package var window: Duration
    package var left: Int
    /// How long until some of it comes back.
    package var resets: Duration
}
