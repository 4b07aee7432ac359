import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1

/// Sends calls, as often as the policy says.
struct Transport: Sendable {
    let base: BaseURL
    let key: Secret
    let connections: Connections
    var policy: RetryPolicy
    let logger: Logger?
    var pace = Pace()

    /// Sends a call and reads what it answers.
    func value<Value: Decodable>(_ call: Call, as type: Value.Type = Value.self) async throws -> Value {
        try await send(call).decode(type)
    }

    /// Sends a call until it succeeds, is refused, or was tried enough.
    ///
    /// - Returns: an answer with a status of 200 to 299, or a 404 that means the same; where a change turned out to be
    ///   made already, that of the GET which showed it.
    /// - Throws: ``CountersignError``, or `CancellationError`.
    func send(_ call: Call) async throws -> Answer {
        let start = pace.now()
        let limit = policy.extended(by: call.patience)
        var attempt = 0
        var isAnyLost = false
        while true {
            attempt += 1
            let failure: CountersignError
            var retryAfter: Duration?
            do {
                let timeout = min(limit.timeout, max(limit.total - (pace.now() - start), .seconds(1)))
                let answer = try await once(call, timeout: timeout)
                if answer.isSuccess || (isAnyLost && answer.isGone && call.isDoneWhenGone) { return answer }
                if isAnyLost, answer.status == 412, let holds = call.holds {
                    var reader = self
                    reader.policy.total = max(limit.total - (pace.now() - start), .seconds(1))
                    let now = try await reader.send(call.reading)
                    if try holds(now) { return now }
                }
                failure = answer.failure
                retryAfter = answer.retryAfter
            } catch let refusal as CountersignError {
                // Of the reading: it was tried as often as the policy says.
                throw refusal
            } catch {
                if Task.isCancelled || error is CancellationError { throw CancellationError() }
                failure = .transport(TransportFailure(error, attempts: attempt))
                isAnyLost = true
            }
            guard failure.isWorthRetrying,
                let delay = limit.delay(
                    after: attempt, elapsed: pace.now() - start, retryAfter: retryAfter, random: pace.random())
            else { throw failure }
            logger?.debug(
                "Countersign is asked again",
                metadata: [
                    "call": "\(call.name)", "attempt": "\(attempt)", "why": "\(failure.reason)", "in": "\(delay)",
                ])
            try await pace.sleep(delay)
        }
    }

    /// One attempt.
    private func once(_ call: Call, timeout: Duration) async throws -> Answer {
        var request = HTTPClientRequest(url: base.text + call.target)
        request.method = call.method
        request.headers.add(name: "Authorization", value: "Bearer \(key.text)")
        request.headers.add(name: "Accept", value: "application/json")
        request.headers.add(name: "User-Agent", value: "countersign-swift")
        for header in call.headers { request.headers.add(name: header.name, value: header.value) }
        if let body = call.body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(body, length: .known(Int64(body.count)))
        }
        let deadline = NIODeadline.now() + TimeAmount(timeout)
        return try await Answer(connections.http.execute(request, deadline: deadline))
    }
}

extension Transport: CustomStringConvertible, CustomReflectable {
    var description: String { base.text }

    /// Everything that makes calls holds one of these, and shows no more than this.
    var customMirror: Mirror { Mirror(self, children: []) }
}

extension RetryPolicy {
    /// The same, where the service itself was asked to take its time.
    func extended(by patience: Duration) -> RetryPolicy {
        var policy = self
        policy.timeout += patience
        policy.total += patience
        return policy
    }
}

extension Answer {
    /// That the thing is not there; a package that is not known is another matter.
    var isGone: Bool {
        guard status == 404, case .problem(let problem) = failure else { return false }
        return problem.kind != .unknownPackage && problem.kind != .notFound
    }
}
