import Databases
import Model
import Testing

@testable import Storage

@Suite struct WordTableTests {
    /// Columns of text or bytes in which no address can stand: digests, ids, keys, and words of the service's own.
    private static let others: Set<String> = [
        "galleries.id", "api_keys.id", "api_keys.gallery_id", "api_keys.hash", "api_keys.scopes",
        "accounts.gallery_id", "accounts.kind", "packages.gallery_id", "ownerships.via",
        "galleries.review_after", "invitations.id", "invitations.gallery_id", "invitations.state",
        "invitations.message_id",
        "messages.id", "messages.gallery_id", "messages.kind", "messages.about", "messages.state",
        "attempts.message_id", "attempts.outcome", "attempts.phase", "events.gallery_id", "events.id",
        "event_counters.gallery_id", "rate_records.name", "rate_records.subject", "rate_records.stamps",
        "idempotency.key_id", "idempotency.fingerprint", "switches.name", "switches.setting",
        "publications.id", "publications.gallery_id", "publications.state", "publications.stage",
        "digest_entries.publication_id", "digest_entries.kind", "preferences.kind", "preferences.mailbox",
        "blocks.id", "blocks.gallery_id", "blocks.digest", "suppressions.id", "suppressions.gallery_id",
        "suppressions.digest", "reports.fingerprint", "reports.id", "reports.gallery_id", "reports.state",
        "contacts.id",
        "contacts.gallery_id", "contacts.fingerprint", "webhooks.id", "webhooks.gallery_id", "webhooks.types",
        "webhooks.state", "webhooks.secret", "webhooks.previous_secret", "webhook_deliveries.id",
        "webhook_deliveries.gallery_id", "webhook_deliveries.webhook_id", "webhook_deliveries.event_id",
        "webhook_deliveries.event_type", "webhook_deliveries.state", "webhook_attempts.delivery_id",
        "webhook_attempts.outcome", "invitations.recovery_case_id", "recovery_cases.id", "recovery_cases.gallery_id",
        "recovery_cases.state", "recovery_cases.report_id", "recovery_cases.invitation_id", "recovery_cases.due_why",
        "recovery_attempts.case_id", "recovery_attempts.channel", "recovery_attempts.outcome",
        "recovery_attempts.messages", "recovery_notes.case_id", "recovery_ticks.case_id", "recovery_answers.case_id",
        "recovery_answers.word",
        "events.origin", "events.origin_id", "event_changes.why",
        "event_counts.gallery_id", "event_counts.name",
        // Admins are named by the operator, who removes them; nothing else of theirs tells an address.
        "admins.id", "admins.email", "admins.email_key", "admins.name", "admins.name_key", "admins.setup_hash",
        "admins.secret", "admin_roles.admin_id", "admin_roles.gallery_id", "admin_roles.scopes",
        "admin_codes.admin_id", "admin_codes.hash", "admin_sign_ins.id", "admin_sign_ins.admin_id",
        "admin_sign_ins.browser", "admin_sign_ins.next", "admin_browsers.hash", "admin_browsers.admin_id",
        "admin_sessions.id", "admin_sessions.hash", "admin_sessions.admin_id", "admin_sessions.stage",
        "admin_sessions.client", "admin_sessions.browser", "admin_sessions.next", "admin_sessions.secret",
        "report_intake.id", "report_intake.gallery_id", "report_intake.fingerprint", "admin_digests.gallery_id",
        "admin_digests.admin_id",
    ]

    /// A column that comes to be must be one of the two: gone through, or known to hold no address.
    @Test func everyColumnIsGoneThrough() async throws {
        try await Engine.sqlite.withDatabase { database in
            let columns = try await database.read { tx in
                try tx.rows(
                    """
                    SELECT t.name || '.' || c.name FROM pragma_table_list t, pragma_table_info(t.name) c
                    WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND c.type <> 'INTEGER'
                    """
                ).map { row in
                    var row = row
                    return try row.text()
                }
            }
            let searched = WordTable.all.flatMap { table in
                table.words.map { "\(table.name).\($0.name)" }
                    + table.key.filter { $0.kind == .text }.map { "\(table.name).\($0.name)" }
            }
            #expect(columns.count > 50)
            #expect(Set(searched).subtracting(columns).isEmpty)
            #expect(Set(columns).subtracting(searched).subtracting(Self.others).isEmpty)
        }
    }

    @Test(arguments: Engine.allCases)
    func aTableIsGoneThroughInSteps(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                let rows = try Rows(tx)
                for number in 0..<25 as Range<UInt64> {
                    _ = try tx.invitations.add(
                        rows.invitation(100 + number) { $0.state = .declined }, gallery: Rows.gallery)
                    try tx.messages.add(Rows.message(200 + number))
                    for attempt in 1...2 {
                        try tx.messages.add(
                            DeliveryAttempt(
                                number: attempt, at: Rows.now, relay: "r", outcome: .failed, phase: nil, code: nil,
                                status: nil, text: "\(number)/\(attempt)"), to: Rows.id(200 + number))
                    }
                }
                try tx.events.append(
                    (0..<25).map { EventDraft(.ownerAdded, actor: "\($0)", subject: "s", data: EventData()) },
                    gallery: Rows.gallery, at: Rows.now, makeID: { Identifier(high: UInt64($0.seconds), low: 1) })
                for number in 0..<25 {
                    try tx.idempotency.keep(
                        KeptAnswer(status: 200, body: [65]), key: Rows.id(1), "\(number)", fingerprint: [],
                        until: Rows.now)
                }
            }
            for (table, count) in [
                (WordTable.invitations, 25), (.messages, 25), (.attempts, 50), (.events, 25), (.idempotency, 25),
                (.accounts, 2), (.galleries, 1), (.reports, 0),
            ] {
                var (found, last): ([WordRow], [SQLValue]?) = ([], nil)
                while true {
                    let after = last
                    let page = try await database.read { try $0.privacy.rows(of: table, after: after, limit: 7) }
                    found += page
                    guard page.count == 7 else { break }
                    last = page.last?.key
                }
                #expect(found.count == count, "\(table.name)")
                for row in found {
                    #expect(try await database.read { try $0.privacy.row(of: table, at: row.key) } == row)
                }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func rowsAreWrittenAndRemoved(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                _ = try Rows(tx)
                for key in ["one", "two"] {
                    try tx.idempotency.keep(
                        KeptAnswer(status: 201, location: "/x", body: Array("ann".utf8)), key: Rows.id(1), key,
                        fingerprint: [1], until: Rows.now + .seconds(9))
                }
                var rows = try tx.privacy.rows(of: .idempotency, after: nil, limit: 9)
                #expect(rows.map { $0.text("location", of: .idempotency) } == ["/x", "/x"])
                rows[0].empty("location", of: .idempotency)
                rows[0].words[1] = .blob(Array("bob".utf8))
                try tx.privacy.write(rows[0], to: .idempotency)
                try tx.privacy.remove(rows[1], from: .idempotency)
                let kept = try tx.idempotency.find(key: Rows.id(1), "one", at: Rows.now)
                #expect(kept?.answer == KeptAnswer(status: 201, body: Array("bob".utf8)))
                #expect(try tx.idempotency.find(key: Rows.id(1), "two", at: Rows.now) == nil)
            }
        }
    }
}
