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

    private struct ReportBody: Encodable {
        var from: Account?
        var reason: String
        var message: String?
    }
}
