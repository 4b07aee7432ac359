import Databases
import Model
import Synchronization
import Testing

@testable import Storage

/// Nothing that admins sign in with, are told, or see counted reads a whole table, and nor does what comes by public forms.
@Suite struct AdminQueryPlanTests {
    /// Passes statements on, and remembers them.
    private struct Recorder: Transaction {
        let base: any Transaction
        let seen: Statements

        var dialect: Dialect { base.dialect }

        func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] {
            seen.list.withLock { $0.append((sql, arguments)) }
            return try base.rows(sql, arguments)
        }

        func run(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
            seen.list.withLock { $0.append((sql, arguments)) }
            return try base.run(sql, arguments)
        }
    }

    private final class Statements: Sendable {
        let list = Mutex<[(sql: String, arguments: [SQLValue])]>([])
    }

    /// Few come out of an index and are put in order, or all of a small table is asked for.
    private static let sorted = ["FROM admin_roles", "FROM digest_entries"]

    @Test func nothingIsScanned() async throws {
        try await Engine.sqlite.withDatabase { database in
            let plans = try await database.write { tx in
                let rows = try Rows(tx)
                try Self.fill(tx)
                let seen = Statements()
                let recorder = Recorder(base: tx, seen: seen)
                try Self.runAdmins(recorder)
                try Self.runForms(recorder, rows.package)
                return try seen.list.withLock { $0 }.map { statement in
                    (
                        statement.sql,
                        try tx.rows("EXPLAIN QUERY PLAN " + statement.sql, statement.arguments).map { row in
                            var row = row
                            row.skip(3)
                            return try row.text()
                        }
                    )
                }
            }
            #expect(plans.count > 50)
            for (sql, steps) in plans {
                for step in steps {
                    // There are a handful of admins; an index has their order.
                    let isAll = sql.hasSuffix("FROM admins ORDER BY name_key") && step.contains("USING INDEX")
                    let isPart = step.contains("CONSTANT") || step.hasPrefix("SCAN (subquery")
                    #expect(!step.hasPrefix("SCAN") || isAll || isPart, "\(step) in \(sql)")
                    let sorts = step.contains("TEMP B-TREE") && !Self.sorted.contains { sql.contains($0) }
                    #expect(!sorts, "\(step) in \(sql)")
                }
            }
        }
    }

    /// Of what waits for a digest, only what is due is read.
    @Test func digestsAreFoundByTheirTime() async throws {
        try await Engine.sqlite.withDatabase { database in
            try await database.write { tx in
                let packages = try Self.fill(tx).packages
                #expect(try tx.digests.due(at: Rows.now, most: 10) == [packages[2], packages[1], packages[0]])
                #expect(try tx.digests.due(at: Rows.now, most: 1) == [packages[2]])
                let seen = Statements()
                _ = try Recorder(base: tx, seen: seen).digests.due(at: Rows.now, most: 10)
                let (sql, arguments) = try #require(seen.list.withLock { $0.first })
                let plan = try tx.rows("EXPLAIN QUERY PLAN " + sql, arguments).map { row in
                    var row = row
                    row.skip(3)
                    return try row.text()
                }
                #expect(plan.contains { $0.contains("INDEX digest_entries_due ") }, "\(plan)")
            }
        }
    }

    /// Twenty admins with sessions and links, reports and what waits for its address, digests of five packages.
    @discardableResult
    private static func fill(_ tx: any Transaction) throws -> (packages: [Int64], admins: [Admin]) {
        if try tx.galleries.find(Rows.gallery) == nil { _ = try Rows(tx) }
        let (gallery, now) = (Rows.gallery, Rows.now)
        let admins = try (0..<20 as Range<UInt64>).map { number in
            let admin = Admin(
                id: Rows.id(500 + number), name: Rows.name("admin\(number)"),
                email: try EmailAddress("admin\(number)@example.org"), createdAt: now)
            try tx.admins.add(admin, setupHash: [1], until: now)
            try tx.admins.setRole(of: admin.id, in: gallery, [.admin])
            try tx.adminSessions.add(
                AdminSession(
                    id: Rows.id(600 + number), admin: admin.id, stage: .full, createdAt: now, client: nil, browser: "b"),
                hash: [UInt8(number)])
            return admin
        }
        let packages = try (0..<5 as Range<UInt64>).map { number in
            let package = try tx.packages.learn(Rows.name("digest\(number)"), gallery: gallery, at: now)
            for entry in 0..<30 as Range<UInt64> {
                try tx.digests.add(
                    DigestEntry(
                        publication: Rows.id(700 + number * 100 + entry), version: VersionText(stored: "1.\(entry)"),
                        publisher: "bob", kind: .publicationLive, at: now,
                        dueAt: now + .seconds((number < 3 ? -Int64(number) : 10) - (entry == 0 ? 1 : 0))),
                    of: package)
            }
            return package.number
        }
        return (packages, admins)
    }

    private static func runAdmins(_ tx: any Transaction) throws {
        let (admins, gallery, now) = (tx.admins, Rows.gallery, Rows.now)
        let one = Rows.id(500)
        _ = try (admins.find(one), admins.find(emailKey: "admin1@example.org"), admins.find(nameKey: "admin1"))
        _ = try (admins.list(), admins.list(gallery: gallery), admins.roles(of: one), admins.credentials(of: one))
        try admins.setRole(of: one, in: gallery, [.admin, .override])
        try admins.setOperator(one, true)
        try admins.enrol(one, secret: [1], step: 1, codes: [[1], [2]], at: now)
        _ = try (admins.use(step: 2, plausible: 9, of: one), admins.use(code: [1], of: one), admins.countCodes(of: one))
        try admins.keep(BackOff(failures: 1, last: now), of: one)
        try admins.remember(browser: [1], of: one, until: now)
        _ = try (admins.knows(browser: [1], of: one, at: now), admins.forgetBrowsers(before: now, most: 10))
        try admins.forgetBrowsers(of: one)
        try admins.reset(one, setupHash: [2], until: now)

        let session = AdminSession(
            id: Rows.id(900), admin: one, stage: .full, createdAt: now, client: nil, browser: "b")
        try tx.adminSessions.replace(Rows.id(600), with: session, hash: [200])
        _ = try (tx.adminSessions.find(hash: [200]), tx.adminSessions.list(of: one))
        try tx.adminSessions.noteUse(session.id, at: now)
        try tx.adminSessions.setFailures(1, of: session.id)
        try tx.adminSessions.setSecret([1], of: session.id)
        _ = try (tx.adminSessions.secret(of: session.id), tx.adminSessions.forget(before: now, most: 10))
        try tx.adminSessions.removeAll(of: one)

        try tx.adminSignIns.add(AdminSignInRow(id: Rows.id(901), admin: one, browser: [1], expiresAt: now))
        _ = try (tx.adminSignIns.find(Rows.id(901)), tx.adminSignIns.use(Rows.id(901), at: now))
        _ = try tx.adminSignIns.forget(before: now, most: 10)
        try tx.adminSignIns.removeAll(of: one)

        _ = try tx.adminDigests.waiting(gallery: gallery, since: now, most: 10)
        try tx.adminDigests.keep(one, gallery: gallery, at: now)
        try tx.counts.add([.events(.messageSent)], gallery: gallery, at: now)
        for span in CountSpan.allCases { _ = try tx.counts.list(span, gallery: gallery, since: now) }
        for state in RecoveryState.allCases { _ = try tx.recovery.ages(state, gallery: gallery, at: now) }
        _ = try tx.recovery.countDue(by: now, gallery: gallery)
        try admins.remove(one)
    }

    private static func runForms(_ tx: any Transaction, _ package: KnownPackage) throws {
        let (reports, intake, gallery, now) = (tx.reports, tx.intake, Rows.gallery, Rows.now)
        let email = try EmailAddress("eve@example.org")
        let report = AbuseReport(
            id: Rows.id(902), package: package, reporter: nil, email: email, reason: "r", message: nil, createdAt: now)
        try reports.add(report, fingerprint: [1], gallery: gallery)
        _ = try (reports.find([1], since: now, gallery: gallery), reports.find(report.id, gallery: gallery))
        _ = try (reports.find(report.id), reports.list(gallery: gallery, after: report.id, limit: 9))
        _ = try (reports.standing(report.id, gallery: gallery), reports.countOpen(gallery: gallery))
        for package in [nil, package] {
            for openOnly in [true, false] {
                _ = try reports.newest(
                    openOnly: openOnly, package: package, gallery: gallery, at: .before(Rows.id(999)), limit: 9)
            }
        }
        _ = try reports.close(report.id, gallery: gallery)
        let contact = Contact(id: Rows.id(903), package: package, recipients: 1, createdAt: now)
        try reports.addContact(contact, fingerprint: [1], gallery: gallery)
        _ = try reports.contact([1], about: package, since: now, gallery: gallery)
        _ = try reports.forgetContacts(before: now, most: 10)

        let draft = ReportDraft(
            id: Rows.id(904), package: package.id, email: email, reason: "r", message: nil, createdAt: now)
        try intake.add(draft, fingerprint: [1], gallery: gallery)
        _ = try (intake.holds([1], since: now, gallery: gallery), intake.find(draft.id))
        _ = try intake.forget(before: now, most: 10)
        try intake.remove(draft.id)

        _ = try (tx.digests.due(at: now, most: 10), tx.digests.list(of: package.number))
        try tx.digests.putOff(package.number, until: now)
        try tx.digests.remove(of: package.number)
    }
}
