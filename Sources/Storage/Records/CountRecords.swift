package import Model

/// Running counts of what happens, by the hour and by the day: written with it, so that nobody has to count it later.
package struct CountRecords {
    let transaction: any Transaction

    /// Counts these; one that stands there twice counts twice.
    package func add(_ names: [CountName], gallery: Identifier, at now: Timestamp) throws {
        var amounts: [CountName: Int] = [:]
        for name in names { amounts[name, default: 0] += 1 }
        for (name, amount) in amounts {
            try transaction.run(
                """
                INSERT INTO event_counts (gallery_id, span, start, name, amount)
                VALUES ($1, $2, $3, $4, $5), ($1, $6, $7, $4, $5)
                ON CONFLICT (gallery_id, span, start, name)
                DO UPDATE SET amount = event_counts.amount + excluded.amount
                """,
                [
                    .id(gallery), .integer(CountSpan.hour.rawValue), .time(CountSpan.hour.start(of: now)),
                    .text(name.text), .integer(amount), .integer(CountSpan.day.rawValue),
                    .time(CountSpan.day.start(of: now)),
                ])
        }
    }

    /// What was counted since a moment, by the stretch that it fell in; what this version does not know is left out.
    package func list(
        _ span: CountSpan, gallery: Identifier, since: Timestamp
    ) throws -> [(start: Timestamp, name: CountName, amount: Int)] {
        try transaction.rows(
            """
            SELECT start, name, amount FROM event_counts WHERE gallery_id = $1 AND span = $2 AND start >= $3
            ORDER BY start, name
            """,
            [.id(gallery), .integer(span.rawValue), .time(span.start(of: since))]
        ).compactMap { row in
            var row = row
            let start = try row.time()
            guard let name = CountName(try row.text()) else { return nil }
            return (start, name, try row.int())
        }
    }
}

extension RecoveryRecords {
    /// How many cases in one state there are of each age.
    ///
    /// Index `recovery_cases_in_state`: its ids begin with the time. Cases are few.
    package func ages(_ state: RecoveryState, gallery: Identifier, at now: Timestamp) throws -> [Int] {
        try Ages.count(CaseAge.allCases.map(\.end), at: now) { from, until in
            try transaction.row(
                """
                SELECT COUNT(*) FROM recovery_cases WHERE gallery_id = $1 AND state = $2 AND id >= $3 AND id < $4
                """,
                [.id(gallery), .text(state.rawValue), .id(from), .id(until)])
        }
    }
}

extension InvitationRecords {
    /// How many invitations that wait for an answer have waited for how long.
    ///
    /// Index `invitations_in_state`: its ids begin with the time. Those that are over their time, and about to expire, are
    /// among them for a minute.
    package func pendingAges(gallery: Identifier, at now: Timestamp) throws -> [Int] {
        try Ages.count(PendingTime.allCases.map(\.end), at: now) { from, until in
            try transaction.row(
                "SELECT COUNT(*) FROM invitations WHERE gallery_id = $1 AND state = 'pending' AND id >= $2 AND id < $3",
                [.id(gallery), .id(from), .id(until)])
        }
    }
}

/// Counting by age where ids begin with the time.
private enum Ages {
    /// - Parameters:
    ///   - ends: The first age that is too old for each stretch, youngest first; nil for the last.
    ///   - row: The count between two ids, the second of them left out.
    static func count(
        _ ends: [Duration?], at now: Timestamp, _ row: (Identifier, Identifier) throws -> SQLRow?
    ) throws -> [Int] {
        var latest = Identifier(high: .max, low: 0)
        return try ends.map { end in
            let moment = end.map { max(0, (now - $0).milliseconds) } ?? 0
            let earliest = Identifier(high: UInt64(moment) << 16, low: 0)
            defer { latest = earliest }
            var found = try row(earliest, latest)
            return try found?.int() ?? 0
        }
    }
}

extension Transaction {
    package var counts: CountRecords { CountRecords(transaction: self) }
}
