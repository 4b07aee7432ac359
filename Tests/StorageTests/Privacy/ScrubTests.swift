import Databases
import Foundation
import Model
import Testing

@testable import Storage

@Suite struct ScrubTests {
    /// A marker that stands in the file, was deleted, and is looked for.
    private static let marker = "marker-7f3a9c"

    private func fill(_ database: any Database) async throws {
        _ = try await Schema.migrate(database)
        try await database.write { tx in
            // As on a build of SQLite that does not write over what it deletes.
            _ = try tx.rows("PRAGMA secure_delete = OFF")
            _ = try Rows(tx)
            for number in 0..<500 as Range<UInt64> {
                try tx.messages.add(Rows.message(100 + number) { $0.facts.note = Self.marker + "\(number)" })
            }
        }
        _ = try await database.write { try $0.run("DELETE FROM messages") }
    }

    private func isLeft(in folder: TemporaryFolder) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).contains { name in
            try Data(contentsOf: URL(filePath: folder.path + "/" + name)).range(of: Data(Self.marker.utf8)) != nil
        }
    }

    @Test func nothingOfWhatWasDeletedIsLeft() async throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let database = try SQLiteDatabase(path: folder.path + "/test.sqlite", logger: .silent)
        try await fill(database)
        #expect(try isLeft(in: folder))
        #expect(try await database.scrub() == .done)
        #expect(try !isLeft(in: folder))
        await #expect(throws: StorageError.closed) { try await database.write { _ in } }
        let again = try SQLiteDatabase(path: folder.path + "/test.sqlite", logger: .silent)
        #expect(try again.pragma("journal_mode") == "wal")
        #expect(try await again.read { try $0.galleries.all().count } == 1)
        try await Schema.check(again)
        await again.close()
    }

    @Test func whereItIsOpenElsewhereThatIsSaid() async throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let database = try SQLiteDatabase(path: folder.path + "/test.sqlite", logger: .silent)
        try await fill(database)
        let other = try SQLiteDatabase(path: folder.path + "/test.sqlite", logger: .silent)
        #expect(try await other.read { try $0.galleries.all().count } == 1)
        #expect(try await database.scrub() == .inUse(logIsEmpty: true))
        let log = try FileManager.default.attributesOfItem(atPath: folder.path + "/test.sqlite-wal")
        #expect((log[.size] as? NSNumber)?.intValue == 0)
        // The other goes on.
        try await other.write { try $0.switches.pauseCourier(true) }
        #expect(try await other.read { try $0.switches.courierIsPaused() })
        await other.close()
    }

    @Test func withSecureDeleteAndAnEmptyLogRowsAreGoneWhileOthersHaveItOpen() async throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let database = try SQLiteDatabase(path: folder.path + "/test.sqlite", logger: .silent)
        _ = try await Schema.migrate(database)
        let other = try SQLiteDatabase(path: folder.path + "/test.sqlite", logger: .silent)
        _ = try await other.read { try $0.galleries.all() }
        try await database.write { tx in
            _ = try tx.rows("PRAGMA secure_delete = OFF")
            _ = try Rows(tx)
            try tx.messages.add(Rows.message(100) { $0.facts.note = Self.marker })
        }
        try await database.write { try $0.privacy.overwriteFreedSpace() }
        _ = try await database.write { try $0.run("DELETE FROM messages") }
        #expect(try await database.scrub() == .inUse(logIsEmpty: true))
        #expect(try !isLeft(in: folder))
        await other.close()
    }
}
