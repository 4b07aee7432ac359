extension RecoveryCalls {
    /// Grants a case: the claimant is invited, and the owners hear of it.
    ///
    /// - Parameters:
    ///   - id: The case.
    ///   - keepOwners: Whether the owners stay when the claimant has accepted.
    ///   - override: Whether to grant before the time that the clock gives; needs the scope `override`.
    /// - Throws: `too-early`, `no-claimant`, `already-owner`, `recovery-STATE`.
    @discardableResult
    public func grant(
        _ id: String, reason: String, keepOwners: Bool = true, override: Bool = false, by admin: String,
        idempotencyKey: String? = nil
    ) async throws -> RecoveryCase {
        try await act(
            "grant", id,
            ActBody(by: admin, reason: reason, keepOwners: keepOwners, override: override ? true : nil), idempotencyKey)
    }

    /// Denies a case; the claimant hears why.
    @discardableResult
    public func deny(_ id: String, reason: String, by admin: String) async throws -> RecoveryCase {
        try await act("deny", id, ActBody(by: admin, reason: reason))
    }

    /// Takes a case up again that was denied or withdrawn, or that an owner objected to.
    @discardableResult
    public func reopen(_ id: String, reason: String, by admin: String) async throws -> RecoveryCase {
        try await act("reopen", id, ActBody(by: admin, reason: reason))
    }

    /// Voids what owners have offered to others, and has them invite nobody until the case ends.
    @discardableResult
    public func lock(_ id: String, reason: String, by admin: String) async throws -> RecoveryCase {
        try await act("lock", id, ActBody(by: admin, reason: reason))
    }

    /// Lets owners invite again.
    @discardableResult
    public func unlock(_ id: String, reason: String, by admin: String) async throws -> RecoveryCase {
        try await act("unlock", id, ActBody(by: admin, reason: reason))
    }

    /// Says who claims the package, where nobody did, or somebody else.
    @discardableResult
    public func name(_ claimant: Claimant, in id: String, by admin: String) async throws -> RecoveryCase {
        try await act("claimant", id, ActBody(by: admin, claimant: claimant))
    }
}
