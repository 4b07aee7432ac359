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

    @Test func stepsAreNumberedInOrder() {
        #expect(Migration.all.map(\.number) == Array(1...Migration.all.count))
    }
}
