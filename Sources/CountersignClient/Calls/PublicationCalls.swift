/// Calls about publications.
public struct PublicationCalls: Sendable {
    let transport: Transport

    /// Tells of a version.
    ///
    /// A package that is not known comes to be by it, with the publisher as its first owner. Where the version is there
    /// already, it is brought to the stage; one that is at it stays as it is. Each owner is mailed about it, unless they muted what can be muted.
    ///
    /// - Parameters:
    ///   - version: The version.
    ///   - package: The package's id.
    ///   - publisher: The account that publishes, with its address where the service may not know it.
    ///   - stage: How far it is; left out, received.
    ///   - hold: Whether an owner has to confirm it through a link before it goes on.
    ///   - via: Through what it was published, such as an API key's name or a CI run.
    ///   - warnings: What its owners are to be warned about.
    ///   - reasons: Why it failed or was withdrawn.
    ///   - idempotencyKey: A key of your own for repeating the call from elsewhere; nil makes one for this call.
    /// - Throws: `invalid`, `publication-STATE` where the version is past the stage.
    public func publish(
        _ version: String, of package: String, by publisher: Account, stage: PublicationStage? = nil,
        hold: Bool = false, via: String? = nil, warnings: [String] = [], reasons: [String] = [],
        idempotencyKey: String? = nil
    ) async throws -> Placed<Publication> {
        let body = PublicationBody(
            version: version, publisher: publisher, stage: stage, hold: hold ? true : nil, via: via,
            warnings: warnings.isEmpty ? nil : warnings, reasons: reasons.isEmpty ? nil : reasons)
        let answer = try await transport.send(
            .post("publications.publish", ["packages", package, "publications"], body: body, key: idempotencyKey))
        return Placed(try answer.decode(), isNew: answer.status == 201)
    }

    /// Brings a publication to another stage, or changes what is said of it.
    ///
    /// - Parameters:
    ///   - id: The publication.
    ///   - stage: How far it is now.
    ///   - warnings: In place of those that it has; nil leaves them.
    ///   - reasons: In place of those that it has; nil leaves them.
    ///   - etag: The tag of the state that the change was made from; nil changes whatever there is.
    /// - Throws: `publication-STATE` where it cannot come there from where it is; with status 412 where it was changed
    ///   since to something else.
    public func advance(
        _ id: String, to stage: PublicationStage? = nil, warnings: [String]? = nil, reasons: [String]? = nil,
        ifMatch etag: String? = nil
    ) async throws -> Tagged<Publication> {
        let body = StageBody(stage: stage, warnings: warnings, reasons: reasons)
        let answer = try await transport.send(
            .patch("publications.advance", ["publications", id], body: body, ifMatch: etag) { answer in
                let now = try answer.decode(Publication.self)
                return (stage.map { now.stage == $0 } ?? true) && (warnings.map { now.warnings == $0 } ?? true)
                    && (reasons.map { now.reasons == $0 } ?? true)
            })
        return Tagged(try answer.decode(), etag: answer.etag)
    }

    /// One publication, with the tag that a change of it names.
    public func find(_ id: String) async throws -> Tagged<Publication> {
        let answer = try await transport.send(.get("publications.find", ["publications", id]))
        return Tagged(try answer.decode(), etag: answer.etag)
    }

    /// The publications of a package, newest last.
    public func list(of package: String, state: PublicationState? = nil) -> PagedSequence<Publication> {
        PagedSequence(
            transport, "publications.list", ["packages", package, "publications"],
            query: [("state", state?.rawValue)])
    }

    private struct PublicationBody: Encodable {
        var version: String
        var publisher: Account
        var stage: PublicationStage?
        var hold: Bool?
        var via: String?
        var warnings: [String]?
        var reasons: [String]?
    }

    private struct StageBody: Encodable {
        var stage: PublicationStage?
        var warnings: [String]?
        var reasons: [String]?
    }
}
