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
    package func put(
        _ accounts: [AccountDescription], package: Name, gallery: Identifier
    ) async throws -> OwnersView {
        try await context.work(for: gallery) { work in
            let known = try work.transaction.packages.learn(package, gallery: gallery, at: work.now)
            let before = try work.transaction.packages.owners(of: known)
            var kept: Set<Int64> = []
            for description in accounts {
                guard let username = description.username else { continue }
                let account = try work.transaction.accounts.learn(username, description, gallery: gallery)
                kept.insert(account.number)
                if try work.transaction.packages.addOwner(account, to: known, via: .import, at: work.now) {
                    try work.append([work.imported(.ownerAdded, account, known)])
                }
                // What was offered to the account, or to its mailbox alone.
                let pending = [
                    try work.transaction.invitations.pending(in: known, invitee: account, email: nil),
                    try account.email.flatMap {
                        try work.transaction.invitations.pending(in: known, invitee: nil, email: $0)
                    },
                ]
                for open in pending.compactMap(\.self) {
                    try work.write(InvitationMachine.overtake(open, at: work.now))
                }
            }
            for gone in before.map(\.account) where !kept.contains(gone.number) {
                try work.transaction.packages.removeOwner(gone, from: known)
                try work.append([work.imported(.ownerRemoved, gone, known)])
            }
            let gone = Set(before.map(\.account.number)).subtracting(kept)
            if !gone.isEmpty { try work.voidInvitations(of: gone, to: known) }
            return try OwnersView.load(known, work.transaction, now: work.now)
        }
    }

    /// Removes an owner, or cancels the invitation of somebody who is not one yet.
    ///
    /// - Parameters:
    ///   - key: The API key that the request came with; its mails are counted.
    ///   - rates: Told how much is left of the tightest limit.
    /// - Returns: nil where it is done.
    package func remove(
        _ username: String, from package: String, by requester: Requester, gallery: Identifier,
        key: Identifier? = nil, rates: RateSlot? = nil
    ) async throws -> Refusal? {
        try await context.work(for: gallery, key: key, rates: rates) { work in
            guard let known = try work.transaction.packages.find(package, gallery: gallery) else {
                return .unknownPackage
            }
            return try work.remove(username, from: known, by: requester)
        }
    }
}

extension Work {
    /// Removes an owner, or cancels the invitation of somebody who is not one yet.
    ///
    /// - Returns: nil where it is done.
    func remove(_ username: String, from known: KnownPackage, by requester: Requester) throws -> Refusal? {
        let situation = try situation(of: known)
        if situation.owner(username) == nil,
            let account = try transaction.accounts.find(username, gallery: gallery.id),
            let invitation = try transaction.invitations.pending(in: known, invitee: account, email: nil)
        {
            guard case .refused(let refusal) = try cancel(invitation, by: requester, in: situation) else { return nil }
            return refusal
        }
        let pending = try transaction.invitations.pending(in: known, most: Owners.mostListed)
        switch OwnerRemoval.decide(
            username, by: requester, package: known, pending: pending, id: newID(), in: situation)
        {
        case .failure(let refusal): return refusal
        case .success(let removal):
            try transaction.packages.removeOwner(removal.removed, from: known)
            try append(removal.events)
            for change in removal.voided { try write(change) }
            try queue(removal.messages)
            return nil
        }
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
            pending: try transaction.invitations.pending(in: package, most: Owners.mostListed)
                .filter { $0.state(at: now) == .pending }
                .map { try InvitationView.load($0, transaction, now: now) })
    }
}
