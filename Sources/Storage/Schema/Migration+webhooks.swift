extension Migration {
    /// Webhooks, what they are sent, and what became of each attempt.
    ///
    /// Secrets are sealed with a key that is not in the database.
    static let webhooks = Migration(number: 3) { dialect in
        let int = dialect.integer
        let blob = dialect.blob
        let end = dialect.tableOptions
        return [
            """
            CREATE TABLE webhooks (
                id \(blob) PRIMARY KEY, gallery_id \(blob) NOT NULL REFERENCES galleries (id), url \(dialect.text) NOT NULL,
                types \(dialect.text) NOT NULL, description \(dialect.text), state \(dialect.text) NOT NULL, disabled_reason \(dialect.text),
                secret \(blob) NOT NULL, previous_secret \(blob), previous_until \(int), after_seq \(int) NOT NULL,
                created_at \(int) NOT NULL, failing_since \(int))\(end)
            """,
            "CREATE INDEX webhooks_of_gallery ON webhooks (gallery_id, id)",
            "CREATE INDEX webhooks_in_state ON webhooks (state, id)",
            """
            CREATE TABLE webhook_deliveries (
                id \(blob) PRIMARY KEY, gallery_id \(blob) NOT NULL REFERENCES galleries (id),
                webhook_id \(blob) NOT NULL REFERENCES webhooks (id), event_seq \(int) NOT NULL,
                event_id \(blob) NOT NULL, event_type \(dialect.text) NOT NULL, state \(dialect.text) NOT NULL, created_at \(int) NOT NULL,
                changed_at \(int) NOT NULL, next_at \(int), attempt \(int) NOT NULL, tries \(int) NOT NULL,
                takeovers \(int) NOT NULL, status \(int), detail \(dialect.text), lease_until \(int))\(end)
            """,
            // An event goes to an endpoint once, whichever node was faster.
            "CREATE UNIQUE INDEX webhook_deliveries_of_event ON webhook_deliveries (webhook_id, event_seq)",
            "CREATE INDEX webhook_deliveries_of_webhook ON webhook_deliveries (webhook_id, id)",
            "CREATE INDEX webhook_deliveries_in_state ON webhook_deliveries (webhook_id, state, id)",
            """
            CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, next_at)
            WHERE next_at IS NOT NULL
            """,
            """
            CREATE INDEX webhook_deliveries_leased ON webhook_deliveries (lease_until)
            WHERE lease_until IS NOT NULL
            """,
            """
            CREATE TABLE webhook_attempts (
                delivery_id \(blob) NOT NULL REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
                number \(int) NOT NULL, at \(int) NOT NULL, took \(int) NOT NULL, outcome \(dialect.text) NOT NULL,
                status \(int), detail \(dialect.text), PRIMARY KEY (delivery_id, number))\(end)
            """,
        ]
    }
}
