package import Model

/// Which invitations a listing asks for.
package struct InvitationFilter: Sendable, Equatable {
    package var package: String?
    package var invitee: String?
    package var invitedBy: String?
    package var state: InvitationState?

    package init(
        package: String? = nil, invitee: String? = nil, invitedBy: String? = nil, state: InvitationState? = nil
    ) {
        self.package = package
        self.invitee = invitee
        self.invitedBy = invitedBy
        self.state = state
    }
}

extension InvitationRecords {
    /// Newest last, after a cursor, one more than asked for so that the caller knows whether there is a next page.
    package func list(
        _ filter: InvitationFilter, gallery: Identifier, after: Identifier?, limit: Int
    ) throws -> [Invitation] {
        var arguments: [SQLValue] = [.id(gallery), .id(after ?? Identifier(high: 0, low: 0))]
        var conditions = "i.gallery_id = $1 AND i.id > $2"
        func add(_ column: String, _ value: SQLValue) {
            arguments.append(value)
            conditions += " AND \(column) = $\(arguments.count)"
        }
        if let package = filter.package {
            guard let known = try transaction.packages.named(package, gallery: gallery) else { return [] }
            add("i.package_number", .integer(known.number))
        }
        if let invitee = filter.invitee {
            guard let account = try transaction.accounts.find(invitee, gallery: gallery) else { return [] }
            add("i.invitee_number", .integer(account.number))
        }
        if let inviter = filter.invitedBy {
            guard let account = try transaction.accounts.find(inviter, gallery: gallery) else { return [] }
            add("i.inviter_number", .integer(account.number))
        }
        if let state = filter.state { add("i.state", .text(state.rawValue)) }
        arguments.append(.integer(limit + 1))
        return try transaction.rows(
            "\(Self.selection) WHERE \(conditions) ORDER BY i.id LIMIT $\(arguments.count)", arguments
        ).map(Self.read)
    }
}
