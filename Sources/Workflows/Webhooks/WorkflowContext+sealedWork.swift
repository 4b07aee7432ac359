import Links
import Model
import Storage

extension WorkflowContext {
    /// Carries a request out once, as ``Work/once(_:_:)`` does, where the answer holds a secret: what is kept of it is
    /// sealed, so that the database does not tell.
    ///
    /// - Throws: ``MissingSecrets``, ``IdempotencyMismatch``, or what storage throws.
    func sealedWork(
        for gallery: Identifier, once: Once?,
        _ body: @escaping @Sendable (Work, ServiceSecrets) throws -> KeptAnswer
    ) async throws -> OnceAnswer {
        guard let secrets else { throw MissingSecrets() }
        guard let once else {
            return OnceAnswer(answer: try await work(for: gallery) { try body($0, secrets) }, replayed: false)
        }
        let owner = Array("idempotency\0".utf8) + once.key.bytes + Array(once.idempotencyKey.utf8)
        var kept = try await work(for: gallery) { work in
            try work.once(once) {
                var answer = try body(work, secrets)
                if answer.isKept { answer.body = try secrets.seal(answer.body, for: owner) }
                return answer
            }
        }
        if kept.answer.isKept { kept.answer.body = try secrets.open(kept.answer.body, for: owner) }
        return kept
    }
}

extension KeptAnswer {
    /// Refusals are not kept.
    fileprivate var isKept: Bool { (200..<300).contains(status) }
}
