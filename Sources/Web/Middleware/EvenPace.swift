/// Lets what is done for a form of strangers take a time that tells nothing of it.
///
/// A claim that is new writes more rows than one that a limit stops, and an admin's address leads to a mail: the answer
/// goes at the end of the step in which the work was done, so that it takes the same time for all of them while the work
/// is shorter than a step.
struct EvenPace: Sendable {
    /// Zero lets everything go at once.
    let step: Duration

    /// - Throws: what the work throws, at once: that is the same whatever is known.
    func run<Failure: Error>(_ work: () async throws(Failure) -> Void) async throws(Failure) {
        let start = SuspendingClock.now
        try await work()
        let took = SuspendingClock.now - start
        guard let end = end(of: took) else { return }
        // Whoever stops the service does not wait for it.
        try? await Task.sleep(for: end - took, tolerance: .zero, clock: .suspending)
    }

    /// How long after the beginning work goes out that took so long; nil where nothing is evened out.
    func end(of took: Duration) -> Duration? {
        guard step > .zero else { return nil }
        return step * (Int((took / step).rounded(.down)) + 1)
    }
}
