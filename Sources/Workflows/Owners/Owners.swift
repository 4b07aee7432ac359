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
                if let open = try work.transaction.invitations.pending(in: known, invitee: account, email: nil) {
                    try work.write(InvitationMachine.overtake(open, at: work.now))
                }
            }
            for gone in before.map(\.account) where !kept.contains(gone.number) {
                try work.transaction.packages.removeOwner(gone, from: known)
                try work.append([work.imported(.ownerRemoved, gone, known)])
                for invitation in try work.transaction.invitations.pending(in: known, most: Self.mostListed)
                where invitation.inviter.number == gone.number {
                    try work.write(InvitationMachine.void(invitation, at: work.now))
                }
            }
            return try OwnersView.load(known, work.transaction, now: work.now)
        }
    }

    /// Removes an owner, or cancels the invitation of somebody who is not one yet.
    ///
    /// - Returns: nil where it is done.
    package func remove(
        _ username: String, from package: String, by remover: String, gallery: Identifier
    ) async throws
        -> Refusal?
    {
        try await context.work(for: gallery) { work in
            guard let known = try work.transaction.packages.find(package, gallery: gallery) else {
                return .unknownPackage
            }
            let situation = try work.situation(of: known)
            let pending = try work.transaction.invitations.pending(in: known, most: Self.mostListed)
            if situation.owner(username) == nil,
                let account = try work.transaction.accounts.find(username, gallery: gallery),
                let invitation = try work.transaction.invitations.pending(in: known, invitee: account, email: nil)
            {
                guard case .refused(let refusal) = try work.cancel(invitation, by: remover, in: situation) else {
                    return nil
                }
                return refusal
            }
            switch OwnerRemoval.decide(
                username, by: remover, package: known, pending: pending, id: work.newID(), in: situation)
            {
            case .failure(let refusal): return refusal
            case .success(let removal):
                try work.transaction.packages.removeOwner(removal.removed, from: known)
                try work.append(removal.events)
                for change in removal.voided { try work.write(change) }
                try work.queue(removal.messages)
                return nil
            }
        }
    }
}

extension Work {
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
