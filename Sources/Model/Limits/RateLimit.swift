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

    /// Claims and reports of one client address by the public forms of all galleries: 20 an hour, 60 a day.
    ///
    /// Each has a stranger mailed, so that they are fewer than other forms.
    package static let forms = RateLimit(
        ceilings: [Ceiling(20, in: .seconds(3600)), Ceiling(60, in: .seconds(86_400))])

    /// Tokens that do not verify, from one client address: 100 in ten minutes.
    package static let forgedTokens = RateLimit(ceilings: [Ceiling(100, in: .seconds(600))])

    /// Links to sign in at the admin site for one address, asked from one network, or in one browser that its admin has
    /// signed in with before: 3 at once, then one in five minutes.
    package static let signIn = RateLimit(burst: (3, .seconds(300)), ceilings: [Ceiling(12, in: .seconds(3600))])

    /// The same from all networks together: no mailbox is flooded by many who each ask a little.
    package static let signIns = RateLimit(ceilings: [Ceiling(30, in: .seconds(3600))])

    /// How often the feed tells that one and the same limit is reached: once in ten minutes.
    package static let reminders = RateLimit(ceilings: [Ceiling(1, in: .seconds(600))])

    /// How long a happening matters to this limit.
    package var memory: Duration {
        let burstMemory = burst.map { .milliseconds($0.refill.milliseconds * Int64($0.count)) } ?? Duration.zero
        return max(burstMemory, ceilings.map(\.window).max() ?? .zero)
    }

    /// How close in time happenings are counted as one: nothing for small counts, a fraction of the window for large
    /// ones, of which not every one can be remembered by itself.
    var grain: Duration {
        guard let most = ceilings.map(\.count).max(), most > Self.mostRemembered,
            let window = ceilings.map(\.window).min()
        else { return .zero }
        return .milliseconds(window.milliseconds / Int64(Self.mostRemembered))
    }

    private static let mostRemembered = 64
}

extension RateLimit {
    /// What ``init(text:)`` reads, for error messages.
    package static let grammar =
        "counts and windows such as 10/1h,48/1d, with a burst in front such as 5,10/1h; or none"

    /// Reads `5,10/1h,48/1d`: a burst, which comes back evenly over the first window, and ceilings; `none` for no limit.
    package init?(text: String) {
        guard text != "none" else {
            self.init(ceilings: [])
            return
        }
        var ceilings: [Ceiling] = []
        var burst: Int?
        for (index, item) in text.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
            let parts = item.split(separator: "/", omittingEmptySubsequences: false)
            guard parts[0].utf8.allSatisfy({ (48...57).contains($0) }), let count = Int(parts[0]),
                (1...1_000_000).contains(count)
            else { return nil }
            if parts.count == 1, index == 0 {
                burst = count
            } else {
                guard parts.count == 2, let window = Duration(text: String(parts[1])), window >= .seconds(1),
                    window <= .seconds(30 * 86_400)
                else { return nil }
                ceilings.append(Ceiling(count, in: window))
            }
        }
        guard let first = ceilings.first, (burst ?? 0) <= 1000 else { return nil }
        let refill = Duration.milliseconds(max(1, first.window.milliseconds / Int64(first.count)))
        self.init(burst: burst.map { ($0, refill) }, ceilings: ceilings)
    }
}
