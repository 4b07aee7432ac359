/// How long to wait after wrong codes: not at all after a few, then twice as long each time, and never for good.
package struct BackOff: Sendable, Equatable {
    /// Wrong ones since the last right one.
    package var failures: Int
    package var last: Timestamp?

    package init(failures: Int = 0, last: Timestamp? = nil) {
        self.failures = failures
        self.last = last
    }

    /// So many cost no wait: fingers slip.
    package static let free = 5
    package static let first: Duration = .seconds(30)
    /// Somebody who guesses on and on has one try an hour; the admin is kept out for no longer than that.
    package static let longest: Duration = .seconds(3600)

    /// How long until the next try counts; nil where it may be made now, as after the clock was ahead when the last one
    /// failed: it is set right by the next.
    package func wait(at now: Timestamp) -> Duration? {
        guard let last, failures >= Self.free, !last.isAhead(of: now) else { return nil }
        let doublings = min(failures - Self.free, 20)
        let pause = min(Self.longest, .milliseconds(Self.first.milliseconds << Int64(doublings)))
        let left = last + pause - now
        return left > .zero ? min(left, pause) : nil
    }

    package func failing(at now: Timestamp) -> BackOff { BackOff(failures: failures + 1, last: now) }
}
