package import Model

/// What a webhook's deliveries are signed with, sealed.
package struct SealedSecrets: Sendable, Equatable {
    package var current: [UInt8]
    /// The one before, which signs beside it for a while.
    package var previous: [UInt8]?
    package var previousUntil: Timestamp?

    package init(current: [UInt8], previous: [UInt8]? = nil, previousUntil: Timestamp? = nil) {
        self.current = current
        self.previous = previous
        self.previousUntil = previousUntil
    }
}

/// The endpoints of galleries that hear of what happens.
package struct WebhookRecords {
    let transaction: any Transaction

    private static let columns = """
        id, gallery_id, url, types, description, state, disabled_reason, created_at, failing_since
        """

    /// - Parameter seq: The place in the feed after which its events begin.
    package func add(_ webhook: Webhook, _ secrets: SealedSecrets, after seq: Int64) throws {
        try transaction.run(
            """
            INSERT INTO webhooks (id, gallery_id, url, types, description, state, secret, after_seq, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .id(webhook.id), .id(webhook.gallery), .text(webhook.url), try .json(webhook.filter.patterns),
                .text(webhook.description), .text(webhook.state.rawValue), .blob(secrets.current), .integer(seq),
                .time(webhook.createdAt),
            ])
    }

    /// Also one that is deleted.
    package func find(_ id: Identifier) throws -> Webhook? {
        try transaction.row("SELECT \(Self.columns) FROM webhooks WHERE id = $1", [.id(id)]).map(Self.read)
    }

    package func find(_ id: Identifier, gallery: Identifier) throws -> Webhook? {
        try transaction.row(
            "SELECT \(Self.columns) FROM webhooks WHERE id = $1 AND gallery_id = $2 AND state <> 'deleted'",
            [.id(id), .id(gallery)]
        ).map(Self.read)
    }

    /// After a cursor, oldest first, one more than asked for.
    package func list(gallery: Identifier, after: Identifier?, limit: Int) throws -> [Webhook] {
        try transaction.rows(
            """
            SELECT \(Self.columns) FROM webhooks WHERE gallery_id = $1 AND id > $2 AND state <> 'deleted'
            ORDER BY id LIMIT $3
            """,
            [.id(gallery), .id(after ?? Identifier(high: 0, low: 0)), .integer(limit + 1)]
        ).map(Self.read)
    }

    /// How many there are of a gallery.
    package func count(gallery: Identifier) throws -> Int {
        var row = try transaction.row(
            "SELECT COUNT(*) FROM webhooks WHERE gallery_id = $1 AND state <> 'deleted'", [.id(gallery)])
        return try row?.int() ?? 0
    }

    /// Writes what can be changed of one.
    package func update(_ webhook: Webhook) throws {
        try transaction.run(
            """
            UPDATE webhooks SET url = $1, types = $2, description = $3, state = $4, disabled_reason = $5,
                failing_since = $6
            WHERE id = $7
            """,
            [
                .text(webhook.url), try .json(webhook.filter.patterns), .text(webhook.description),
                .text(webhook.state.rawValue), .text(webhook.disabledReason), .time(webhook.failingSince),
                .id(webhook.id),
            ])
    }

    package func secrets(of id: Identifier) throws -> SealedSecrets? {
        var row = try transaction.row(
            "SELECT secret, previous_secret, previous_until FROM webhooks WHERE id = $1", [.id(id)])
        guard let current = try row?.blob() else { return nil }
        let previous = try row?.optional { try $0.blob() } ?? nil
        return SealedSecrets(
            current: current, previous: previous, previousUntil: try row?.optional { try $0.time() } ?? nil)
    }

    package func setSecrets(_ secrets: SealedSecrets, of id: Identifier) throws {
        try transaction.run(
            "UPDATE webhooks SET secret = $1, previous_secret = $2, previous_until = $3 WHERE id = $4",
            [
                .blob(secrets.current), secrets.previous.map { .blob($0) } ?? .null, .time(secrets.previousUntil),
                .id(id),
            ])
    }

    private static func read(_ row: SQLRow) throws -> Webhook {
        var row = row
        return try read(&row)
    }

    static func read(_ row: inout SQLRow) throws -> Webhook {
        let (id, gallery) = (try row.id(), try row.id())
        let url = try row.text()
        let filter = EventFilter(stored: try row.json([String].self))
        let description = try row.optional { try $0.text() }
        let state = try row.value(WebhookState.self)
        let reason = try row.optional { try $0.text() }
        return Webhook(
            id: id, gallery: gallery, url: url, filter: filter, description: description, state: state,
            disabledReason: reason, createdAt: try row.time(), failingSince: try row.optional { try $0.time() })
    }
}

extension Transaction {
    package var webhooks: WebhookRecords { WebhookRecords(transaction: self) }
}
