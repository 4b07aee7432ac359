/// The feed of events, followed for ever.
///
/// Where nothing happened, a request waits for it. A service that restarts, or cannot be reached, is asked again after a
/// while that grows up to half a minute; what was seen is not seen again. The walk ends where the task is cancelled,
/// and where the service refuses for good, because the key was revoked for instance.
///
/// ```swift
/// for try await event in countersign.events.follow(after: cursor) {
///     try await database.transaction { … apply the event, and store event.seq as the cursor … }
/// }
/// ```
///
/// Store the cursor in the transaction that applies the event: then each takes effect once, whatever stops in between.
public struct EventStream: AsyncSequence, Sendable {
    let calls: EventCalls
    let start: Int64
    let wait: Duration

    /// Begins after the place that the stream was made with.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(stream: self) }

    /// Where a walk stands.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let stream: EventStream
        private let calls: EventCalls
        private var cursor: Int64
        private var events: ArraySlice<Event> = []
        private var failures = 0

        init(stream: EventStream) {
            self.stream = stream
            // One attempt a request: how long to wait between them is decided here.
            var transport = stream.calls.transport
            transport.policy.attempts = 1
            calls = EventCalls(transport: transport)
            cursor = stream.start
        }

        /// The next event, as soon as there is one.
        ///
        /// - Throws: ``CountersignError`` for what waiting does not mend, and `CancellationError`.
        public mutating func next() async throws -> Event? {
            while events.isEmpty {
                try Task.checkCancellation()
                try await fill()
            }
            guard let event = events.popFirst() else { return nil }
            cursor = event.seq
            return event
        }

        /// One request, and a pause after it where one is due.
        private mutating func fill() async throws {
            let pace = calls.transport.pace
            let begin = pace.now()
            do {
                let found = try await calls.page(after: cursor, wait: stream.wait).items
                events = found.drop { $0.seq <= cursor }
                failures = 0
                // A service whose places for waiting are taken answers at once; it is not to be asked without a pause.
                let pause = Duration.seconds(1) - (pace.now() - begin)
                if events.isEmpty, pause > .zero { try await pace.sleep(pause) }
            } catch let error as CountersignError where error.isPassing {
                failures += 1
                let asked = error.problem?.retryAfter ?? .zero
                let pause = EventStream.backOff.backOff(failures, random: pace.random())
                try await pace.sleep(asked > pause ? asked : pause)
            }
        }
    }

    private static let backOff = RetryPolicy(firstDelay: .milliseconds(500), longestDelay: .seconds(30))
}

extension CountersignError {
    /// Whether it may pass while the same is asked again and again: everything but a refusal of the request.
    var isPassing: Bool {
        switch self {
        case .transport: true
        case .problem(let problem): isWorthRetrying || problem.status >= 500
        case .unexpected(let answer): isWorthRetrying || answer.status >= 500
        case .configuration: false
        }
    }
}
