package import Model

/// The outbox: messages, claims on them and what became of each attempt.
package struct MessageRecords {
    let transaction: any Transaction

    static let columns = """
        id, gallery_id, kind, about, recipient, account_number, locale, generation, facts, state, created_at,
        changed_at, next_at, until_at, attempt, tries, takeovers, was_unknown, detail
        """

    package func add(_ message: Message) throws {
        try transaction.run(
            """
            INSERT INTO messages (id, gallery_id, kind, about, recipient, account_number, locale, generation, facts,
                state, created_at, changed_at, next_at, until_at, attempt, tries, takeovers, was_unknown, detail)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, 0, 0, 0, $15)
            """,
            [
                .id(message.id), .id(message.gallery), .text(message.kind.rawValue), .id(message.about),
                .text(message.recipient.text), .integer(message.account), .text(message.locale),
                .integer(message.generation), .json(message.facts), .text(message.state.rawValue),
                .time(message.createdAt), .time(message.changedAt), .time(message.nextAttemptAt),
                .time(message.until), .text(message.detail),
            ])
    }

    package func find(_ id: Identifier, gallery: Identifier) throws -> Message? {
        try transaction.row(
            "SELECT \(Self.columns) FROM messages WHERE id = $1 AND gallery_id = $2", [.id(id), .id(gallery)]
        ).map { try Self.read($0) }
    }

    package func find(_ id: Identifier) throws -> Message? {
        try transaction.row("SELECT \(Self.columns) FROM messages WHERE id = $1", [.id(id)]).map { try Self.read($0) }
    }

    /// After a cursor, oldest first, one more than asked for.
    ///
    /// - Parameter kinds: Left out.
    package func list(
        gallery: Identifier?, about: Identifier?, state: MessageState?, without kinds: Set<MailKind> = [],
        after: Identifier?, limit: Int
    ) throws -> [Message] {
        if gallery == nil, about == nil, state != nil {
            // The index by state is each gallery's own.
            let all = try transaction.galleries.all().flatMap {
                try list(gallery: $0.id, about: nil, state: state, without: kinds, after: after, limit: limit)
            }
            return Array(all.sorted { ($0.id.high, $0.id.low) < ($1.id.high, $1.id.low) }.prefix(limit + 1))
        }
        var arguments: [SQLValue] = [.id(after ?? Identifier(high: 0, low: 0))]
        var conditions = "id > $1"
        func add(_ column: String, _ value: SQLValue) {
            arguments.append(value)
            conditions += " AND \(column) = $\(arguments.count)"
        }
        if let gallery { add("gallery_id", .id(gallery)) }
        if let about { add("about", .id(about)) }
        if let state { add("state", .text(state.rawValue)) }
        if !kinds.isEmpty {
            let names = kinds.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
            conditions += " AND COALESCE(kind, '') NOT IN (\(names))"
        }
        arguments.append(.integer(limit + 1))
        return try transaction.rows(
            "SELECT \(Self.columns) FROM messages WHERE \(conditions) ORDER BY id LIMIT $\(arguments.count)", arguments
        ).map { try Self.read($0) }
    }

    package func attempts(of message: Identifier) throws -> [DeliveryAttempt] {
        try transaction.rows(
            """
            SELECT number, at, relay, outcome, phase, code, status, words FROM attempts WHERE message_id = $1
            ORDER BY number
            """,
            [.id(message)]
        ).map { row in
            var row = row
            return DeliveryAttempt(
                number: try row.int(), at: try row.time(), relay: try row.text(),
                outcome: try row.value(DeliveryAttempt.Outcome.self),
                phase: try row.optional { try $0.value(SMTPPhase.self) }, code: try row.optional { try $0.int() },
                status: try row.optional { try $0.text() }.flatMap { EnhancedStatusCode($0) }, text: try row.text())
        }
    }

    /// How far the messages about this thing have come that ask for a decision.
    package func letter(about: Identifier) throws -> LetterProgress {
        var row = try transaction.row(
            """
            SELECT COALESCE(MAX(CASE WHEN state IN ('sent', 'unknown') OR was_unknown = 1 THEN 2
                WHEN state = 'sending' THEN 1 ELSE 0 END), 0)
            FROM messages WHERE about = $1 AND kind IN ('invitation', 'invitation-reminder', 'recovery-invitation')
            """,
            [.id(about)])
        switch try row?.int() {
        case 2: return .left
        case 1: return .underway
        default: return .waiting
        }
    }

    /// Whether another letter of the same kind and generation is on its way or has arrived: an organization gets one
    /// for each member.
    package func hasOtherLetter(than letter: Message) throws -> Bool {
        try transaction.row(
            """
            SELECT id FROM messages WHERE about = $1 AND id <> $2 AND kind = $3 AND generation = $4
            AND state NOT IN ('failed', 'suppressed', 'cancelled') LIMIT 1
            """,
            [.id(letter.about), .id(letter.id), .text(letter.kind.rawValue), .integer(letter.generation)]) != nil
    }

    /// Messages about a thing that nobody holds and that still wait for an attempt.
    ///
    /// One that cannot be read is not among them, lest it keep its thing from being decided; who reads it one day finds
    /// that it is not wanted any more.
    package func waiting(about: Identifier) throws -> [Message] {
        try transaction.rows(
            "SELECT \(Self.columns) FROM messages WHERE about = $1 AND next_at IS NOT NULL", [.id(about)]
        ).compactMap { row -> Message? in
            do {
                return try Self.read(row)
            } catch let flaw as StorageError where flaw.isOfOneRow {
                return nil
            }
        }
    }

    /// Writes what became of a message that nobody holds.
    package func update(_ message: Message) throws {
        try transaction.run(
            """
            UPDATE messages SET state = $1, changed_at = $2, next_at = $3, tries = $4, takeovers = $5,
                was_unknown = $6, detail = $7, lease_until = NULL WHERE id = $8
            """,
            [
                .text(message.state.rawValue), .time(message.changedAt), .time(message.nextAttemptAt),
                .integer(message.tries), .integer(message.takeovers), .flag(message.wasUnknown),
                .text(message.detail), .id(message.id),
            ])
    }

    static func read(_ row: SQLRow) throws -> Message {
        var row = row
        let (id, gallery) = (try row.id(), try row.id())
        let kind = try row.value(MailKind.self)
        let about = try row.id()
        let recipient = try row.address()
        let account = try row.integer()
        let locale = try row.optional { try $0.text() }
        let generation = try row.int()
        let facts = try row.json(MailFacts.self)
        let state = try row.value(MessageState.self)
        let (created, changed) = (try row.time(), try row.time())
        let next = try row.optional { try $0.time() }
        let until = try row.time()
        let (attempt, tries, takeovers) = (try row.int(), try row.int(), try row.int())
        let wasUnknown = try row.bool()
        return Message(
            id: id, gallery: gallery, kind: kind, about: about, recipient: recipient, account: account, locale: locale,
            generation: generation, facts: facts, state: state, createdAt: created, changedAt: changed,
            nextAttemptAt: next, until: until, attempt: attempt, tries: tries, takeovers: takeovers,
            wasUnknown: wasUnknown, detail: try row.optional { try $0.text() })
    }
}

extension Transaction {
    package var messages: MessageRecords { MessageRecords(transaction: self) }
}
