import Links
import Model
import Storage
import Synchronization
import Workflows

/// Claims of packages, and what admins do with them.
extension House {
    private var recovery: Recovery { Recovery(context) }

    static func claimant(_ username: String? = "eve", email: String = "eve@claims.example") throws -> Claimant {
        Claimant(
            name: "Eve", username: try username.map { try Name($0, .username) }, email: try EmailAddress(email))
    }

    func submit(
        _ package: String = "left-pad", _ claimant: Claimant? = nil, client: [UInt8]? = nil
    ) async throws {
        try await Claims(context).submit(
            ClaimCommand(
                package: Name(package, .package), claimant: try claimant ?? Self.claimant(), why: PlainText("Mine."),
                links: ["https://example.org/eve"]), gallery: gallery, client: client)
    }

    /// Opens one with an address that the gallery vouches for.
    func opened(
        _ package: String = "left-pad", _ claimant: Claimant? = nil
    ) async throws -> Identifier {
        let box = OutcomeBox()
        _ = try await recovery.open(
            ClaimCommand(
                package: Name(package, .package), claimant: try claimant ?? Self.claimant(), why: PlainText("Mine.")),
            confirmed: true, Recovery.Call(gallery: gallery, by: "alice")
        ) { outcome in
            box.put(outcome)
            return KeptAnswer(status: 201, body: [])
        }
        guard case .created(let view) = box.outcome else {
            throw Unexpected(what: "\(String(describing: box.outcome))")
        }
        return view.claim.id
    }

    /// As the gallery's backend asks for it.
    @discardableResult
    func act(_ act: RecoveryAct, on id: Identifier) async throws -> Recovery.Outcome {
        let box = OutcomeBox()
        _ = try await recovery.act(act, on: id, Recovery.Call(gallery: gallery, by: "alice")) { outcome in
            box.put(outcome)
            return KeptAnswer(status: 200, body: [])
        }
        guard let outcome = box.outcome else { throw Unexpected() }
        return outcome
    }

    /// As a form of the admin site does.
    func actOnSite(_ act: RecoveryAct, on id: Identifier, by admin: String = "alice") async throws -> Recovery.Outcome {
        try await recovery.act(act, on: id, Recovery.Call(gallery: gallery, by: admin))
    }

    /// Does it, or throws the refusal.
    @discardableResult
    func done(_ act: RecoveryAct, on id: Identifier) async throws -> CaseView {
        switch try await self.act(act, on: id) {
        case .created(let view), .done(let view), .unchanged(let view): return view
        case .refused(let refusal): throw refusal
        }
    }

    func grant(_ id: Identifier, keepsOwners: Bool = true, override: Bool = false) async throws -> CaseView {
        try await done(
            .grant(keepsOwners: keepsOwners, reason: PlainText("All was tried."), override: override), on: id)
    }

    func log(_ channel: ContactChannel, on id: Identifier) async throws {
        try await done(
            .attempt(AttemptReport(channel: channel, at: clock.now, outcome: .noAnswer)), on: id)
    }

    func caseView(_ id: Identifier) async throws -> CaseView {
        guard let view = try await recovery.find(id, gallery: gallery) else { throw Unexpected(what: "no case") }
        return view
    }

    /// As whoever knows an id sees it.
    func find(_ id: Identifier) async throws -> CaseView? { try await recovery.find(id, gallery: gallery) }

    func cases(_ filter: RecoveryFilter = RecoveryFilter()) async throws -> [RecoveryCase] {
        try await recovery.list(filter, gallery: gallery, after: nil, limit: 100).items
    }

    /// The link in the newest mail of a kind to somebody.
    func link(in kind: MailKind, to recipient: String, _ purpose: LinkPurpose) async throws -> LinkClaims {
        guard let message = try await messages(kind).last(where: { $0.recipient.local == recipient }) else {
            throw Unexpected(what: "no \(kind.rawValue) to \(recipient)")
        }
        var subject = (high: message.about.high, low: message.about.low)
        if purpose == .recoveryContact, let secrets = context.secrets {
            let mailbox = secrets.digest(of: message.recipient.text, for: CaseSubject.digestPurpose)
            subject = CaseSubject(caseID: subject, mailbox: mailbox).claims
        }
        return LinkClaims(
            purpose: purpose, expires: UInt32((message.facts.expires ?? 0) / 1000), subject: subject,
            recipient: UInt32(message.account), generation: UInt16(message.generation))
    }

    @discardableResult
    func press(_ action: RecoveryLinks.Action, _ claims: LinkClaims) async throws -> RecoveryPage {
        guard let page = try await RecoveryLinks(context).act(action, claims) else { throw Unexpected() }
        return page
    }
}

/// Carries an outcome out of the transaction that it was rendered in.
private final class OutcomeBox: Sendable {
    private let slot = Mutex<Recovery.Outcome?>(nil)

    var outcome: Recovery.Outcome? { slot.withLock { $0 } }

    func put(_ outcome: Recovery.Outcome) { slot.withLock { $0 = outcome } }
}
