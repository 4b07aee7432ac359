import Model

/// Values that the tests of decisions start from: `bob` owns `left-pad` with `dora`, and invites `carol`.
enum Samples {
    static let now = Timestamp(milliseconds: 1_800_000_000_000)

    static func id(_ number: UInt64) -> Identifier { Identifier(high: 0x0192_0000_0000_7000, low: number) }

    static func name(_ text: String) -> Name { Name(stored: text, key: Name.fold(text)) }

    static func account(
        _ number: Int64, _ username: String, email: String? = nil, kind: Account.Kind = .person, members: [String] = []
    ) throws -> Account {
        Account(
            number: number, username: name(username), email: try EmailAddress(email ?? "\(username)@example.org"),
            kind: kind, members: try members.map { try EmailAddress($0) })
    }

    static let package = KnownPackage(number: 9, id: name("Left-Pad"))

    static func bob() throws -> Account { try account(1, "bob") }
    static func dora() throws -> Account { try account(2, "dora") }
    static func carol() throws -> Account { try account(3, "carol") }

    static func ownership(_ account: Account) -> Ownership {
        Ownership(account: account, since: Timestamp(milliseconds: 0), via: .import)
    }

    static func situation(
        owners: [Account]? = nil, at moment: Timestamp = now, _ change: (inout GalleryPolicy) -> Void = { _ in }
    ) throws -> InvitationSituation {
        var policy = GalleryPolicy()
        change(&policy)
        return InvitationSituation(
            policy: policy, now: moment, owners: try (owners ?? [bob(), dora()]).map(ownership))
    }

    /// Made an hour ago, with six days and 23 hours to live.
    static func invitation(_ change: (inout Invitation) throws -> Void = { _ in }) throws -> Invitation {
        let created = now - .seconds(3600)
        let carol = try carol()
        var invitation = Invitation(
            id: id(1), package: package, invitee: carol, email: try EmailAddress("carol@example.org"),
            inviter: try bob(), note: "Hi", createdAt: created, expiresAt: created + .seconds(7 * 86_400),
            remindAt: created + .seconds(5 * 86_400), sentAt: created, message: id(2))
        try change(&invitation)
        return invitation
    }

    static func message(_ change: (inout Message) throws -> Void = { _ in }) throws -> Message {
        var message = Message(
            id: id(2), gallery: id(3), kind: .invitation, about: id(1),
            recipient: try EmailAddress("carol@example.org"),
            account: 3, locale: "en", generation: 1, facts: MailFacts(package: "Left-Pad", role: .invitee),
            state: .sending, createdAt: now, changedAt: now, nextAttemptAt: nil, until: now + .seconds(7 * 86_400),
            attempt: 1)
        try change(&message)
        return message
    }
}

/// Numbers that are the same in each run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
