/// How often and how long a call is tried.
///
/// Tried again is what got no answer, and what was answered with 408, 409 `idempotency-in-flight`, 429, 502, 503 or 504;
/// nothing else. A POST carries one `Idempotency-Key` over all its attempts, so it takes effect once; PUT, PATCH and
/// DELETE of this API do so by what they say. Where one of those names the state that it changes (`ifMatch`), an attempt
/// whose answer was lost may have made the change, and the next is refused with 412: then the thing is read again, and
/// if it is as was asked for, that is the answer.
public struct RetryPolicy: Sendable, Hashable {
    /// The most attempts, the first counted.
    public var attempts: Int
    /// How long all attempts and the waits between them may take together.
    ///
    /// A wait that would go beyond is not begun: the call throws what the last attempt met, with its `retryAfter`.
    public var total: Duration
    /// How long one attempt may take.
    public var timeout: Duration
    /// The wait after the first attempt; it doubles with each further one.
    public var firstDelay: Duration
    /// The longest wait that is chosen here; a longer `Retry-After` is honoured all the same.
    public var longestDelay: Duration

    /// Sets a policy.
    ///
    /// - Parameters:
    ///   - attempts: The most attempts, the first counted; below 1 counts as 1.
    ///   - total: How long everything together may take.
    ///   - timeout: How long one attempt may take.
    ///   - firstDelay: The wait after the first attempt.
    ///   - longestDelay: The longest wait that is not the service's own wish.
    public init(
        attempts: Int = 10, total: Duration = .seconds(60), timeout: Duration = .seconds(20),
        firstDelay: Duration = .milliseconds(250), longestDelay: Duration = .seconds(10)
    ) {
        self.attempts = max(1, attempts)
        self.total = total
        self.timeout = timeout
        self.firstDelay = firstDelay
        self.longestDelay = longestDelay
    }

    /// Ten attempts within a minute, which outlasts a restart of the service.
    ///
    /// Where a person waits for a page, less may be more: ``Countersign/retrying(_:)``.
    public static let standard = RetryPolicy()

    /// One attempt.
    public static let none = RetryPolicy(attempts: 1)
}
