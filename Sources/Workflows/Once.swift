package import Model
package import Storage

/// The `Idempotency-Key` of a request, with what it is scoped to and what it stands for.
package struct Once: Sendable, Equatable {
    /// How long the first answer is given again.
    package static let memory: Duration = .seconds(24 * 3600)

    /// The API key that the request came with.
    package var key: Identifier
    package var idempotencyKey: String
    /// A digest of method, path and body: what makes two requests the same.
    package var fingerprint: [UInt8]

    package init(key: Identifier, idempotencyKey: String, fingerprint: [UInt8]) {
        self.key = key
        self.idempotencyKey = idempotencyKey
        self.fingerprint = fingerprint
    }
}

/// An answer, and whether it is a repetition.
package struct OnceAnswer: Sendable, Equatable {
    package var answer: KeptAnswer
    package var replayed: Bool
}

/// The key was used before for another request.
package struct IdempotencyMismatch: Error, Sendable {}

extension Work {
    /// Carries a request out once: the answer is kept in the transaction that it answers for.
    ///
    /// Only 2xx are kept.
    func once(_ once: Once?, _ body: () throws -> KeptAnswer) throws -> OnceAnswer {
        guard let once else { return OnceAnswer(answer: try body(), replayed: false) }
        if let kept = try transaction.idempotency.find(key: once.key, once.idempotencyKey, at: now) {
            guard kept.fingerprint == once.fingerprint else { throw IdempotencyMismatch() }
            return OnceAnswer(answer: kept.answer, replayed: true)
        }
        let answer = try body()
        if (200..<300).contains(answer.status) {
            try transaction.idempotency.keep(
                answer, key: once.key, once.idempotencyKey, fingerprint: once.fingerprint, until: now + Once.memory)
        }
        return OnceAnswer(answer: answer, replayed: false)
    }
}
