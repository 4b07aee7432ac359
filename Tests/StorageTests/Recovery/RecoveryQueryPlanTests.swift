import Databases
import Model
import Testing

@testable import Storage

/// No list of cases, and no look at one, reads a whole table; none sorts.
@Suite struct RecoveryQueryPlanTests {
    @Test func nothingIsScannedOrSorted() async throws {
        try await Engine.sqlite.withDatabase { database in
            let plans = try await database.write { tx in
                _ = try Rows(tx)
                try Self.fill(tx)
                let seen = StatementRecorder(base: tx)
                try Self.runEverything(seen)
                return try seen.statements.map { statement in
                    (
                        statement.sql,
                        try tx.rows("EXPLAIN QUERY PLAN " + statement.sql, statement.arguments).map { row in
                            var row = row
                            _ = (try row.integer(), try row.integer(), try row.integer())
                            return try row.text()
                        }
                    )
                }
            }
            #expect(plans.count > 50)
            for (sql, steps) in plans {
                for step in steps {
                    #expect(!step.hasPrefix("SCAN") || step.contains("CONSTANT"), "\(step) in \(sql)")
                    let sorts = step.contains("TEMP B-TREE") && !sql.contains("recovery_ticks")
                    #expect(!sorts, "\(step) in \(sql)")
                }
            }
        }
    }

    private static func fill(_ tx: any Transaction) throws {
        for number in 0..<2000 as Range<UInt64> {
            _ = try tx.recovery.add(
                RecoveryRecordsTests.claim(1000 + number) {
                    $0.package = Rows.name("package\(number % 500)")
                    $0.state = RecoveryState.allCases[Int(number % 8)]
                    $0.assignee = number % 3 == 0 ? nil : "admin\(number % 5)"
                    $0.due = number % 4 == 0 ? RecoveryAppointment(at: Rows.now, why: .contact) : nil
                }, gallery: Rows.gallery)
        }
    }

    private static func runEverything(_ tx: any Transaction) throws {
        let (records, gallery) = (tx.recovery, Rows.gallery)
        guard let (claim, _) = try records.find(Rows.id(1000)) else { throw Undo() }
        let package = KnownPackage(number: 1, id: claim.package)
        _ = try (records.find(claim.id, gallery: gallery), records.find(beginningAs: claim.id))
        _ = try records.find(report: claim.id, gallery: gallery)
        _ = try records.alive(claim.package, by: EmailAddress("eve@example.org"), gallery: gallery)
        _ = try records.unconfirmed(claim.package, by: EmailAddress("eve@example.org"), gallery: gallery, most: 10)
        _ = try (records.isLocked(package), records.list(of: package, most: 10))
        _ = try (records.attempts(of: claim.id), records.notes(of: claim.id), records.answers(of: claim.id))
        _ = try records.lastNote(of: claim.id)
        _ = try (records.ticks(of: claim.id), records.countDue(by: Rows.now, gallery: gallery))
        try records.update(claim)
        _ = try tx.retention.forgetUnconfirmedCases(before: Rows.now - .seconds(1), most: 10)
        _ = try tx.retention.forgetCases(before: Rows.now - .seconds(1), most: 10)
        _ = try tx.retention.forgetClaimants(before: Rows.now - .seconds(1), most: 10)
        let assignees: [RecoveryFilter.Assignee?] = [nil, .nobody, .admin("admin1")]
        for state in [nil, RecoveryState.open] {
            for assignee in assignees {
                for package in [nil, "package1"] {
                    for due in [nil, Rows.now] {
                        let filter = RecoveryFilter(state: state, assignee: assignee, package: package, due: due)
                        _ = try records.list(filter, gallery: gallery, after: Rows.id(1500), limit: 20)
                        guard package == nil, state == nil else { continue }
                        _ = try records.queue(
                            filter, gallery: gallery, after: RecoveryPlace(due: Rows.now, id: claim.id), limit: 20)
                        _ = try records.queue(filter, gallery: gallery, after: nil, limit: 20)
                    }
                }
            }
        }
        for filter in [
            RecoveryFilter(claimant: "eve"), RecoveryFilter(email: try EmailAddress("eve@example.org")),
        ] { _ = try records.list(filter, gallery: gallery, after: nil, limit: 20) }
    }
}
