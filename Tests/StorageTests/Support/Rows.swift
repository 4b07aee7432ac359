import Model
import Storage

/// Rows that the tests of records start from: one gallery, `bob` who owns `left-pad`, and `carol`.
struct Rows {
    static let now = Timestamp(milliseconds: 1_800_000_000_000)
    static let gallery = id(1)

    static func id(_ number: UInt64) -> Identifier { Identifier(high: 0x0192_0000_0000_7000, low: number) }

    static func name(_ text: String) -> Name { Name(stored: text, key: Name.fold(text)) }

    var package: KnownPackage
    var bob: Account
    var carol: Account

    /// Writes them.
    init(_ transaction: any Transaction, gallery: Identifier = gallery, slug: String = "pypi") throws {
        let from = try EmailAddress("noreply@example.org")
        _ = try transaction.galleries.add(
            Gallery(id: gallery, slug: slug, name: "PyPI", url: "https://example.org", from: from), settings: [:],
            at: Self.now)
        package = try transaction.packages.learn(Self.name("Left-Pad"), gallery: gallery, at: Self.now)
        bob = try Self.account("Bob", transaction, gallery: gallery)
        carol = try Self.account("carol", transaction, gallery: gallery)
        _ = try transaction.packages.addOwner(bob, to: package, via: .import, at: Self.now)
    }

    static func account(
        _ username: String, _ transaction: any Transaction, gallery: Identifier = gallery
    ) throws -> Account {
        let email = try EmailAddress("\(username.lowercased())@example.org")
        return try transaction.accounts.learn(
            name(username), AccountDescription(username: name(username), email: email), gallery: gallery)
    }

    func invitation(_ number: UInt64, _ change: (inout Invitation) throws -> Void = { _ in }) throws -> Invitation {
        var invitation = Invitation(
            id: Self.id(number), package: package, invitee: carol, email: try EmailAddress("carol@example.org"),
            inviter: bob, note: "Hi\nthere", createdAt: Self.now, expiresAt: Self.now + .seconds(1000),
            remindAt: Self.now + .seconds(500), sentAt: Self.now, locale: "de", message: Self.id(number + 1))
        try change(&invitation)
        return invitation
    }

    static func message(_ number: UInt64, _ change: (inout Message) throws -> Void = { _ in }) throws -> Message {
        var message = Message(
            id: id(number), gallery: gallery, kind: .invitation, about: id(100),
            recipient: try EmailAddress("carol@example.org"), account: 2, locale: "de", generation: 1,
            facts: MailFacts(package: "Left-Pad", role: .invitee, inviter: "Bob", note: "\"\\\u{1F600}", expires: now),
            state: .queued, createdAt: now, changedAt: now, nextAttemptAt: now, until: now + .seconds(86_400))
        try change(&message)
        return message
    }
}

/// Undoes a transaction.
struct Undo: Error {}
