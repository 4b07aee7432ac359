package import Model

/// Dropping what is over and was kept for long enough: a few rows at a time, each found along an index.
///
/// Each says how many rows it dropped; as many as asked for where there may be more.
package struct RetentionRecords {
    let transaction: any Transaction

    /// Messages of which nothing more becomes, with every attempt at them.
    ///
    /// Those about a pending invitation stay: whether its letter has left is asked when it is decided.
    package func forgetMessages(before moment: Timestamp, most: Int) throws -> Int {
        let ids = try transaction.rows(
            """
            SELECT id FROM messages WHERE id < $1 AND changed_at < $2 AND next_at IS NULL AND lease_until IS NULL
            AND NOT EXISTS (SELECT 1 FROM invitations i WHERE i.id = messages.about AND i.state = 'pending')
            ORDER BY id LIMIT $3
            """,
            [.id(.first(at: moment)), .time(moment), .integer(most)]
        ).map { row in
            var row = row
            return try row.id()
        }
        for id in ids {
            try transaction.run("DELETE FROM attempts WHERE message_id = $1", [.id(id)])
            try transaction.run("DELETE FROM messages WHERE id = $1", [.id(id)])
        }
        return ids.count
    }

    /// Invitations by when they were decided; who became an owner stays one.
    package func forgetInvitations(before moment: Timestamp, most: Int) throws -> Int {
        try transaction.run(
            """
            DELETE FROM invitations WHERE id IN (
                SELECT id FROM invitations WHERE decided_at IS NOT NULL AND decided_at < $1
                ORDER BY decided_at LIMIT $2)
            """,
            [.time(moment), .integer(most)])
    }

    /// Deliveries of which nothing more becomes, with every attempt at them.
    package func forgetDeliveries(before moment: Timestamp, most: Int) throws -> Int {
        try transaction.run(
            """
            DELETE FROM webhook_deliveries WHERE id IN (
                SELECT id FROM webhook_deliveries
                WHERE changed_at < $1 AND state <> 'pending' AND lease_until IS NULL
                ORDER BY changed_at LIMIT $2)
            """,
            [.time(moment), .integer(most)])
    }

    /// What still waits for webhooks that were deleted, and then those themselves.
    package func forgetDeletedWebhooks(most: Int) throws -> Int {
        let dropped = try transaction.run(
            """
            DELETE FROM webhook_deliveries WHERE id IN (
                SELECT d.id FROM webhooks w JOIN webhook_deliveries d ON d.webhook_id = w.id AND d.state = 'pending'
                WHERE w.state = 'deleted' AND d.lease_until IS NULL LIMIT $1)
            """,
            [.integer(most)])
        return try dropped
            + transaction.run(
                """
                DELETE FROM webhooks WHERE id IN (
                    SELECT w.id FROM webhooks w WHERE w.state = 'deleted'
                    AND NOT EXISTS (SELECT 1 FROM webhook_deliveries d WHERE d.webhook_id = w.id) LIMIT $1)
                """,
                [.integer(most)])
    }

    /// The oldest events of a gallery, but never the newest one: its sequence goes on.
    package func forgetEvents(gallery: Identifier, before moment: Timestamp, most: Int) throws -> Int {
        guard let oldest = try oldestEvents(gallery: gallery, most: 1).first, oldest.at < moment else { return 0 }
        let newest = try transaction.events.last(gallery: gallery)
        // One moment after another: what comes behind the first that is to stay is looked at in its turn.
        let old = try oldestEvents(gallery: gallery, most: most).prefix { $0.at < moment && $0.seq < newest }
        guard let last = old.last else { return 0 }
        return try transaction.events.changing(.retention) {
            try transaction.run(
                "DELETE FROM events WHERE gallery_id = $1 AND seq <= $2", [.id(gallery), .integer(last.seq)])
        }
    }

    /// From which client's address an event comes, which is kept for less long than what happened.
    package func forgetOrigins(before moment: Timestamp, most: Int) throws -> Int {
        let keys = try transaction.rows(
            """
            SELECT gallery_id, seq FROM events WHERE origin_address IS NOT NULL AND at < $1 ORDER BY at LIMIT $2
            """,
            [.time(moment), .integer(most)]
        ).map { row in
            var row = row
            return (gallery: try row.id(), seq: try row.integer())
        }
        guard !keys.isEmpty else { return 0 }
        try transaction.events.changing(.erasure) {
            for key in keys {
                try transaction.run(
                    "UPDATE events SET origin_address = NULL WHERE gallery_id = $1 AND seq = $2",
                    [.id(key.gallery), .integer(key.seq)])
            }
        }
        return keys.count
    }

    /// Running counts by the hour, of which only the last few days are shown; those by the day stay.
    package func forgetCounts(gallery: Identifier, before moment: Timestamp) throws -> Int {
        try transaction.run(
            "DELETE FROM event_counts WHERE gallery_id = $1 AND span = $2 AND start < $3",
            [.id(gallery), .integer(CountSpan.hour.rawValue), .time(moment)])
    }

    private func oldestEvents(gallery: Identifier, most: Int) throws -> [(seq: Int64, at: Timestamp)] {
        try transaction.rows(
            "SELECT seq, at FROM events WHERE gallery_id = $1 ORDER BY seq LIMIT $2", [.id(gallery), .integer(most)]
        ).map { row in
            var row = row
            return (try row.integer(), try row.time())
        }
    }

    /// Claims whose address nobody confirmed, those among them that were withdrawn.
    package func forgetUnconfirmedCases(before moment: Timestamp, most: Int) throws -> Int {
        try transaction.run(
            """
            DELETE FROM recovery_cases WHERE id IN (
                SELECT id FROM recovery_cases WHERE confirmed_at IS NULL AND created_at <= $1
                ORDER BY created_at LIMIT $2)
            """,
            [.time(moment), .integer(most)])
    }

    /// Cases that ended long ago, with all that was done about them.
    package func forgetCases(before moment: Timestamp, most: Int) throws -> Int {
        try transaction.run(
            """
            DELETE FROM recovery_cases WHERE id IN (
                SELECT id FROM recovery_cases WHERE state IN ('denied', 'withdrawn', 'granted') AND changed_at < $1
                AND due_at IS NULL ORDER BY changed_at LIMIT $2)
            """,
            [.time(moment), .integer(most)])
    }

    /// The claimants' addresses of cases that have ended, which are kept for less long than what was decided.
    package func forgetClaimants(before moment: Timestamp, most: Int) throws -> Int {
        try transaction.run(
            """
            UPDATE recovery_cases SET email = $1 WHERE id IN (
                SELECT id FROM recovery_cases WHERE state IN ('denied', 'withdrawn', 'granted') AND changed_at < $2
                AND due_at IS NULL AND email IS NOT NULL AND email <> $1 ORDER BY changed_at LIMIT $3)
            """,
            [.text(Erasure.text), .time(moment), .integer(most)])
    }

    package func forgetReports(before moment: Timestamp, most: Int) throws -> Int {
        try transaction.run(
            """
            DELETE FROM reports WHERE id IN (SELECT id FROM reports WHERE id < $1 ORDER BY id LIMIT $2)
            """,
            [.id(.first(at: moment)), .integer(most)])
    }

    /// The addresses beside reports, which are kept for less long than what was reported.
    package func forgetReporters(before moment: Timestamp, most: Int) throws -> Int {
        try transaction.run(
            """
            UPDATE reports SET email = NULL WHERE id IN (
                SELECT id FROM reports WHERE email IS NOT NULL AND created_at < $1 ORDER BY created_at LIMIT $2)
            """,
            [.time(moment), .integer(most)])
    }
}

extension Identifier {
    /// No id that is made from this moment on comes before it: they begin with their time.
    fileprivate static func first(at moment: Timestamp) -> Identifier {
        Identifier(high: UInt64(bitPattern: max(0, moment.milliseconds)) << 16, low: 0)
    }
}

extension Transaction {
    package var retention: RetentionRecords { RetentionRecords(transaction: self) }
}
