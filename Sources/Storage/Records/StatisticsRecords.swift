package import Model

/// Counts for operators.
///
/// None walks through a table that grows for ever: each goes along an index over what waits or what is young, and no
/// further than ``most``.
package struct StatisticsRecords {
    /// Where a count ends: a queue of a million is as good as endless.
    package static let most = 1_000_000

    let transaction: any Transaction

    /// Messages of a gallery in one state.
    ///
    /// Index `messages_in_state`: its ids begin with the time, so that it finds the young ones by themselves.
    ///
    /// - Parameter since: Only those queued after this; nil for all, which is to be asked of states alone that messages
    ///   do not stay in.
    package func messages(
        _ state: MessageState, gallery: Identifier, since: Timestamp?, most: Int = Self.most
    ) throws -> Int {
        let first = since.map { Identifier(high: UInt64(bitPattern: $0.milliseconds) << 16, low: 0) }
        return try count(
            "SELECT id FROM messages WHERE gallery_id = $1 AND state = $2 AND id > $3",
            [.id(gallery), .text(state.rawValue), .id(first ?? Identifier(high: 0, low: 0))], most: most)
    }

    /// Messages of a gallery whose outcome is unknown and that are tried once more.
    ///
    /// Index `messages_in_state`; few are ever in this state. Written so that the index over all that wait is none to take.
    package func unknownMessages(gallery: Identifier) throws -> Int {
        try count(
            "SELECT id FROM messages WHERE gallery_id = $1 AND state = 'unknown' AND COALESCE(next_at, 0) > 0",
            [.id(gallery)])
    }

    /// When the oldest message of a gallery in one state was queued; nil where none is in it.
    ///
    /// Index `messages_in_state`: the first of its ids says it.
    package func oldestMessage(_ state: MessageState, gallery: Identifier) throws -> Timestamp? {
        var row = try transaction.row(
            "SELECT id FROM messages WHERE gallery_id = $1 AND state = $2 ORDER BY id LIMIT 1",
            [.id(gallery), .text(state.rawValue)])
        return try row?.id().moment
    }

    /// Invitations that can be accepted now.
    ///
    /// Index `invitations_ending`, which holds nothing but pending ones.
    package func pendingInvitations(at now: Timestamp) throws -> Int {
        try count("SELECT expires_at FROM invitations WHERE state = 'pending' AND expires_at > $1", [.time(now)])
    }

    /// How the invitations ended that ended after a moment.
    ///
    /// Index `invitations_decided`.
    package func decidedInvitations(since: Timestamp) throws -> [InvitationState: Int] {
        let rows = try transaction.rows(
            """
            SELECT state, COUNT(*) FROM (SELECT state FROM invitations WHERE decided_at > $1 LIMIT $2) AS counted
            GROUP BY state
            """,
            [.time(since), .integer(Self.most)])
        return try rows.reduce(into: [:]) { counts, row in
            var row = row
            counts[try row.value(InvitationState.self)] = try row.int()
        }
    }

    /// Invitations whose newest mail was queued after a moment and could not be delivered.
    ///
    /// Index `invitations_undeliverable`.
    package func undeliverableInvitations(since: Timestamp) throws -> Int {
        try count("SELECT sent_at FROM invitations WHERE undeliverable = 1 AND sent_at > $1", [.time(since)])
    }

    /// Deliveries to webhooks in a state that they do not stay in.
    ///
    /// Index `webhook_deliveries_in_state`, once for each webhook: there are few of those.
    package func webhookDeliveries(_ state: WebhookDeliveryState) throws -> Int {
        try count(
            """
            SELECT id FROM webhook_deliveries WHERE webhook_id IN (SELECT id FROM webhooks) AND state = $1
            """,
            [.text(state.rawValue)])
    }

    private func count(_ rows: String, _ arguments: [SQLValue], most: Int = Self.most) throws -> Int {
        var row = try transaction.row(
            "SELECT COUNT(*) FROM (\(rows) LIMIT $\(arguments.count + 1)) AS counted",
            arguments + [.integer(most)])
        return try row?.int() ?? 0
    }
}

extension Transaction {
    package var statistics: StatisticsRecords { StatisticsRecords(transaction: self) }
}
