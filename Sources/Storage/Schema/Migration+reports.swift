extension Migration {
    /// What tells a report that was made already from a new one.
    static let reports = Migration(number: 5) { dialect in
        [
            "ALTER TABLE reports ADD COLUMN fingerprint \(dialect.blob)",
            "CREATE INDEX reports_same ON reports (gallery_id, fingerprint, created_at) WHERE fingerprint IS NOT NULL",
        ]
    }
}
