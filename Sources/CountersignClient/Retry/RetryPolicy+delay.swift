extension RetryPolicy {
    /// How long to wait before the next attempt; nil where there is to be none.
    ///
    /// - Parameters:
    ///   - attempt: How many attempts were made.
    ///   - elapsed: Since the first of them began.
    ///   - retryAfter: What the service asked for.
    ///   - random: From 0 up to 1.
    func delay(after attempt: Int, elapsed: Duration, retryAfter: Duration?, random: Double) -> Duration? {
        guard attempt < attempts else { return nil }
        let chosen = backOff(attempt, random: random)
        // Never earlier than was asked for; a little later, so that not all come back in the same moment.
        let delay = max(chosen, retryAfter.map { $0 + min($0 * 0.1, .seconds(5)) * random } ?? .zero)
        return elapsed + delay < total ? delay : nil
    }

    /// The wait of exponential back-off, between one half and the whole of its step.
    ///
    /// - Parameters:
    ///   - attempt: How many attempts were made.
    ///   - random: From 0 up to 1.
    func backOff(_ attempt: Int, random: Double) -> Duration {
        let step = min(firstDelay * Double(1 << min(max(0, attempt - 1), 20)), longestDelay)
        return step * (0.5 + random / 2)
    }
}
