import Databases
import Model
import Testing

@testable import Storage

/// The step by which an invitation need not come from an account.
@Suite struct GrantMigrationTests {
    private static let indexes = """
        SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'invitations' AND sql IS NOT NULL
        ORDER BY name
        """

    @Test func invitationsStayAsTheyWere() async throws {
        try await Engine.sqlite.withDatabase(migrated: false) { database in
            try await database.write { transaction in
                for step in Migration.all where step.number < Migration.grants.number {
                    for statement in step.statements(transaction.dialect) { try transaction.run(statement) }
                }
                try Self.write(transaction)
                let before = try Self.texts(transaction)
                for statement in Migration.grants.statements(transaction.dialect) { try transaction.run(statement) }
                #expect(try Self.texts(transaction) == before, "no index is lost")
                #expect(before.count == 28)
                let ordinary = try #require(try transaction.invitations.find(Rows.id(10)))
                #expect(ordinary.invitation.inviter.isKnown && !ordinary.invitation.keepsOwners)
                #expect(ordinary.invitation.inviter.username.text == "bob" && ordinary.invitation.note == "Hi")
                let granted = try #require(try transaction.invitations.find(Rows.id(11)))
                #expect(!granted.invitation.inviter.isKnown && granted.invitation.keepsOwners)
                #expect(granted.invitation.inviter.username.text == "bob")
                #expect(granted.invitation.recovery == Rows.id(20))
                // Broken references would show here.
                #expect(try transaction.rows("PRAGMA foreign_key_check").isEmpty)
            }
        }
    }

    /// One by an owner, and one that a case issued, each as the step before wrote it.
    private static func write(_ transaction: any Transaction) throws {
        let (gallery, bob, eve, package) = (SQLValue.id(Rows.gallery), 1, 2, 9)
        try transaction.run(
            """
            INSERT INTO galleries (id, slug, name, url, sender, settings, created_at)
            VALUES ($1, 'pypi', 'PyPI', 'https://example.org', 'noreply@example.org', '{}', 0)
            """, [gallery])
        for (number, name) in [(bob, "bob"), (eve, "eve")] {
            try transaction.run(
                """
                INSERT INTO accounts (number, gallery_id, username_key, username, email, kind, members)
                VALUES ($1, $2, $3, $3, NULL, 'person', '[]')
                """, [.integer(number), gallery, .text(name)])
        }
        try transaction.run(
            """
            INSERT INTO packages (number, gallery_id, package_key, package, created_at)
            VALUES ($1, $2, 'left-pad', 'left-pad', 0)
            """, [.integer(package), gallery])
        try transaction.run(
            """
            INSERT INTO recovery_cases (id, gallery_id, package_key, package, why, links, state, generation, created_at,
                changed_at, counts_from, overridden, locked, keeps_owners)
            VALUES ($1, $2, 'left-pad', 'left-pad', '', '[]', 'granted', 1, 0, 0, 0, 0, 0, 1)
            """, [.id(Rows.id(20)), gallery])
        for (id, invitee, recovery) in [(Rows.id(10), SQLValue.null, nil), (Rows.id(11), .integer(eve), Rows.id(20))] {
            try transaction.run(
                """
                INSERT INTO invitations (id, gallery_id, package_number, invitee_number, email, inviter_number, note, state,
                    generation, created_at, expires_at, sent_at, message_id, undeliverable, as_admin, recovery_case_id)
                VALUES ($1, $2, $3, $4, 'eve@example.org', $5, 'Hi', 'pending', 1, 0, 1, 0, $1, 0, 0, $6)
                """,
                [.id(id), gallery, .integer(package), invitee, .integer(bob), recovery.map { .id($0) } ?? .null])
        }
    }

    private static func texts(_ transaction: any Transaction) throws -> [String] {
        try transaction.rows(indexes).flatMap { row in
            var row = row
            return [try row.text(), try row.text()]
        }
    }
}
