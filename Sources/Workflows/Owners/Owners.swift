package import Model
import Storage

/// The owners of a package with those who may become so.
package struct OwnersView: Sendable, Equatable {
    package var package: KnownPackage
    package var owners: [Ownership]
    package var pending: [InvitationView]
}

/// Everything that is done with owners, one transaction each.
package struct Owners: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// How many pending invitations one answer lists.
    static let mostListed = 1000

    package func list(_ package: String, gallery: Identifier) async throws -> OwnersView? {
        let now = context.clock()
        return try await context.database.read { transaction in
            guard let known = try transaction.packages.find(package, gallery: gallery) else { return nil }
            return try OwnersView.load(known, transaction, now: now)
        }
    }

    /// Makes the owners exactly these, as the gallery knows them.
    ///
    /// Nobody is mailed; events tell what changed.
    ///
    /// - Parameter admission: Whether the list as it is may be changed; nil where nobody asks.
    package func put(
        _ accounts: [AccountDescription], package: Name, gallery: Identifier, admission: Admission<OwnersView>? = nil
    ) async throws -> Result<OwnersView, Refusal> {
        try await context.work(for: gallery) { work in
            if let admission {
                let before = try work.transaction.packages.find(package.text, gallery: gallery)
                    .map { try OwnersView.load($0, work.transaction, now: work.now) }
                if let refusal = admission(before) { return .failure(refusal) }
            }
            let known = try work.transaction.packages.learn(package, gallery: gallery, at: work.now)
            let before = try work.transaction.packages.owners(of: known)
            var kept: Set<Int64> = []
            var overtaken: [Invitation] = []
            for description in accounts {
                guard let username = description.username else { continue }
                let account = try work.learn(username, description)
                kept.insert(account.number)
                if try work.transaction.packages.addOwner(account, to: known, via: .import, at: work.now) {
                    try work.append([work.imported(.ownerAdded, account, known)])
                }
                // What was offered to the account, or to its mailbox alone.
                overtaken += [
                    try work.transaction.invitations.open(in: known, invitee: account, email: nil),
                    try account.email.flatMap {
                        try work.transaction.invitations.open(in: known, invitee: nil, email: $0)
                    },
                ].compactMap(\.self)
            }
            for gone in before.map(\.account) where !kept.contains(gone.number) {
                try work.transaction.packages.removeOwner(gone, from: known)
                try work.append([work.imported(.ownerRemoved, gone, known)])
            }
            // Once all of them are written: what a recovery case offered is settled by it, and takes owners away who are to go.
            var ended: Set<Identifier> = []
            for open in overtaken where ended.insert(open.id).inserted {
                try work.write(InvitationMachine.overtake(open, at: work.now))
            }
            let gone = Set(before.map(\.account.number)).subtracting(kept)
            if !gone.isEmpty { try work.voidInvitations(of: gone, to: known) }
            if kept != Set(before.map(\.account.number)) { try work.reviewCases(of: known) }
            return .success(try OwnersView.load(known, work.transaction, now: work.now))
        }
    }

    /// Removes an owner, or cancels the invitation of somebody who is not one yet.
    ///
    /// - Parameters:
    ///   - key: The API key that the request came with; its mails are counted.
    ///   - rates: Told how much is left of the tightest limit.
    ///   - admission: Whether the package's list as it is may be changed; nil where nobody asks. It is asked of a removal
    ///     that could be done.
    /// - Returns: nil where it is done.
    package func remove(
        _ username: String, from package: String, by requester: Requester, gallery: Identifier,
        key: Identifier? = nil, rates: RateSlot? = nil, admission: Admission<OwnersView>? = nil
    ) async throws -> Refusal? {
        try await context.work(for: gallery, key: key, rates: rates) { work in
            guard let known = try work.transaction.packages.find(package, gallery: gallery) else {
                return .unknownPackage
            }
            return try work.remove(username, from: known, by: requester) {
                try admission?(OwnersView.load(known, work.transaction, now: work.now))
            }
        }
    }
}

extension Work {
    /// Removes an owner, or cancels the invitation of somebody who is not one yet.
    ///
    /// - Parameter admits: Asked before anything is changed; what it refuses is not done.
    /// - Returns: nil where it is done.
    func remove(
        _ username: String, from known: KnownPackage, by requester: Requester, admits: () throws -> Refusal? = { nil }
    ) throws -> Refusal? {
        let situation = try situation(of: known)
        // One whose time is over is nobody's any more, though it is not written yet.
        if situation.owner(username) == nil,
            let account = try transaction.accounts.find(username, gallery: gallery.id),
            let invitation = try transaction.invitations.open(in: known, invitee: account, email: nil),
            invitation.state(at: now) == .pending
        {
            if case .failure(let refusal) = requester.actor(in: situation) { return refusal }
            if let refusal = try admits() { return refusal }
            guard case .refused(let refusal) = try cancel(invitation, by: requester, in: situation) else { return nil }
            return refusal
        }
        let pending = try transaction.invitations.open(in: known, most: Owners.mostListed)
        switch OwnerRemoval.decide(
            username, by: requester, package: known, pending: pending, id: newID(), in: situation)
        {
        case .failure(let refusal): return refusal
        case .success(let removal):
            if let refusal = try admits() { return refusal }
            try write(removal)
            return nil
        }
    }

    func write(_ removal: OwnerRemoval) throws {
        for account in removal.removed { try transaction.packages.removeOwner(account, from: removal.package) }
        try append(removal.events)
        for change in removal.voided { try write(change) }
        try queue(removal.messages)
        try reviewCases(of: removal.package)
    }

    fileprivate func imported(_ type: EventType, _ account: Account, _ package: KnownPackage) -> EventDraft {
        EventDraft(
            type, actor: EventDraft.system, subject: package.id.text,
            data: EventData(
                package: package.id.text, username: account.username.text, via: OwnershipOrigin.import.rawValue))
    }
}

extension OwnersView {
    fileprivate static func load(
        _ package: KnownPackage, _ transaction: any Transaction, now: Timestamp
    ) throws -> OwnersView {
        OwnersView(
            package: package, owners: try transaction.packages.owners(of: package),
            pending: try transaction.invitations.open(in: package, most: Owners.mostListed)
                .filter { $0.isOpen(at: now) }
                .map { try InvitationView.load($0, transaction, now: now) })
    }
}
