import CountersignClient

/// A package gallery that leaves the mail side of ownership to Countersign.
///
/// What is its own: accounts, versions, who may push. Its list of owners is a mirror that the events of Countersign keep.
actor Gallery {
    private let countersign: Countersign
    private let store: Store
    private var state: Store.State

    init(_ countersign: Countersign, store: Store) throws {
        self.countersign = countersign
        self.store = store
        state = try store.load()
    }

    /// Where the feed is to be read on from.
    var cursor: Int64 { state.cursor }

    func addAccount(_ username: String, email: String) throws {
        state.addresses[username.lowercased()] = Store.Address(username: username, email: email)
        try store.save(state)
    }

    // MARK: Packages

    /// A new version.
    ///
    /// Whoever pushes the first one of a package owns it: Countersign makes the package then.
    func push(_ version: String, of package: String, by username: String, flaws: [String] = []) async throws {
        let owners = state.owners[package.lowercased()] ?? []
        guard owners.isEmpty || owners.contains(username.lowercased()) else { throw Refused.notAnOwner }
        _ = try await countersign.publications.publish(
            version, of: package, by: try account(username), stage: flaws.isEmpty ? .live : .failed, reasons: flaws)
    }

    /// From the time before Countersign: tells who owns a package, and mails nobody.
    func importOwners(_ usernames: [String], of package: String) async throws {
        _ = try await countersign.owners.put(try usernames.map(account), of: package)
    }

    /// Who waits for an answer, and whether the mail arrived.
    func pending(_ package: String) async throws -> [(username: String?, mail: MessageState)] {
        try await countersign.owners.list(of: package).pending.map { ($0.invitee.username, $0.delivery.state) }
    }

    // MARK: Owners

    /// Pending from now on; an owner once the link in the mail was pressed.
    ///
    /// Countersign checks that the inviter owns it.
    func invite(_ username: String, to package: String, by inviter: String, note: String? = nil) async throws {
        _ = try await countersign.invitations.invite(try account(username), to: package, by: inviter, note: note)
    }

    /// The same, and the inviter leaves when it is accepted.
    func transfer(_ package: String, from owner: String, to username: String) async throws {
        _ = try await countersign.invitations.invite(try account(username), to: package, by: owner, as: .transfer)
    }

    func remove(_ username: String, from package: String, by actor: String) async throws {
        try await countersign.owners.remove(username, from: package, by: actor)
    }

    func mute(_ kind: MailKind, of package: String, for username: String) async throws {
        try await countersign.preferences.mute(kind, package: package, for: username)
    }

    // MARK: What happened

    /// Applies each event once: its effect and its number are stored together, or neither.
    func apply(_ event: Event) throws {
        guard event.seq > state.cursor else { return }
        if let package = event.data.package?.lowercased(), let username = event.data.username?.lowercased() {
            switch event.type {
            case .ownerAdded: state.owners[package, default: []].insert(username)
            case .ownerRemoved: state.owners[package]?.remove(username)
            default: break
            }
        }
        state.cursor = event.seq
        try store.save(state)
    }

    private func account(_ username: String) throws -> Account {
        guard let found = state.addresses[username.lowercased()] else { throw Refused.noSuchAccount }
        return Account(found.username, email: found.email)
    }
}

/// What the gallery itself does not let happen.
enum Refused: Error {
    case noSuchAccount, notAnOwner
}
