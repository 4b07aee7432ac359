import Model

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
