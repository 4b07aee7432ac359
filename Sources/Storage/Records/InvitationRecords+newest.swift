package import Model

extension InvitationRecords {
    /// Whose pending invitations are asked for; of both where both are named.
    package enum Side: Sendable { case invitee, inviter }

    /// Pending ones over all packages, in the order of ``ListPlace``; one more than asked for.
    ///
    /// Index `invitations_in_state`; with a package `invitations_pending_of_package`, with an account
    /// `invitations_of_invitee` or `…_of_inviter`, which have the state in them: the gallery is then written so that its index
    /// is none to take.
    package func pending(
        gallery: Identifier, package: KnownPackage? = nil, account: (number: Int64, side: Side)? = nil,
        at place: ListPlace, limit: Int
    ) throws -> [Invitation] {
        var query = NewestFirst("i.id", at: place)
        let isNarrow = package != nil || account != nil
        query.add(isNarrow ? "COALESCE(i.gallery_id, i.id) = ?" : "i.gallery_id = ?", .id(gallery))
        query.add("i.state = 'pending'")
        if let package { query.add("i.package_number = ?", .integer(package.number)) }
        if let account {
            switch account.side {
            case .invitee: query.add("i.invitee_number = ?", .integer(account.number))
            case .inviter: query.add("i.inviter_number = ?", .integer(account.number))
            }
        }
        let sql = query.sql(Self.selection, limit: limit)
        return try transaction.rows(sql, query.arguments).map(Self.read)
    }
}
