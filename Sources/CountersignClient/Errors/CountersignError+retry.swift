extension CountersignError {
    /// Whether the same request, sent again, may be answered otherwise.
    var isWorthRetrying: Bool {
        switch self {
        case .transport: true
        case .problem(let problem):
            problem.kind == .idempotencyInFlight || Self.passing.contains(problem.status)
        case .unexpected(let answer): Self.passing.contains(answer.status)
        case .configuration: false
        }
    }

    /// Statuses that speak of the moment and not of the request.
    private static let passing: Set<Int> = [408, 429, 502, 503, 504]

    /// What it was, in a word for the log.
    var reason: String {
        switch self {
        case .transport(let failure): failure.reason.rawValue
        case .problem(let problem): "\(problem.status) \(problem.kind)"
        case .unexpected(let answer): "\(answer.status)"
        case .configuration: "configuration"
        }
    }
}
