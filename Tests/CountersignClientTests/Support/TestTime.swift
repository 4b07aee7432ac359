import Synchronization

@testable import CountersignClient

/// Time that passes by being slept through.
final class TestTime: Sendable {
    private let state = Mutex((now: ContinuousClock.now, naps: [Duration]()))

    /// How long was slept, nap by nap.
    var naps: [Duration] { state.withLock { $0.naps } }

    /// - Parameter random: What chance always says.
    func pace(random: Double = 0) -> Pace {
        Pace(
            now: { self.state.withLock { $0.now } },
            sleep: { duration in
                try Task.checkCancellation()
                self.state.withLock { state in
                    state.now += duration
                    state.naps.append(duration)
                }
            },
            random: { random })
    }
}
