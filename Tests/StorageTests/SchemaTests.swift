import Databases
import Model
import Testing

@testable import Storage

@Suite struct SchemaTests {
    @Test(arguments: Engine.allCases)
    func emptyBecomesNewestOnce(engine: Engine) async throws {
        try await engine.withDatabase(migrated: false) { database in
            #expect(try await Schema.version(of: database) == 0)
            await #expect(throws: StorageError.oldSchema(found: 0, needed: Schema.needed)) {
                try await Schema.check(database)
            }
            #expect(try await Schema.migrate(database) == Migration.all.count)
            #expect(try await Schema.version(of: database) == Schema.needed)
            try await Schema.check(database)
            _ = try await database.write { try Rows($0) }
            #expect(try await Schema.migrate(database) == 0)
            #expect(try await database.read { try $0.galleries.all().count } == 1, "nothing was lost")
        }
    }

    @Test(arguments: Engine.allCases)
    func aLaterSchemaIsRefused(engine: Engine) async throws {
        try await engine.withDatabase { database in
            _ = try await database.write { try $0.run("UPDATE schema_version SET version = 99") }
            let error = StorageError.newSchema(found: 99, known: Schema.needed)
            await #expect(throws: error) { try await Schema.migrate(database) }
            await #expect(throws: error) { try await Schema.check(database) }
        }
    }

    @Test(arguments: Engine.allCases)
    func twoThatStartAtOnceBothEndWell(engine: Engine) async throws {
        try await engine.withDatabase(migrated: false) { database in
            let steps = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 { group.addTask { try await Schema.migrate(database) } }
                return try await group.reduce(0, +)
            }
            #expect(steps == Migration.all.count)
            try await Schema.check(database)
        }
    }

    /// What only strangers had named before counts as new; what the gallery told of does not, whoever owns it now.
    @Test func whatOnlyStrangersNamedIsUnknown() async throws {
        try await Engine.sqlite.withDatabase(migrated: false) { database in
            try await database.write { tx in
                let older = Migration.all.filter { $0.number < Migration.told.number }
                for step in older { for statement in step.statements(tx.dialect) { try tx.run(statement) } }
                let (gallery, claimed) = (Rows.gallery, Rows.now)
                _ = try tx.galleries.add(
                    Gallery(
                        id: gallery, slug: "g", name: "g", url: "https://g", from: EmailAddress("a@g.example")),
                    settings: [:], at: claimed)
                func package(_ name: String, _ made: Timestamp) throws -> KnownPackage {
                    try tx.run(
                        "INSERT INTO packages (gallery_id, package_key, package, created_at) VALUES ($1, $2, $2, $3)",
                        [.id(gallery), .text(name), .time(made)])
                    var row = try tx.row("SELECT number FROM packages WHERE package_key = $1", [.text(name)])
                    return KnownPackage(number: try row?.integer() ?? 0, id: Rows.name(name))
                }
                let made = ["claimed": claimed, "imported": claimed - .seconds(5), "owned": claimed]
                for (index, name) in made.keys.sorted().enumerated() {
                    let known = try package(name, made[name] ?? claimed)
                    let claim = try RecoveryRecordsTests.claim(UInt64(10 + index)) {
                        $0.package = known.id
                        $0.known = known
                        $0.state = .open
                        $0.confirmedAt = claimed
                    }
                    #expect(try tx.recovery.add(claim, gallery: gallery) == .added)
                    guard name == "owned" else { continue }
                    let bob = try Rows.account("bob", tx)
                    try tx.run(
                        "INSERT INTO ownerships (package_number, account_number, since, via) VALUES ($1, $2, 0, 'import')",
                        [.integer(known.number), .integer(bob.number)])
                }
                let report = AbuseReport(
                    id: Rows.id(50), package: try package("reported", claimed), reporter: nil, email: nil, reason: "r",
                    message: nil, createdAt: claimed)
                try tx.reports.add(report, fingerprint: nil, gallery: gallery)
                for statement in Migration.told.statements(tx.dialect) { try tx.run(statement) }
                for (name, isTold) in [("claimed", false), ("reported", false), ("imported", true), ("owned", true)] {
                    #expect((try tx.packages.find(name, gallery: gallery) != nil) == isTold, "\(name)")
                    #expect(try tx.packages.named(name, gallery: gallery) != nil)
                }
                let now = claimed + .seconds(9)
                #expect(try tx.packages.learn(Rows.name("CLAIMED"), gallery: gallery, at: now).id.text == "CLAIMED")
                #expect(try tx.packages.learn(Rows.name("IMPORTED"), gallery: gallery, at: now).id.text == "imported")
                #expect(try tx.packages.name(Rows.name("Claimed"), gallery: gallery, at: now).id.text == "CLAIMED")
            }
        }
    }

    @Test func stepsAreNumberedInOrder() {
        #expect(Migration.all.map(\.number) == Array(1...Migration.all.count))
    }
}
