package import Model

/// Erasing, row by row.
extension PrivacyRecords {
    /// Writes what is left of an account.
    package func write(_ account: Account) throws {
        try transaction.run(
            """
            UPDATE accounts SET username = $1, username_key = $2, email = $3, locale = $4, members = $5
            WHERE number = $6
            """,
            [
                .text(account.username.text), .text(account.username.key), .text(account.email?.text),
                .text(account.locale), try .json(account.members.map(\.text)), .integer(account.number),
            ])
    }

    /// Writes the address of an invitation, and the words that go with it.
    package func write(_ invitation: Invitation) throws {
        try transaction.run(
            "UPDATE invitations SET email = $1, note = $2, reason = $3, locale = $4 WHERE id = $5",
            [
                .text(invitation.email.text), .text(invitation.note), .text(invitation.reason),
                .text(invitation.locale), .id(invitation.id),
            ])
    }

    /// Writes what is left of a message, whoever holds it, and empties what relays said of it.
    package func write(_ message: Message) throws {
        try transaction.run(
            """
            UPDATE messages SET recipient = $1, locale = $2, facts = $3, state = $4, changed_at = $5, next_at = $6,
                until_at = $7, attempt = $8, was_unknown = $9, detail = $10, lease_until = NULL WHERE id = $11
            """,
            [
                .text(message.recipient.text), .text(message.locale), .json(message.facts),
                .text(message.state.rawValue), .time(message.changedAt), .time(message.nextAttemptAt),
                .time(message.until), .integer(message.attempt), .flag(message.wasUnknown), .text(message.detail),
                .id(message.id),
            ])
        try transaction.run(
            "UPDATE attempts SET words = '' WHERE message_id = $1 AND words <> ''", [.id(message.id)])
    }

    /// Writes a message's facts alone.
    package func write(_ facts: MailFacts, of message: Identifier) throws {
        try transaction.run("UPDATE messages SET facts = $1 WHERE id = $2", [.json(facts), .id(message)])
    }

    /// Takes the address from a report; its words stay.
    package func forgetReporter(of report: Identifier) throws {
        try transaction.run("UPDATE reports SET email = NULL WHERE id = $1", [.id(report)])
    }

    /// Forgets the readable traces of an address that is suppressed or refuses invitations in a gallery.
    ///
    /// - Returns: how many rows held any.
    package func forgetTraces(
        suppression: [UInt8], block: [UInt8], gallery: Identifier
    ) throws -> (suppressions: Int, blocks: Int) {
        let suppressions = try transaction.run(
            "UPDATE suppressions SET email = NULL WHERE gallery_id = $1 AND digest = $2 AND email IS NOT NULL",
            [.id(gallery), .blob(suppression)])
        let blocks = try transaction.run(
            "UPDATE blocks SET masked = $1 WHERE gallery_id = $2 AND digest = $3 AND masked <> $1",
            [.text(Erasure.text), .id(gallery), .blob(block)])
        return (suppressions, blocks)
    }

    /// Takes from an event what was said of a person: a decliner's reason, a relay's words.
    ///
    /// - Returns: whether there was any.
    package func forgetWords(ofEvent row: WordRow) throws -> Bool {
        guard let text = row.text("data", of: .events) else { return false }
        var column = SQLRow([.text(text)])
        var data = try column.json(EventData.self)
        let isDeclined = row.text("type", of: .events) == EventType.invitationDeclined.rawValue
        guard data.detail != nil || isDeclined && data.reason != nil else { return false }
        data.detail = nil
        if isDeclined { data.reason = nil }
        try transaction.events.changing(.erasure) {
            _ = try transaction.run(
                "UPDATE events SET data = $1 WHERE gallery_id = $2 AND seq = $3", [.json(data)] + row.key)
        }
        return true
    }
}
