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

extension Transaction {
    package var counts: CountRecords { CountRecords(transaction: self) }
}
