package import Model

/// An answer that is given again to the same request.
package struct KeptAnswer: Sendable, Equatable {
    package var status: Int
    package var location: String?
    package var body: [UInt8]

    package init(status: Int, location: String? = nil, body: [UInt8]) {
        self.status = status
        self.location = location
        self.body = body
    }
}

/// First 2xx answers by `Idempotency-Key`, written in the transaction that they answer for: there is no moment at
/// which a request took effect and its answer is not known, or the reverse.
package struct IdempotencyRecords {
    let transaction: any Transaction

    /// The answer that is kept for a key, while its time is not over.
    package func find(
        key: Identifier, _ idempotencyKey: String, at now: Timestamp
    ) throws -> (fingerprint: [UInt8], answer: KeptAnswer)? {
        var row = try transaction.row(
            """
            SELECT fingerprint, status, location, body FROM idempotency
            WHERE key_id = $1 AND idempotency_key = $2 AND forget_at > $3
            """,
            [.id(key), .text(idempotencyKey), .time(now)])
        guard row != nil, let fingerprint = try row?.blob(), let status = try row?.int() else { return nil }
        let location = try row?.optional { try $0.text() } ?? nil
        return (fingerprint, KeptAnswer(status: status, location: location, body: try row?.blob() ?? []))
    }

    /// Keeps an answer, in the place of one whose time is over.
    package func keep(
        _ answer: KeptAnswer, key: Identifier, _ idempotencyKey: String, fingerprint: [UInt8], until: Timestamp
    ) throws {
        try transaction.run(
            """
            INSERT INTO idempotency (key_id, idempotency_key, fingerprint, status, location, body, forget_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (key_id, idempotency_key) DO UPDATE SET fingerprint = excluded.fingerprint,
                status = excluded.status, location = excluded.location, body = excluded.body,
                forget_at = excluded.forget_at
            """,
            [
                .id(key), .text(idempotencyKey), .blob(fingerprint), .integer(answer.status), .text(answer.location),
                .blob(answer.body), .time(until),
            ])
    }

    /// Drops what has been kept for long enough.
    package func forget(at now: Timestamp, most: Int) throws -> Int {
        try transaction.run(
            """
            DELETE FROM idempotency WHERE (key_id, idempotency_key) IN (
                SELECT key_id, idempotency_key FROM idempotency WHERE forget_at <= $1 LIMIT $2)
            """,
            [.time(now), .integer(most)])
    }
}

extension Transaction {
    package var idempotency: IdempotencyRecords { IdempotencyRecords(transaction: self) }
}
