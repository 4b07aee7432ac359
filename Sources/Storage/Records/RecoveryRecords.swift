package import Model

/// Recovery cases.
package struct RecoveryRecords {
    let transaction: any Transaction

    static let columns = """
        c.id, c.gallery_id, c.package, c.package_key, c.package_number, c.claimant, c.username, c.username_key, c.email,
        c.locale, c.why, c.links, c.state, c.generation, c.assignee, c.report_id, c.created_at, c.changed_at,
        c.confirmed_at, c.counts_from, c.decided_at, c.decided_by, c.decision_reason, c.keeps_owners, c.overridden,
        c.invitation_id, c.completed_at, c.locked, c.mailed_at, c.due_at, c.due_why
        """

    /// How storing a new one came out.
    package enum Addition: Sendable, Equatable {
        case added
        /// Another transaction was first with the same claim.
        case known
    }

    package func add(_ claim: RecoveryCase, gallery: Identifier) throws -> Addition {
        let added = try transaction.run(
            """
            INSERT INTO recovery_cases (id, gallery_id, package_key, package, created_at, report_id, state, why, links,
                generation, changed_at, counts_from, overridden, locked, email)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, 0, $13) ON CONFLICT DO NOTHING
            """,
            [
                .id(claim.id), .id(gallery), .text(claim.package.key), .text(claim.package.text),
                .time(claim.createdAt), claim.report.map { .id($0) } ?? .null, .text(claim.state.rawValue),
                .text(claim.why), try .json(claim.links), .integer(claim.generation), .time(claim.changedAt),
                .time(claim.countsFrom), .text(claim.claimant?.email.text),
            ])
        guard added == 1 else { return .known }
        try update(claim)
        return .added
    }

    /// Writes what a decision can change.
    package func update(_ claim: RecoveryCase) throws {
        try transaction.run(
            """
            UPDATE recovery_cases SET package_number = $1, claimant = $2, username = $3, username_key = $4, email = $5,
                locale = $6, state = $7, generation = $8, assignee = $9, assignee_key = $10, changed_at = $11,
                confirmed_at = $12, counts_from = $13, decided_at = $14, decided_by = $15, decision_reason = $16,
                keeps_owners = $17, overridden = $18, invitation_id = $19, completed_at = $20, locked = $21,
                mailed_at = $22, due_at = $23, due_why = $24 WHERE id = $25
            """,
            [
                .number(claim.known?.number), .text(claim.claimant?.name), .text(claim.claimant?.username?.text),
                .text(claim.claimant?.username?.key), .text(claim.claimant?.email.text),
                .text(claim.claimant?.locale), .text(claim.state.rawValue), .integer(claim.generation),
                .text(claim.assignee), .text(claim.assignee.map(Name.fold)), .time(claim.changedAt),
                .time(claim.confirmedAt), .time(claim.countsFrom), .time(claim.decidedAt), .text(claim.decision?.by),
                .text(claim.decision?.reason), claim.decision?.keepsOwners.map { .flag($0) } ?? .null,
                .flag(claim.decision?.overridden == true), claim.invitation.map { .id($0) } ?? .null,
                .time(claim.completedAt), .flag(claim.locked), .time(claim.mailedAt), .time(claim.due?.at),
                .text(claim.due?.why.rawValue), .id(claim.id),
            ])
    }

    package func find(_ id: Identifier, gallery: Identifier) throws -> RecoveryCase? {
        try transaction.row(
            "SELECT \(Self.columns) FROM recovery_cases c WHERE c.id = $1 AND c.gallery_id = $2",
            [.id(id), .id(gallery)]
        ).map { try Self.read($0).claim }
    }

    /// A case and the gallery that it belongs to.
    package func find(_ id: Identifier) throws -> (claim: RecoveryCase, gallery: Identifier)? {
        try transaction.row("SELECT \(Self.columns) FROM recovery_cases c WHERE c.id = $1", [.id(id)])
            .map(Self.read)
    }

    /// The one case whose id begins with the same twelve bytes, and the gallery that it belongs to.
    ///
    /// - Returns: nil where there is none, and where there are two: a link that means either means neither.
    package func find(beginningAs id: Identifier) throws -> (claim: RecoveryCase, gallery: Identifier)? {
        let low = id.low & ~0xFFFF_FFFF
        let found = try transaction.rows(
            "SELECT \(Self.columns) FROM recovery_cases c WHERE c.id BETWEEN $1 AND $2 LIMIT 2",
            [
                .id(Identifier(high: id.high, low: low)),
                .id(Identifier(high: id.high, low: low | 0xFFFF_FFFF)),
            ])
        return found.count == 1 ? try Self.read(found[0]) : nil
    }

    /// The case of a package by an address that is confirmed, and not over.
    package func alive(_ package: Name, by email: EmailAddress, gallery: Identifier) throws -> RecoveryCase? {
        try transaction.row(
            """
            SELECT \(Self.columns) FROM recovery_cases c WHERE c.gallery_id = $1 AND c.package_key = $2
            AND c.email = $3 AND c.completed_at IS NULL AND c.state NOT IN ('submitted', 'denied', 'withdrawn')
            """,
            [.id(gallery), .text(package.key), .text(email.text)]
        ).map { try Self.read($0).claim }
    }

    /// Claims of a package by an address that nobody has confirmed yet, the newest first.
    package func unconfirmed(
        _ package: Name, by email: EmailAddress, gallery: Identifier, most: Int
    ) throws -> [RecoveryCase] {
        try transaction.rows(
            """
            SELECT \(Self.columns) FROM recovery_cases c WHERE c.gallery_id = $1 AND c.package_key = $2
            AND c.email = $3 AND c.state = 'submitted' ORDER BY c.id DESC LIMIT $4
            """,
            [.id(gallery), .text(package.key), .text(email.text), .integer(most)]
        ).map { try Self.read($0).claim }
    }

    /// The case that a report has become.
    package func find(report: Identifier, gallery: Identifier) throws -> RecoveryCase? {
        try transaction.row(
            "SELECT \(Self.columns) FROM recovery_cases c WHERE c.report_id = $1 AND c.gallery_id = $2",
            [.id(report), .id(gallery)]
        ).map { try Self.read($0).claim }
    }

    /// Whether an admin has locked a package.
    package func isLocked(_ package: KnownPackage) throws -> Bool {
        try transaction.row(
            "SELECT id FROM recovery_cases WHERE package_number = $1 AND locked = 1 LIMIT 1",
            [.integer(package.number)]) != nil
    }

    /// All confirmed cases of a package, oldest first.
    package func list(of package: KnownPackage, most: Int) throws -> [RecoveryCase] {
        try transaction.rows(
            "SELECT \(Self.columns) FROM recovery_cases c WHERE c.package_number = $1 ORDER BY c.id LIMIT $2",
            [.integer(package.number), .integer(most)]
        ).map { try Self.read($0).claim }
    }

    static func read(_ row: SQLRow) throws -> (claim: RecoveryCase, gallery: Identifier) {
        var row = row
        let (id, gallery) = (try row.id(), try row.id())
        let package = Name(stored: try row.text(), key: try row.text())
        let number = try row.optional { try $0.integer() }
        let claimant = try claimant(&row)
        let (why, links) = (try row.text(), try row.json([String].self))
        var claim = RecoveryCase(
            id: id, package: package, known: number.map { KnownPackage(number: $0, id: package) }, claimant: claimant,
            why: why, links: links, state: try row.value(RecoveryState.self), generation: try row.int(),
            assignee: try row.optional { try $0.text() }, report: try row.optional { try $0.id() },
            createdAt: try row.time(), changedAt: try row.time(), confirmedAt: try row.optional { try $0.time() },
            countsFrom: try row.time(), decidedAt: try row.optional { try $0.time() })
        let (by, reason) = (try row.optional { try $0.text() }, try row.optional { try $0.text() })
        let (keeps, overridden) = (try row.optional { try $0.bool() }, try row.bool())
        if let by, let reason {
            claim.decision = RecoveryDecision(keepsOwners: keeps, reason: reason, by: by, overridden: overridden)
        }
        claim.invitation = try row.optional { try $0.id() }
        claim.completedAt = try row.optional { try $0.time() }
        claim.locked = try row.bool()
        claim.mailedAt = try row.optional { try $0.time() }
        let due = try row.optional { try $0.time() }
        let reasonDue = try row.optional { try $0.value(RecoveryDue.self) }
        if let due, let reasonDue { claim.due = RecoveryAppointment(at: due, why: reasonDue) }
        return (claim, gallery)
    }

    private static func claimant(_ row: inout SQLRow) throws -> Claimant? {
        let name = try row.optional { try $0.text() }
        let (username, key) = (try row.optional { try $0.text() }, try row.optional { try $0.text() })
        let email = try row.optional { try $0.address() }
        let locale = try row.optional { try $0.text() }
        guard let email else { return nil }
        var account: Name?
        if let username, let key { account = Name(stored: username, key: key) }
        return Claimant(name: name ?? "", username: account, email: email, locale: locale)
    }
}

extension Transaction {
    package var recovery: RecoveryRecords { RecoveryRecords(transaction: self) }
}
