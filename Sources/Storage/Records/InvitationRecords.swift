package import Model

/// Invitations with the package and the accounts that they name.
package struct InvitationRecords {
    let transaction: any Transaction

    static let selection = """
        SELECT i.id, i.gallery_id, p.number, p.package, p.package_key, i.email, i.note, i.state, i.generation, i.created_at,
            i.expires_at, i.remind_at, i.sent_at, i.decided_at, i.reason, i.locale, i.message_id, i.undeliverable,
            i.transfer, i.as_admin, i.recovery_case_id, i.keeps_owners, i.admin,
            \(AccountRecords.columns(of: "inviter")), \(AccountRecords.columns(of: "invitee"))
        FROM invitations i JOIN packages p ON p.number = i.package_number
        LEFT JOIN accounts inviter ON inviter.number = i.inviter_number
        LEFT JOIN accounts invitee ON invitee.number = i.invitee_number
        """

    /// How storing a new invitation came out.
    package enum Addition: Sendable, Equatable {
        case added
        /// Another transaction was first.
        case alreadyPending
    }

    package func add(_ invitation: Invitation, gallery: Identifier) throws -> Addition {
        let added = try transaction.run(
            """
            INSERT INTO invitations (id, gallery_id, package_number, invitee_number, email, inviter_number, note, state,
                generation, created_at, expires_at, remind_at, sent_at, locale, message_id, undeliverable,
                transfer, as_admin, recovery_case_id, keeps_owners, admin)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0, $16, $17, $18, $19, $20)
            ON CONFLICT DO NOTHING
            """,
            [
                .id(invitation.id), .id(gallery), .integer(invitation.package.number),
                .number(invitation.invitee?.number), .text(invitation.email.text),
                .number(invitation.inviter.isKnown ? invitation.inviter.number : nil), .text(invitation.note),
                .text(invitation.state.rawValue), .integer(invitation.generation),
                .time(invitation.createdAt), .time(invitation.expiresAt), .time(invitation.remindAt),
                .time(invitation.sentAt), .text(invitation.locale), .id(invitation.message),
                .flag(invitation.transfer), .flag(invitation.asAdmin),
                invitation.recovery.map { .id($0) } ?? .null, .flag(invitation.keepsOwners),
                .text(invitation.inviter.isKnown ? nil : invitation.inviter.username.text),
            ])
        return added == 1 ? .added : .alreadyPending
    }

    /// Writes what a decision can change.
    package func update(_ invitation: Invitation) throws {
        try transaction.run(
            """
            UPDATE invitations SET state = $1, generation = $2, expires_at = $3, remind_at = $4, sent_at = $5,
                decided_at = $6, reason = $7, message_id = $8, undeliverable = $9 WHERE id = $10
            """,
            [
                .text(invitation.state.rawValue), .integer(invitation.generation), .time(invitation.expiresAt),
                .time(invitation.remindAt), .time(invitation.sentAt), .time(invitation.decidedAt),
                .text(invitation.reason), .id(invitation.message), .flag(invitation.undeliverable),
                .id(invitation.id),
            ])
    }

    /// Names the account that accepts what was sent to an address.
    package func setInvitee(_ invitation: Identifier, _ account: Account) throws {
        try transaction.run(
            "UPDATE invitations SET invitee_number = $1 WHERE id = $2", [.integer(account.number), .id(invitation)])
    }

    /// An invitation and the gallery that it belongs to.
    package func find(_ id: Identifier) throws -> (invitation: Invitation, gallery: Identifier)? {
        try transaction.row("\(Self.selection) WHERE i.id = $1", [.id(id)]).map(Self.readWithGallery)
    }

    package func find(_ id: Identifier, gallery: Identifier) throws -> Invitation? {
        try transaction.row("\(Self.selection) WHERE i.id = $1 AND i.gallery_id = $2", [.id(id), .id(gallery)])
            .map(Self.read)
    }

    /// The open one of an account, or of an address without an account: pending, or accepted by somebody whose account is
    /// not named yet.
    package func open(in package: KnownPackage, invitee: Account?, email: EmailAddress?) throws -> Invitation? {
        if let invitee {
            // An account that is not stored yet.
            guard invitee.number != 0 else { return nil }
            return try transaction.row(
                "\(Self.selection) WHERE i.package_number = $1 AND i.invitee_number = $2 AND i.state = 'pending'",
                [.integer(package.number), .integer(invitee.number)]
            ).map(Self.read)
        }
        guard let email else { return nil }
        for state in ["pending", "accepted"] {
            let found = try transaction.row(
                """
                \(Self.selection)
                WHERE i.package_number = $1 AND i.email = $2 AND i.invitee_number IS NULL AND i.state = '\(state)'
                """,
                [.integer(package.number), .text(email.text)]
            ).map(Self.read)
            if let found { return found }
        }
        return nil
    }

    /// All that are open, oldest first; one whose address was erased is nobody's any more.
    package func open(in package: KnownPackage, most: Int) throws -> [Invitation] {
        let pending = try transaction.rows(
            "\(Self.selection) WHERE i.package_number = $1 AND i.state = 'pending' ORDER BY i.id LIMIT $2",
            [.integer(package.number), .integer(most)]
        ).map(Self.read)
        let unnamed = try transaction.rows(
            """
            \(Self.selection)
            WHERE i.package_number = $1 AND i.state = 'accepted' AND i.invitee_number IS NULL AND i.email <> $2
            ORDER BY i.id LIMIT $3
            """,
            [.integer(package.number), .text(Erasure.text), .integer(most)]
        ).map(Self.read)
        return Array((pending + unnamed).sorted { ($0.id.high, $0.id.low) < ($1.id.high, $1.id.low) }.prefix(most))
    }

    /// Ids of pending invitations whose time is over.
    package func ending(at now: Timestamp, most: Int) throws -> [Identifier] {
        try transaction.rows(
            """
            SELECT id FROM invitations WHERE state = 'pending' AND expires_at <= $1 ORDER BY expires_at LIMIT $2
            """,
            [.time(now), .integer(most)]
        ).map { row in
            var row = row
            return try row.id()
        }
    }

    /// Ids of pending invitations whose reminder is due.
    package func toRemind(at now: Timestamp, most: Int) throws -> [Identifier] {
        try transaction.rows(
            """
            SELECT id FROM invitations WHERE state = 'pending' AND remind_at IS NOT NULL AND remind_at <= $1
            ORDER BY remind_at LIMIT $2
            """,
            [.time(now), .integer(most)]
        ).map { row in
            var row = row
            return try row.id()
        }
    }

    /// State and generation alone, for many at once: what the courier asks before it sends.
    package func standings(_ ids: [Identifier]) throws -> [Identifier: (state: InvitationState, generation: Int)] {
        var standings: [Identifier: (state: InvitationState, generation: Int)] = [:]
        for id in ids where standings[id] == nil {
            var row = try transaction.row("SELECT state, generation FROM invitations WHERE id = $1", [.id(id)])
            guard let state = try row?.value(InvitationState.self), let generation = try row?.int() else { continue }
            standings[id] = (state, generation)
        }
        return standings
    }

    static func read(_ row: SQLRow) throws -> Invitation { try readWithGallery(row).invitation }

    private static func readWithGallery(_ row: SQLRow) throws -> (invitation: Invitation, gallery: Identifier) {
        var row = row
        let id = try row.id()
        let gallery = try row.id()
        let number = try row.integer()
        let (package, key) = (try row.text(), try row.text())
        let email = try row.address()
        let note = try row.optional { try $0.text() }
        let state = try row.value(InvitationState.self)
        let generation = try row.int()
        let (created, expires) = (try row.time(), try row.time())
        let remind = try row.optional { try $0.time() }
        let sent = try row.time()
        let decided = try row.optional { try $0.time() }
        let reason = try row.optional { try $0.text() }
        let locale = try row.optional { try $0.text() }
        let message = try row.id()
        let undeliverable = try row.bool()
        let (transfer, asAdmin) = (try row.bool(), try row.bool())
        let recovery = try row.optional { try $0.id() }
        let keepsOwners = try row.bool()
        let admin = try row.optional { try $0.text() }
        let account = try row.optionalAccount()
        guard let inviter = account ?? admin.map(Account.admin(called:)) else { throw row.mismatch("an inviter") }
        let invitee = try row.optional { try AccountRecords.read(&$0) }
        let invitation = Invitation(
            id: id, package: KnownPackage(number: number, id: Name(stored: package, key: key)), invitee: invitee,
            email: email, inviter: inviter, note: note, state: state, generation: generation, createdAt: created,
            expiresAt: expires, remindAt: remind, sentAt: sent, decidedAt: decided, reason: reason, locale: locale,
            message: message, undeliverable: undeliverable, transfer: transfer, asAdmin: asAdmin,
            recovery: recovery, keepsOwners: keepsOwners)
        return (invitation, gallery)
    }
}

extension Transaction {
    package var invitations: InvitationRecords { InvitationRecords(transaction: self) }
}
