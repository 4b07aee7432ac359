/// Calls about reports of abuse.
public struct ReportCalls: Sendable {
    let transport: Transport

    /// Reports a package to the gallery's admins, who are mailed.
    ///
    /// - Parameters:
    ///   - package: What is reported.
    ///   - reason: What is wrong, at most 500 characters.
    ///   - message: More of it, at most 4,000 characters.
    ///   - sender: Who reports, where they want to be known.
    public func file(
        _ package: String, reason: String, message: String? = nil, from sender: Account? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Report {
        let body = ReportBody(from: sender, reason: reason, message: message)
        return try await transport.value(
            .post("reports.file", ["packages", package, "reports"], body: body, key: idempotencyKey))
    }

    /// All reports; needs the scope `admin`.
    public func list() -> PagedSequence<Report> {
        PagedSequence(transport, "reports.list", ["reports"])
    }

    /// One report; needs the scope `admin`.
    public func find(_ id: String) async throws -> Tagged<Report> {
        let answer = try await transport.send(.get("reports.find", ["reports", id]))
        return Tagged(try answer.decode(), etag: answer.etag)
    }

    /// Notes that somebody has dealt with a report; needs the scope `admin`.
    ///
    /// - Parameters:
    ///   - reason: What came of it; kept in the log, and not told to whoever reported.
    ///   - admin: Who has dealt with it.
    @discardableResult
    public func close(
        _ id: String, reason: String, by admin: String, idempotencyKey: String? = nil
    ) async throws -> Report {
        let body = ClosingBody(by: admin, reason: reason)
        return try await transport.value(
            .post("reports.close", ["reports", id, "close"], body: body, key: idempotencyKey))
    }

    private struct ClosingBody: Encodable {
        var by: String
        var reason: String
    }

    private struct ReportBody: Encodable {
        var from: Account?
        var reason: String
        var message: String?
    }
}
