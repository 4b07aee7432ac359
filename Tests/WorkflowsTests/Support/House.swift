import Databases
import Foundation
import Links
import Model
import Storage
import Synchronization
import Workflows

/// A clock that only moves when it is told to.
final class ManualClock: Sendable {
    private let current = Mutex(Timestamp(milliseconds: 1_800_000_000_000))

    var now: Timestamp { current.withLock { $0 } }

    func advance(by duration: Duration) { current.withLock { $0 = $0 + duration } }

    func advance(to moment: Timestamp) { current.withLock { $0 = max($0, moment) } }
}

/// Ids in the order in which they are made, different in their first twelve bytes.
final class IDs: Sendable {
    private let last = Mutex<UInt64>(0)

    func next(at moment: Timestamp) -> Identifier {
        let number = last.withLock { last in
            last += 1
            return last
        }
        return Identifier(
            high: UInt64(bitPattern: moment.milliseconds) << 16 | 0x7000, low: 0x8000_0000_0000_0000 | number << 32)
    }
}

/// Everything that the workflows need, on a fresh database, with one gallery in which bob and dora own `left-pad`.
struct House: Sendable {
    let clock = ManualClock()
    let context: WorkflowContext
    let gallery: Identifier
    let keyring = Keyring(newest: Keyring.Key(id: 1, secret: [UInt8](repeating: 7, count: 32)))

    static let lease = Duration.seconds(60)

    static func open(
        _ engine: Engine, settings: [String: String] = [:],
        onUnreadable: @escaping @Sendable (UnreadableRow) -> Void = { _ in }, _ test: (House) async throws -> Void
    ) async throws {
        try await engine.withDatabase { database in
            let house = try await House(database, settings: settings, onUnreadable)
            try await house.put("bob", "dora")
            try await test(house)
        }
    }

    private init(
        _ database: any Database, settings: [String: String],
        _ onUnreadable: @escaping @Sendable (UnreadableRow) -> Void
    ) async throws {
        let (clock, ids) = (clock, IDs())
        context = WorkflowContext(
            database: database, secrets: ServiceSecrets(root: [UInt8](repeating: 9, count: 32)),
            onUnreadable: onUnreadable, clock: { clock.now }, makeID: { ids.next(at: $0) })
        gallery = try await Self.addGallery("pypi", context, settings: settings)
    }

    private static func addGallery(
        _ slug: String, _ context: WorkflowContext, settings: [String: String]
    ) async throws -> Identifier {
        let galleries = Galleries(context)
        _ = try await galleries.add(
            slug: slug, name: slug, url: "https://example.org", from: EmailAddress("noreply@example.org"),
            settings: settings)
        guard let gallery = try await galleries.find(slug: slug) else { throw Unexpected() }
        return gallery.id
    }

    func addGallery(_ slug: String, settings: [String: String] = [:]) async throws -> Identifier {
        try await Self.addGallery(slug, context, settings: settings)
    }

    // MARK: Calls

    static func account(_ username: String, email: String? = nil) throws -> AccountDescription {
        AccountDescription(
            username: try Name(username, .username), email: try EmailAddress(email ?? "\(username)@example.org"))
    }

    func put(_ usernames: String..., package: String = "left-pad", gallery: Identifier? = nil) async throws {
        _ = try await Owners(context).put(
            usernames.map { try Self.account($0) }, package: Name(package, .package), gallery: gallery ?? self.gallery)
    }

    @discardableResult
    func invite(
        _ invitee: AccountDescription, by inviter: String = "bob", package: String = "left-pad",
        gallery: Identifier? = nil,
        once: Once? = nil
    ) async throws -> Outcome {
        let answer = try await Invitations(context).invite(
            InviteCommand(package: package, invitee: invitee, invitedBy: inviter), gallery: gallery ?? self.gallery,
            once: once
        ) { try Outcome.render($0) }
        return try Outcome(answer)
    }

    @discardableResult
    func invite(
        _ invitee: String = "carol", by inviter: String = "bob", package: String = "left-pad",
        gallery: Identifier? = nil,
        once: Once? = nil
    ) async throws -> Outcome {
        try await invite(Self.account(invitee), by: inviter, package: package, gallery: gallery, once: once)
    }

