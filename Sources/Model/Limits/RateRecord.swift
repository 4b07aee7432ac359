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
    /// Until when any of it may matter: galleries that count together may have different limits, and what one of them no
    /// longer needs another does.
    package private(set) var keptUntil: Timestamp?

    package init(entries: [Entry] = [], keptUntil: Timestamp? = nil) {
        self.entries = entries
        self.keptUntil = keptUntil
    }

    /// Takes one more happening, or says how long to wait until it could be taken.
    package mutating func take(_ limit: RateLimit, at now: Timestamp) -> Duration? {
        setRight(at: now)
        let memory = max(limit.memory, entries.last.flatMap { last in keptUntil.map { $0 - last.at } } ?? .zero)
        let horizon = now - memory
        entries.removeAll { $0.at <= horizon }
        let wait = max(ceilingWait(limit, at: now), burstWait(limit, at: now))
        guard wait <= .zero else { return wait }
        if let last = entries.last, now - last.at < limit.grain {
            entries[entries.count - 1].count += 1
        } else {
            entries.append(Entry(at: now))
        }
        keptUntil = max(keptUntil ?? now, now + limit.memory)
        if entries.count > Self.mostKept {
            // The oldest count as one, and for as long as the later of them.
            entries[1].count += entries[0].count
            entries.removeFirst()
        }
        return nil
    }

    /// What was counted while the clock was ahead is forgotten: it would leave no room before the clock is there again.
    private mutating func setRight(at now: Timestamp) {
        guard let last = entries.last?.at, last.isAhead(of: now) else { return }
        entries.removeAll { $0.at.isAhead(of: now) }
        keptUntil = nil
    }

    /// What one key of a limit takes at most, whatever the windows of those who share it.
    private static let mostKept = 256

    /// How many more could be taken now, and how long until there are more, by the tightest of the burst and the
    /// ceilings; nil where there is no limit.
    ///
    /// Of what is used up, what comes back last: then ``RateRoom/resets`` is what ``take(_:at:)`` answers with.
    package func room(under limit: RateLimit, at now: Timestamp) -> RateRoom? {
        var rooms = limit.ceilings.map { room(under: $0, at: now) }
        if let burst = limit.burst { rooms.append(room(under: burst, at: now)) }
        return rooms.min { ($0.left, $1.resets) < ($1.left, $0.resets) }
    }

    private func room(under ceiling: RateLimit.Ceiling, at now: Timestamp) -> RateRoom {
        let counted = entries.filter { $0.at > now - ceiling.window }
        let left = max(0, ceiling.count - counted.reduce(0) { $0 + $1.count })
        let next = counted.first.map { $0.at + ceiling.window - now } ?? ceiling.window
        return RateRoom(
            quota: ceiling.count, window: ceiling.window, left: left,
            resets: left > 0 ? next : wait(under: ceiling, at: now))
    }

    private func room(under burst: (count: Int, refill: Duration), at now: Timestamp) -> RateRoom {
        let refill = burst.refill.milliseconds
        // How far the theoretical arrival time is ahead; each refill of it is one that is taken.
        let ahead = max(0, (arrival(burst.refill) - now).milliseconds)
        let taken = Int((ahead + refill - 1) / refill)
        let left = max(0, burst.count - taken)
        return RateRoom(
            quota: burst.count, window: .milliseconds(refill * Int64(burst.count)), left: left,
            resets: .milliseconds(ahead == 0 ? refill : ahead - refill * Int64(min(taken, burst.count) - 1)))
    }

    private func ceilingWait(_ limit: RateLimit, at now: Timestamp) -> Duration {
        limit.ceilings.map { wait(under: $0, at: now) }.max() ?? .zero
    }

    private func wait(under ceiling: RateLimit.Ceiling, at now: Timestamp) -> Duration {
        let counted = entries.filter { $0.at > now - ceiling.window }
        var excess = counted.reduce(0) { $0 + $1.count } - ceiling.count + 1
        guard excess > 0 else { return .zero }
        for entry in counted {
            excess -= entry.count
            if excess <= 0 { return entry.at + ceiling.window - now }
        }
        return .zero
    }

    private func burstWait(_ limit: RateLimit, at now: Timestamp) -> Duration {
        guard let burst = limit.burst else { return .zero }
        let tolerance = Duration.milliseconds(burst.refill.milliseconds * Int64(burst.count - 1))
        return max(.zero, (arrival(burst.refill) - tolerance) - now)
    }

    /// The generic cell rate algorithm over the kept happenings: each pushes the theoretical arrival time by one
    /// refill, and nothing may come more than a burst ahead of it.
    private func arrival(_ refill: Duration) -> Timestamp {
        entries.reduce(Timestamp(milliseconds: .min / 2)) {
            max($0, $1.at) + .milliseconds(refill.milliseconds * Int64($1.count))
        }
    }
}

/// How much of a limit is left.
package struct RateRoom: Sendable, Equatable {
    package var quota: Int
    package var window: Duration
    package var left: Int
    /// How long until some of it comes back.
    package var resets: Duration

    package init(quota: Int, window: Duration, left: Int, resets: Duration) {
        self.quota = quota
        self.window = window
        self.left = left
        self.resets = resets
    }
}
