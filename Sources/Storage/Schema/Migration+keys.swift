extension Migration {
    /// When an API key ends, and when it was last used; keys that were there before have no end.
    static let keys = Migration(number: 6) { dialect in
        [
            "ALTER TABLE api_keys ADD COLUMN expires_at \(dialect.integer)",
            "ALTER TABLE api_keys ADD COLUMN last_used_at \(dialect.integer)",
        ]
    }
}
