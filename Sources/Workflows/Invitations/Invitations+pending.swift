package import Model
import Storage

/// Which pending invitations a list shows.
package struct PendingFilter: Sendable, Equatable {
    package var package: String?
    /// Somebody who was invited, or who invited.
    package var account: String?

    package init(package: String? = nil, account: String? = nil) {
        self.package = package
        self.account = account
    }
}

extension Invitations {
    /// Those that wait for an answer, over all packages of a gallery.
    ///
    /// What names nothing that is known finds nothing.
    package func pending(
        _ filter: PendingFilter, gallery: Identifier, at place: ListPlace, limit: Int
    ) async throws -> Listing<InvitationView> {
        let now = context.clock()
        return try await context.database.read { transaction in
            var package: KnownPackage?
            if let name = filter.package {
                package = try transaction.packages.find(name, gallery: gallery)
                if package == nil { return Listing(items: []) }
            }
            let found: [Invitation]
            if let name = filter.account {
                guard let account = try transaction.accounts.find(name, gallery: gallery) else {
                    return Listing(items: [])
                }
                let both = try [InvitationRecords.Side.invitee, .inviter].flatMap { side in
                    try transaction.invitations.pending(
                        gallery: gallery, package: package, account: (account.number, side), at: place, limit: limit)
                }
                found = Self.merged(both, at: place)
            } else {
                found = try transaction.invitations.pending(gallery: gallery, package: package, at: place, limit: limit)
            }
            return try Listing(found, at: place, limit: limit, id: \.id)
                .map { try InvitationView.load($0, transaction, now: now) }
        }
    }

    /// Two lists as one, each invitation once.
    private static func merged(_ found: [Invitation], at place: ListPlace) -> [Invitation] {
        var seen: Set<Identifier> = []
        let each = found.filter { seen.insert($0.id).inserted }
        let rising = each.sorted { ($0.id.high, $0.id.low) < ($1.id.high, $1.id.low) }
        if case .after = place { return rising }
        return rising.reversed()
    }

    /// The same call for an admin on a page, who does not repeat it by a key.
    package func call(
        _ call: Call, _ id: Identifier, asking: Asking, gallery: Identifier
    ) async throws -> InvitationOutcome {
        try await context.work(for: gallery) { work in
            guard let invitation = try work.transaction.invitations.find(id, gallery: gallery) else {
                return .refused(.unknownInvitation)
            }
            return try work.call(call, invitation, asking)
        }
    }
}