    @discardableResult
    func call(
        _ call: Invitations.Call, _ id: Identifier, by username: String, once: Once? = nil
    ) async throws -> Outcome {
        let answer = try await Invitations(context).call(
            call, id, asking: Invitations.Asking(.owner(username)), gallery: gallery, once: once
        ) { try Outcome.render($0) }
        return try Outcome(answer)
    }

    /// The invitation's id, for tests that go on from there.
    func invited(
        _ invitee: String = "carol", by inviter: String = "bob", package: String = "left-pad"
    ) async throws -> Identifier {
        let outcome = try await invite(invitee, by: inviter, package: package)
        guard outcome.word == "created", let id = outcome.id else { throw Unexpected(what: outcome.word) }
        return id
    }

    func invitation(_ id: Identifier) async throws -> InvitationView {
        guard let view = try await Invitations(context).find(id, gallery: gallery) else { throw Unexpected() }
        return view
    }

    // MARK: Links

    func link(_ id: Identifier, purpose: LinkPurpose = .invitation, recipient: Int64? = nil) async throws -> LinkClaims
    {
        let invitation = try await invitation(id).invitation
        return LinkClaims(
            purpose: purpose, expires: UInt32(invitation.expiresAt.seconds), subject: (id.high, id.low),
            recipient: UInt32(recipient ?? invitation.recipientNumber), generation: UInt16(invitation.generation))
    }

    func act(_ action: ConfirmationLinks.Action, _ claims: LinkClaims) async throws -> LinkPage {
        guard let page = try await ConfirmationLinks(context).act(action, claims) else { throw Unexpected() }
        return page
    }

    func accountNumber(_ username: String) async throws -> Int64 {
        let gallery = gallery
        return try await context.database.read { try $0.accounts.find(username, gallery: gallery)?.number ?? 0 }
    }

    // MARK: What is there

    func owners(package: String = "left-pad") async throws -> [String] {
        try await Owners(context).list(package, gallery: gallery)?.owners.map(\.account.username.text) ?? []
    }

    func pending(package: String = "left-pad") async throws -> [InvitationView] {
        try await Owners(context).list(package, gallery: gallery)?.pending ?? []
    }

    /// Types of events since the gallery was added, but for the import of its first owners.
    func events() async throws -> [String] {
        try await EventFeed(context).after(0, gallery: gallery, limit: 5000).dropFirst(3).map(\.type.rawValue)
    }

    /// One line a message: who, what and how it stands.
    func mails(state: MessageState? = nil, gallery: Identifier? = nil) async throws -> [String] {
        try await Messages(context).list(
            gallery: gallery ?? self.gallery, about: nil, state: state, after: nil, limit: 5000
        ).items.map { "\($0.message.recipient.local) \($0.message.kind.rawValue) \($0.message.state.rawValue)" }
    }

    func claim(most: Int = 100) async throws -> [ClaimedMessage] {
        try await Outbox(context).claim(most: most, lease: Self.lease).messages
    }

    func renew(_ claimed: [ClaimedMessage]) async throws -> Outbox.Renewal {
        try await Outbox(context).renew(claimed.map(\.message), lease: Self.lease)
    }

    func settle(
        _ claimed: [ClaimedMessage], _ outcome: SendOutcome = .accepted(SMTPReply(code: 250, text: "ok"))
    ) async throws -> Int {
        let now = clock.now
        return try await Outbox(context).complete(
            claimed.map {
                let settlement = MessageMachine.settle(
                    $0.message, outcome, relay: "relay:25", schedule: .standard, now: now, jitter: 0)
                return Completion(message: settlement.message, attempt: settlement.attempt, event: settlement.event)
            }
        ).count
    }

    /// Sends everything that is due.
    func sendAll() async throws {
        while case let claimed = try await claim(), !claimed.isEmpty { _ = try await settle(claimed) }
    }

    func runSchedules() async throws {
        while try await Schedules(context).runDue() {}
    }
}

struct Unexpected: Error {
    var what = ""
}
