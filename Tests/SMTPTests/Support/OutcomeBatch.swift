import Model

@testable import SMTP

/// Gathers the outcomes of a batch and hands them over when the last is in.
final class OutcomeBatch: Sendable {
    private let state: Guarded<(outcomes: [SendOutcome?], missing: Int)>
    private let completion: @Sendable ([SendOutcome]) -> Void

    init(count: Int, completion: @escaping @Sendable ([SendOutcome]) -> Void) {
        state = Guarded(([SendOutcome?](repeating: nil, count: count), count))
        self.completion = completion
    }

    func settle(_ index: Int, _ outcome: SendOutcome) {
        let all: [SendOutcome]? = state.withLock { state in
            state.outcomes[index] = outcome
            state.missing -= 1
            return state.missing == 0 ? state.outcomes.compactMap(\.self) : nil
        }
        if let all { completion(all) }
    }
}

extension RelayPool {
    /// Hands in many mails, in order, and waits for all: the outcomes are in the order of the mails.
    func send(_ mails: [OutgoingMail]) async -> [SendOutcome] {
        await withCheckedContinuation { continuation in
            let batch = OutcomeBatch(count: mails.count) { continuation.resume(returning: $0) }
            for (index, mail) in mails.enumerated() {
                submit(mail) { batch.settle(index, $0) }
            }
        }
    }

    /// How many connections are open.
    var openConnections: Int { state.withLock(\.connected.count) }

    /// Whether nothing is under way and nothing is open.
    var isAtRest: Bool { state.withLock { $0.connected.isEmpty && $0.work.inFlight == 0 } }
}
