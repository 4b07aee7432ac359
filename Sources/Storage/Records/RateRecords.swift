package import Model

/// What the limits have counted, so that they hold over restarts and over nodes.
package struct RateRecords {
    let transaction: any Transaction

    /// Counts one happening.
    ///
    /// - Parameter subject: Whom or what it is counted for, already hashed where it is an address of any kind.
    /// - Returns: how long to wait where the limit is reached; nothing was counted then.
    package func take(
        _ counter: RateCounter, _ limit: RateLimit, subject: [UInt8], at now: Timestamp
    ) throws -> Duration? {
        var record = try find(counter, subject: subject)
        if let wait = record.take(limit, at: now) { return wait }
        try keep(record, counter, subject: subject)
        return nil
    }

    /// What was counted for somebody or something.
    package func find(_ counter: RateCounter, subject: [UInt8]) throws -> RateRecord {
        var row = try transaction.row(
            "SELECT stamps, forget_at FROM rate_records WHERE name = $1 AND subject = $2",
            [.text(counter.name), .blob(subject)])
        let entries = try row?.text().split(separator: " ").compactMap { entry -> RateRecord.Entry? in
            let parts = entry.split(separator: "*")
            guard let moment = Int64(parts[0]) else { return nil }
            let count = parts.count > 1 ? Int(parts[1]) ?? 1 : 1
            return RateRecord.Entry(at: Timestamp(milliseconds: moment), count: count)
        }
        return RateRecord(entries: entries ?? [], keptUntil: try row?.time())
    }

    /// Writes what was counted.
    package func keep(_ record: RateRecord, _ counter: RateCounter, subject: [UInt8]) throws {
        guard let until = record.keptUntil else { return }
        let entries = record.entries.map {
            $0.count == 1 ? "\($0.at.milliseconds)" : "\($0.at.milliseconds)*\($0.count)"
        }
        try transaction.run(
            """
            INSERT INTO rate_records (name, subject, stamps, forget_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (name, subject) DO UPDATE SET stamps = excluded.stamps, forget_at = excluded.forget_at
            """,
            [
                .text(counter.name), .blob(subject),
                .text(entries.joined(separator: " ")), .time(until),
            ])
    }

    /// Drops what no longer matters.
    package func forget(at now: Timestamp, most: Int) throws -> Int {
        try transaction.run(
            """
            DELETE FROM rate_records WHERE (name, subject) IN (
                SELECT name, subject FROM rate_records WHERE forget_at <= $1 LIMIT $2)
            """,
            [.time(now), .integer(most)])
    }
}

extension Transaction {
    package var rates: RateRecords { RateRecords(transaction: self) }
}
