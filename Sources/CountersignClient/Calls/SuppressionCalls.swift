/// Calls about addresses that must not be mailed; they need the scope `admin`.
public struct SuppressionCalls: Sendable {
    let transport: Transport

    /// Lets no mail go to an address any more.
    ///
    /// - Parameters:
    ///   - email: The address.
    ///   - reason: Why, in words for the gallery's people.
    /// - Returns: what holds now; not new where it was suppressed already.
    public func put(_ email: String, reason: String? = nil) async throws -> Placed<Suppression> {
        let answer = try await transport.send(
            .put("suppressions.put", ["suppressions", email], body: ReasonBody(reason: reason)))
        return Placed(try answer.decode(), isNew: answer.status == 201)
    }

    /// Whether and why an address is suppressed.
    ///
    /// - Returns: nil where it may be mailed.
    public func find(_ email: String) async throws -> Suppression? {
        do {
            return try await transport.value(.get("suppressions.find", ["suppressions", email]))
        } catch CountersignError.problem(let problem) where problem.status == 404 {
            return nil
        }
    }

    /// All suppressed addresses.
    public func list() -> PagedSequence<Suppression> {
        PagedSequence(transport, "suppressions.list", ["suppressions"])
    }

    /// Lets an address be mailed again.
    public func remove(_ email: String) async throws {
        _ = try await transport.send(.delete("suppressions.remove", ["suppressions", email]))
    }

    private struct ReasonBody: Encodable {
        var reason: String?
    }
}
