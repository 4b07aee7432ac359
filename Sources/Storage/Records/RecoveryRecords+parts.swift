package import Model

/// What was done about a case.
extension RecoveryRecords {
    package func add(_ attempt: ContactAttempt, to claim: Identifier) throws {
        try transaction.run(
            """
            INSERT INTO recovery_attempts
            (case_id, number, channel, at, recorded_at, whom, evidence, note, outcome, made_by, messages, delivered_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            [
                .id(claim), .integer(attempt.number), .text(attempt.channel.rawValue), .time(attempt.at),
                .time(attempt.recordedAt), .text(attempt.whom), .text(attempt.evidence), .text(attempt.note),
                .text(attempt.outcome.rawValue), .text(attempt.by),
                try .json(attempt.messages.map(\.description)), .time(attempt.deliveredAt),
            ])
    }

    /// Writes what came of an attempt.
    package func update(_ attempt: ContactAttempt, of claim: Identifier) throws {
        try transaction.run(
            "UPDATE recovery_attempts SET outcome = $1, delivered_at = $2 WHERE case_id = $3 AND number = $4",
            [.text(attempt.outcome.rawValue), .time(attempt.deliveredAt), .id(claim), .integer(attempt.number)])
    }

    /// In the order in which they were written down.
    package func attempts(of claim: Identifier) throws -> [ContactAttempt] {
        try transaction.rows(
            """
            SELECT number, channel, at, recorded_at, whom, evidence, note, outcome, made_by, messages, delivered_at
            FROM recovery_attempts WHERE case_id = $1 ORDER BY number
            """,
            [.id(claim)]
        ).map { row in
            var row = row
            return ContactAttempt(
                number: try row.int(), channel: try row.value(ContactChannel.self), at: try row.time(),
                recordedAt: try row.time(), whom: try row.optional { try $0.text() },
                evidence: try row.optional { try $0.text() }, note: try row.optional { try $0.text() },
                outcome: try row.value(ContactOutcome.self), by: try row.text(),
                messages: try row.json([String].self).compactMap { Identifier($0) },
                deliveredAt: try row.optional { try $0.time() })
        }
    }

    package func add(_ note: CaseNote, to claim: Identifier) throws {
        try transaction.run(
            "INSERT INTO recovery_notes (case_id, number, at, made_by, words) VALUES ($1, $2, $3, $4, $5)",
            [.id(claim), .integer(note.number), .time(note.at), .text(note.by), .text(note.text)])
    }

    package func notes(of claim: Identifier) throws -> [CaseNote] {
        try transaction.rows(
            "SELECT number, at, made_by, words FROM recovery_notes WHERE case_id = $1 ORDER BY number", [.id(claim)]
        ).map(Self.readNote)
    }

    /// The note that was written last; every note of a case is read only where it is shown.
    package func lastNote(of claim: Identifier) throws -> CaseNote? {
        try transaction.row(
            """
            SELECT number, at, made_by, words FROM recovery_notes WHERE case_id = $1 ORDER BY number DESC LIMIT 1
            """, [.id(claim)]
        ).map(Self.readNote)
    }

    private static func readNote(_ row: SQLRow) throws -> CaseNote {
        var row = row
        return CaseNote(number: try row.int(), at: try row.time(), by: try row.text(), text: try row.text())
    }

    package func add(_ tick: EvidenceTick, to claim: Identifier) throws {
        try transaction.run(
            """
            INSERT INTO recovery_ticks (case_id, item, at, made_by) VALUES ($1, $2, $3, $4)
            ON CONFLICT (case_id, item) DO NOTHING
            """,
            [.id(claim), .text(tick.item), .time(tick.at), .text(tick.by)])
    }

    package func removeTick(_ item: String, from claim: Identifier) throws {
        try transaction.run("DELETE FROM recovery_ticks WHERE case_id = $1 AND item = $2", [.id(claim), .text(item)])
    }

    package func ticks(of claim: Identifier) throws -> [EvidenceTick] {
        try transaction.rows(
            "SELECT item, at, made_by FROM recovery_ticks WHERE case_id = $1 ORDER BY at, item", [.id(claim)]
        ).map { row in
            var row = row
            return EvidenceTick(item: try row.text(), at: try row.time(), by: try row.text())
        }
    }

    package func add(_ answer: OwnerAnswer, to claim: Identifier) throws {
        try transaction.run(
            """
            INSERT INTO recovery_answers (case_id, number, account_number, username, word, at, reason, generation)
            VALUES ($1, (SELECT COUNT(*) + 1 FROM recovery_answers WHERE case_id = $1), $2, $3, $4, $5, $6, $7)
            """,
            [
                .id(claim), .integer(answer.account), .text(answer.username), .text(answer.word.rawValue),
                .time(answer.at), .text(answer.reason), .integer(answer.generation),
            ])
    }

    package func answers(of claim: Identifier) throws -> [OwnerAnswer] {
        try transaction.rows(
            """
            SELECT account_number, username, word, at, reason, generation FROM recovery_answers
            WHERE case_id = $1 ORDER BY number
            """,
            [.id(claim)]
        ).map { row in
            var row = row
            return OwnerAnswer(
                account: try row.integer(), username: try row.text(), word: try row.value(OwnerAnswer.Word.self),
                at: try row.time(), reason: try row.optional { try $0.text() }, generation: try row.int())
        }
    }
}
