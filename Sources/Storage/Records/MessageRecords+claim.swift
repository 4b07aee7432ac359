package import Model

extension MessageRecords {
    /// Takes messages that are due: raises their attempt and leases them, so that no one else sends them.
    ///
    /// - Parameters:
    ///   - lease: Until when they are held.
    ///   - pass: Called for each that cannot be read, which is held and not returned.
    /// - Returns: the messages as they are now, each in state `sending`, the oldest first: RETURNING has no order.
    package func claim(
        gallery: Identifier, at now: Timestamp, lease: Timestamp, most: Int,
        pass: (Identifier, StorageError) throws -> Void = { throw $1 }
    ) throws -> [Message] {
        try transaction.rows(
            """
            UPDATE messages SET state = 'sending', attempt = attempt + 1, next_at = NULL, lease_until = $1
            WHERE id IN (
                SELECT id FROM messages WHERE gallery_id = $2 AND next_at IS NOT NULL AND next_at <= $3
                ORDER BY next_at LIMIT $4\(transaction.dialect.skipLocked))
            RETURNING \(Self.columns)
            """,
            [.time(lease), .id(gallery), .time(now), .integer(most)]
        ).compactMap { try Self.read($0, pass) }.sorted { $0.id < $1.id }
    }

    /// Takes messages whose holder let the lease run out.
    ///
    /// - Parameter pass: Called for each that cannot be read, which is held and not returned.
    package func claimAbandoned(
        at now: Timestamp, lease: Timestamp, most: Int,
        pass: (Identifier, StorageError) throws -> Void = { throw $1 }
    ) throws -> [Message] {
        try transaction.rows(
            """
            UPDATE messages SET attempt = attempt + 1, takeovers = takeovers + 1, lease_until = $1
            WHERE id IN (
                SELECT id FROM messages WHERE lease_until IS NOT NULL AND lease_until <= $2
                ORDER BY lease_until LIMIT $3\(transaction.dialect.skipLocked))
            RETURNING \(Self.columns)
            """,
            [.time(lease), .time(now), .integer(most)]
        ).compactMap { try Self.read($0, pass) }.sorted { $0.id < $1.id }
    }

    private static func read(
        _ row: SQLRow, _ pass: (Identifier, StorageError) throws -> Void
    ) throws -> Message? {
        do {
            return try read(row)
        } catch let flaw as StorageError where flaw.isOfOneRow {
            var row = row
            try pass(try row.id(), flaw)
            return nil
        }
    }

    /// Leaves a claimed message alone until a moment, when it is taken over as if its holder had died.
    ///
    /// The takeovers before are forgotten: nobody died of it.
    package func setAside(_ id: Identifier, until moment: Timestamp) throws {
        try transaction.run(
            "UPDATE messages SET lease_until = $1, takeovers = 0 WHERE id = $2 AND state = 'sending'",
            [.time(moment), .id(id)])
    }

    /// Holds on to a claimed message.
    ///
    /// - Returns: false where somebody else has it now: the fence.
    package func renew(_ id: Identifier, attempt: Int, lease: Timestamp) throws -> Bool {
        try transaction.run(
            "UPDATE messages SET lease_until = $1 WHERE id = $2 AND attempt = $3 AND state = 'sending'",
            [.time(lease), .id(id), .integer(attempt)]) == 1
    }

    /// Whether there is a later claim than this one.
    package func wasClaimedAnew(_ id: Identifier, attempt: Int) throws -> Bool {
        try transaction.row(
            "SELECT id FROM messages WHERE id = $1 AND attempt > $2", [.id(id), .integer(attempt)]) != nil
    }

    /// Writes what became of a claimed message.
    ///
    /// - Returns: false where somebody else has it now, and nothing was written.
    package func complete(_ message: Message) throws -> Bool {
        try transaction.run(
            """
            UPDATE messages SET state = $1, changed_at = $2, next_at = $3, tries = $4, takeovers = $5,
                was_unknown = $6, detail = $7, lease_until = NULL
            WHERE id = $8 AND attempt = $9 AND state = 'sending'
            """,
            [
                .text(message.state.rawValue), .time(message.changedAt), .time(message.nextAttemptAt),
                .integer(message.tries), .integer(message.takeovers), .flag(message.wasUnknown),
                .text(message.detail), .id(message.id), .integer(message.attempt),
            ]) == 1
    }

    package func add(_ attempt: DeliveryAttempt, to message: Identifier) throws {
        try transaction.run(
            """
            INSERT INTO attempts (message_id, number, at, relay, outcome, phase, code, status, words)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (message_id, number) DO NOTHING
            """,
            [
                .id(message), .integer(attempt.number), .time(attempt.at), .text(attempt.relay),
                .text(attempt.outcome.rawValue), .text(attempt.phase?.rawValue),
                .number(attempt.code.map(Int64.init)), .text(attempt.status?.description), .text(attempt.text),
            ])
    }

    /// When the next message of these galleries is due, for the courier's sleep; nil where none waits.
    package func nextDue(galleries: [Identifier]) throws -> Timestamp? {
        try galleries.compactMap { gallery -> Timestamp? in
            var row = try transaction.row(
                "SELECT MIN(next_at) FROM messages WHERE gallery_id = $1 AND next_at IS NOT NULL", [.id(gallery)])
            return try row?.optional { try $0.time() }
        }.min()
    }
}
