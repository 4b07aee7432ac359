public import Foundation

/// Calls about recovery cases.
///
/// All need the scope `admin`; the `admin` of a call is the name of whoever acts.
public struct RecoveryCalls: Sendable {
    let transport: Transport

    /// Opens a case on somebody's behalf, or finds the one that the same claimant has of the package.
    ///
    /// - Parameters:
    ///   - package: The package's id; the service need not know it.
    ///   - claimant: Who claims it.
    ///   - why: Why it should be theirs, at most 4,000 characters.
    ///   - links: Web addresses that are to prove it, at most ten.
    ///   - confirmed: Whether the gallery vouches for the address; otherwise it has to be confirmed by link.
    ///   - admin: Who opens it; nil where the claimant asked for it.
    /// - Throws: `already-owner`, `rate-limited`.
    public func open(
        _ package: String, for claimant: Claimant, why: String, links: [String] = [], confirmed: Bool = false,
        by admin: String? = nil, idempotencyKey: String? = nil
    ) async throws -> Placed<RecoveryCase> {
        let body = CaseBody(
            package: package, claimant: claimant, why: why, links: links.isEmpty ? nil : links,
            confirmed: confirmed ? true : nil, by: admin)
        let answer = try await transport.send(
            .post("recovery.open", ["recovery-cases"], body: body, key: idempotencyKey))
        return Placed(try answer.decode(), isNew: answer.status == 201)
    }

    /// Makes a case of a report of abuse, or finds the one that it has become.
    public func open(
        report id: String, by admin: String, idempotencyKey: String? = nil
    ) async throws -> Placed<RecoveryCase> {
        let answer = try await transport.send(
            .post("recovery.adopt", ["reports", id, "case"], body: ActBody(by: admin), key: idempotencyKey))
        return Placed(try answer.decode(), isNew: answer.status == 201)
    }

    /// One case, with all that was done about it.
    public func find(_ id: String) async throws -> Tagged<RecoveryCase> {
        let answer = try await transport.send(.get("recovery.find", ["recovery-cases", id]))
        return Tagged(try answer.decode(), etag: answer.etag)
    }

    /// Cases, oldest first; none whose claimant has not confirmed the address.
    ///
    /// - Parameters:
    ///   - state: Those in it.
    ///   - assignee: Those that this admin has.
    ///   - package: Those of this package.
    ///   - dueBy: Those that ask for attention by this moment.
    ///   - isQueue: Whether only those that ask for attention, the longest due first.
    public func list(
        state: RecoveryState? = nil, assignee: String? = nil, package: String? = nil, dueBy: Date? = nil,
        asQueue isQueue: Bool = false
    ) -> PagedSequence<RecoveryCase> {
        PagedSequence(
            transport, "recovery.list", ["recovery-cases"],
            query: [
                ("state", state?.rawValue), ("assignee", assignee), ("package", package),
                ("dueBy", dueBy.map { $0.formatted(.iso8601) }), ("order", isQueue ? "due" : nil),
            ])
    }

    /// Gives a case to an admin, or to nobody.
    @discardableResult
    public func assign(_ id: String, to assignee: String?, by admin: String) async throws -> RecoveryCase {
        try await act("assign", id, ActBody(by: admin, assignee: assignee))
    }

    /// Adds a note that only admins read.
    @discardableResult
    public func note(
        _ text: String, on id: String, by admin: String, idempotencyKey: String? = nil
    ) async throws -> RecoveryCase {
        try await act("notes", id, ActBody(by: admin, text: text), idempotencyKey)
    }

    /// Ticks an item of the checklist, or takes that back.
    @discardableResult
    public func tick(
        _ item: String, of id: String, ticked: Bool = true, by admin: String
    ) async throws -> RecoveryCase {
        try await act("evidence", id, ActBody(by: admin, item: item, ticked: ticked ? nil : false))
    }

    /// Has the service mail every owner, with links to object and to agree.
    ///
    /// - Throws: `no-owners` where no mailbox of one is known.
    @discardableResult
    public func mailOwners(
        about id: String, by admin: String, note: String? = nil, idempotencyKey: String? = nil
    ) async throws -> RecoveryCase {
        try await act("attempts", id, ActBody(by: admin, channel: .email, note: note), idempotencyKey)
    }

    /// Logs an attempt that was made.
    ///
    /// - Parameters:
    ///   - channel: How.
    ///   - outcome: What came of it.
    ///   - date: When it was made, since the case was opened; nil for now.
    ///   - whom: Who was tried.
    ///   - evidence: A web address that shows it.
    @discardableResult
    public func logAttempt(
        on id: String, by channel: ContactChannel, outcome: ContactOutcome, at date: Date? = nil,
        whom: String? = nil, evidence: String? = nil, note: String? = nil, admin: String,
        idempotencyKey: String? = nil
    ) async throws -> RecoveryCase {
        try await act(
            "attempts", id,
            ActBody(
                by: admin, channel: channel, outcome: outcome, at: date, whom: whom, evidence: evidence, note: note),
            idempotencyKey)
    }

    func act(_ word: String, _ id: String, _ body: ActBody, _ key: String? = nil) async throws -> RecoveryCase {
        try await transport.value(.post("recovery.\(word)", ["recovery-cases", id, word], body: body, key: key))
    }

    private struct CaseBody: Encodable {
        var package: String
        var claimant: Claimant
        var why: String
        var links: [String]?
        var confirmed: Bool?
        var by: String?
    }

    struct ActBody: Encodable {
        var by: String
        var assignee: String?
        var text: String?
        var item: String?
        var ticked: Bool?
        var channel: ContactChannel?
        var outcome: ContactOutcome?
        var at: Date?
        var whom: String?
        var evidence: String?
        var note: String?
        var reason: String?
        var keepOwners: Bool?
        var override: Bool?
        var claimant: Claimant?

        init(
            by: String, assignee: String? = nil, text: String? = nil, item: String? = nil, ticked: Bool? = nil,
            channel: ContactChannel? = nil, outcome: ContactOutcome? = nil, at: Date? = nil, whom: String? = nil,
            evidence: String? = nil, note: String? = nil, reason: String? = nil, keepOwners: Bool? = nil,
            override: Bool? = nil, claimant: Claimant? = nil
        ) {
            self.by = by
            self.assignee = assignee
            self.text = text
            self.item = item
            self.ticked = ticked
            self.channel = channel
            self.outcome = outcome
            self.at = at
            self.whom = whom
            self.evidence = evidence
            self.note = note
            self.reason = reason
            self.keepOwners = keepOwners
            self.override = override
            self.claimant = claimant
        }
    }
}
