package import Model

/// Which cases a listing asks for.
package struct RecoveryFilter: Sendable, Equatable {
    /// Whose cases.
    package enum Assignee: Sendable, Equatable {
        case nobody
        case admin(String)
    }

    /// Nil for every state; a case whose claimant's address is not confirmed is in no listing, whatever is asked for.
    package var state: RecoveryState?
    package var assignee: Assignee?
    package var package: String?
    /// An account's name.
    package var claimant: String?
    package var email: EmailAddress?
    /// Only those that ask for attention by this moment.
    package var due: Timestamp?

    package init(
        state: RecoveryState? = nil, assignee: Assignee? = nil, package: String? = nil, claimant: String? = nil,
        email: EmailAddress? = nil, due: Timestamp? = nil
    ) {
        self.state = state
        self.assignee = assignee
        self.package = package
        self.claimant = claimant
        self.email = email
        self.due = due
    }
}

/// A place in the queue of what is due.
package struct RecoveryPlace: Sendable, Equatable {
    package var due: Timestamp
    package var id: Identifier

    package init(due: Timestamp, id: Identifier) {
        self.due = due
        self.id = id
    }
}

extension RecoveryRecords {
    /// After a cursor, oldest first, one more than asked for.
    package func list(
        _ filter: RecoveryFilter, gallery: Identifier, after: Identifier?, limit: Int
    ) throws -> [RecoveryCase] {
        var (conditions, arguments) = Self.conditions(filter, gallery)
        arguments.append(.id(after ?? Identifier(high: 0, low: 0)))
        conditions += " AND c.id > $\(arguments.count)"
        arguments.append(.integer(limit + 1))
        return try transaction.rows(
            """
            SELECT \(Self.columns) FROM recovery_cases c WHERE \(conditions) ORDER BY c.id LIMIT $\(arguments.count)
            """, arguments
        ).map { try Self.read($0).claim }
    }

    /// What asks for attention, the longest due first, after a place, one more than asked for.
    package func queue(
        _ filter: RecoveryFilter, gallery: Identifier, after: RecoveryPlace?, limit: Int
    ) throws -> [RecoveryCase] {
        var (conditions, arguments) = Self.conditions(filter, gallery)
        conditions += " AND c.due_at IS NOT NULL"
        if let after {
            arguments += [.time(after.due), .id(after.id)]
            conditions += " AND (c.due_at, c.id) > ($\(arguments.count - 1), $\(arguments.count))"
        }
        arguments.append(.integer(limit + 1))
        return try transaction.rows(
            """
            SELECT \(Self.columns) FROM recovery_cases c WHERE \(conditions) ORDER BY c.due_at, c.id
            LIMIT $\(arguments.count)
            """, arguments
        ).map { try Self.read($0).claim }
    }

    /// Ids of those that ask for attention some day, oldest first, after one.
    package func awaited(gallery: Identifier, after: Identifier, most: Int) throws -> [Identifier] {
        try transaction.rows(
            "SELECT id FROM recovery_cases WHERE gallery_id = $1 AND due_at IS NOT NULL AND id > $2 ORDER BY id LIMIT $3",
            [.id(gallery), .id(after), .integer(most)]
        ).map { row in
            var row = row
            return try row.id()
        }
    }

    /// How many ask for attention by a moment.
    package func countDue(by moment: Timestamp, gallery: Identifier) throws -> Int {
        var row = try transaction.row(
            "SELECT COUNT(*) FROM recovery_cases WHERE gallery_id = $1 AND due_at IS NOT NULL AND due_at <= $2",
            [.id(gallery), .time(moment)])
        return try row?.int() ?? 0
    }

    private static func conditions(_ filter: RecoveryFilter, _ gallery: Identifier) -> (String, [SQLValue]) {
        var arguments: [SQLValue] = [.id(gallery)]
        var conditions = "c.gallery_id = $1"
        func add(_ condition: String, _ value: SQLValue) {
            arguments.append(value)
            conditions += " AND \(condition) $\(arguments.count)"
        }
        // Most indices hold no other cases, and are taken where that is said alone; a few were withdrawn unconfirmed.
        conditions += " AND c.state <> 'submitted' AND c.confirmed_at IS NOT NULL"
        if let state = filter.state { add("c.state =", .text(state.rawValue)) }
        switch filter.assignee {
        case .nobody: conditions += " AND c.assignee_key IS NULL"
        case .admin(let name): add("c.assignee_key =", .text(Name.fold(name)))
        case nil: break
        }
        if let package = filter.package { add("c.package_key =", .text(Name.fold(package))) }
        if let claimant = filter.claimant { add("c.username_key =", .text(Name.fold(claimant))) }
        if let email = filter.email { add("c.email =", .text(email.text)) }
        if let due = filter.due {
            conditions += " AND c.due_at IS NOT NULL"
            add("c.due_at <=", .time(due))
        }
        return (conditions, arguments)
    }
}
