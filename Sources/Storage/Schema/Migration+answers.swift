extension Migration {
    /// When the mails of an attempt were first taken, and for which of a case's claimants an owner's answer was given.
    static let answers = Migration(number: 12) { dialect in
        [
            "ALTER TABLE recovery_attempts ADD COLUMN delivered_at \(dialect.integer)",
            "ALTER TABLE recovery_answers ADD COLUMN generation \(dialect.integer) NOT NULL DEFAULT 1",
        ]
    }
}
