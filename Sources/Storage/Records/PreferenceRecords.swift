package import Model

/// What accounts do not want to be mailed about.
package struct PreferenceRecords {
    let transaction: any Transaction

    /// Everything that an account, or one of its mailboxes, has muted.
    package func mutes(of account: Int64) throws -> [Mute] {
        try transaction.rows(
            """
            SELECT f.kind, f.package_number, f.mailbox, p.package, p.package_key FROM preferences f
            LEFT JOIN packages p ON p.number = f.package_number
            WHERE f.account_number = $1 ORDER BY f.kind, f.package_number, f.mailbox
            """,
            [.integer(account)]
        ).map { row in
            var row = row
            let kind = try row.value(MailKind.self)
            let number = try row.integer()
            let mailbox = try row.blob()
            let package = try row.optional { row in
                KnownPackage(number: number, id: Name(stored: try row.text(), key: try row.text()))
            }
            return Mute(kind: kind, package: package, mailbox: mailbox.isEmpty ? nil : mailbox)
        }
    }

    /// Whether it was not muted before.
    package func add(_ mute: Mute, account: Int64) throws -> Bool {
        try transaction.run(
            """
            INSERT INTO preferences (account_number, kind, package_number, mailbox) VALUES ($1, $2, $3, $4)
            ON CONFLICT DO NOTHING
            """,
            [
                .integer(account), .text(mute.kind.rawValue), .integer(mute.package?.number ?? 0),
                .blob(mute.mailbox ?? []),
            ]) == 1
    }

    package func remove(_ mute: Mute, account: Int64) throws {
        try transaction.run(
            """
            DELETE FROM preferences WHERE account_number = $1 AND kind = $2 AND package_number = $3 AND mailbox = $4
            """,
            [
                .integer(account), .text(mute.kind.rawValue), .integer(mute.package?.number ?? 0),
                .blob(mute.mailbox ?? []),
            ])
    }
}

extension Transaction {
    package var preferences: PreferenceRecords { PreferenceRecords(transaction: self) }
}
