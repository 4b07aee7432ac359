/// Time and chance, as arguments.
struct Pace: Sendable {
    var now: @Sendable () -> ContinuousClock.Instant = { .now }
    var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    /// From 0 up to 1.
    var random: @Sendable () -> Double = { .random(in: 0..<1) }
}
