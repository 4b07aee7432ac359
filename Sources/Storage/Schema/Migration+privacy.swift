extension Migration {
    /// What makes finding the oldest of what is over quick, and counting the youngest.
    static let privacy = Migration(number: 4) { _ in
        [
            "CREATE INDEX invitations_decided ON invitations (decided_at) WHERE decided_at IS NOT NULL",
            "CREATE INDEX invitations_undeliverable ON invitations (sent_at) WHERE undeliverable = 1",
            """
            CREATE INDEX webhook_deliveries_over ON webhook_deliveries (changed_at)
            WHERE state <> 'pending' AND lease_until IS NULL
            """,
            "CREATE INDEX reports_with_address ON reports (created_at) WHERE email IS NOT NULL",
        ]
    }
}
