import NIOCore

/// What the site tells the guards of a connection.
enum RequestPhase: Sendable {
    /// A request's head is here, and the request is the one that is answered now.
    case began
    /// Its answer is written.
    case done
}

/// How a connection gets on with sending requests: decides when its client has taken too long or sent too much.
///
/// Nothing here waits or closes anything; `HeadDeadline` does.
struct RequestPace: Equatable {
    private enum Phase: Equatable {
        /// The head of a request is on its way, or the connection has just been made.
        case head(since: NIODeadline)
        case serving
        /// A request was answered, and nothing of the next has come: the idle timeout is what ends this.
        case between
    }

    /// What is to become of a connection that was looked at.
    enum Verdict: Equatable {
        case fine
        case lookAgain(at: NIODeadline)
        /// To be closed; with an answer where part of a request is here and nothing was answered.
        case tooSlow(answer: Bool)
    }

    let patience: TimeAmount
    let most: Int
    private var phase: Phase
    /// Bytes of the request that is on its way or being answered, and of what came behind it.
    private var received = 0
    /// Whether something was written that no request of the site's asked for: the refusal of what was no HTTP.
    private var isAnswered = false

    /// - Parameters:
    ///   - patience: How long a head may take, from its first byte or from the beginning of the connection.
    ///   - most: Bytes of one request as they come over the network, whatever they decode to.
    init(patience: TimeAmount, most: Int, at now: NIODeadline) {
        self.patience = patience
        self.most = most
        phase = .head(since: now)
    }

    /// Bytes came in.
    ///
    /// - Returns: false where there are too many.
    mutating func receive(_ count: Int, at now: @autoclosure () -> NIODeadline) -> Bool {
        if phase == .between { phase = .head(since: now()) }
        received += count
        return received <= most
    }

    mutating func write() {
        if phase != .serving { isAnswered = true }
    }

    mutating func enter(_ next: RequestPhase) {
        switch next {
        case .began: phase = .serving
        case .done:
            // What came meanwhile may be part of the next head; its next byte begins the count.
            phase = .between
            received = 0
        }
    }

    /// When the connection is to be looked at; nil while nothing is waited for.
    var deadline: NIODeadline? {
        if case .head(let since) = phase { since + patience } else { nil }
    }

    func look(at now: NIODeadline) -> Verdict {
        guard let deadline else { return .fine }
        guard now >= deadline else { return .lookAgain(at: deadline) }
        return .tooSlow(answer: received > 0 && !isAnswered)
    }
}
