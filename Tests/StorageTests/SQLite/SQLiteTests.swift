import Databases
import Foundation
import Model
import Testing

@testable import Storage

@Suite struct SQLiteTests {
    private func withFile(_ test: (SQLiteDatabase, String) async throws -> Void) async throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let path = folder.path + "/deep/er/test.sqlite"
        let database = try SQLiteDatabase(path: path, logger: .silent)
        _ = try await Schema.migrate(database)
        try await test(database, path)
        await database.close()
    }

    @Test(arguments: [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"), ("busy_timeout", "10000")])
    func pragmaIsInForceOnTheWriter(name: String, value: String) async throws {
        try await withFile { database, _ in
            _ = try await database.write { try Rows($0) }
            #expect(try database.pragma(name) == value)
            let column = name == "busy_timeout" ? "timeout" : name
            let inJob = try await database.write { tx in
                var row = try tx.rows("SELECT CAST(\(column) AS TEXT) FROM pragma_\(name)").first
                return try row?.text()
            }
            #expect(inJob == value)
        }
    }

    @Test func tablesAreStrict() async throws {
        try await withFile { database, _ in
            let loose = try await database.read { tx in
                try tx.rows(
                    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0"
                ).map { row in
                    var row = row
                    return try row.text()
                }
            }
            #expect(
                Set(loose).subtracting(["sqlite_schema", "sqlite_sequence", "sqlite_stat1", "sqlite_stat4"]).isEmpty)
        }
    }

    @Test func foreignKeysHold() async throws {
        try await withFile { database, _ in
            await #expect(throws: StorageError.self) {
                try await database.write { try $0.messages.add(Rows.message(10)) }
            }
        }
    }

    /// Commits as the write-ahead log itself counts them: a frame that ends one holds the size of the database.
    private func commits(inLogOf path: String) throws -> Int {
        let log = [UInt8](try Data(contentsOf: URL(filePath: path + "-wal")))
        func number(_ offset: Int) -> UInt32 { log[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } }
        let (page, salt) = (Int(number(8)), log[16..<24])
        return stride(from: 32, to: log.count - 24 - page + 1, by: 24 + page)
            .count { log[($0 + 8)..<($0 + 16)] == salt && number($0 + 4) != 0 }
    }

    @Test func writesThatWaitTogetherShareACommit() async throws {
        try await withFile { database, path in
            let before = try commits(inLogOf: path)
            let writes = 400
            let gate = Gate(for: writes)
            async let first: Void = database.write { tx in
                gate.wait()
                try tx.switches.pauseCourier(true)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<writes {
                    group.addTask {
                        gate.arrive()
                        _ = try await database.write {
                            try $0.rates.take(
                                .client, .client, subject: [UInt8(number % 256), UInt8(number / 256)], at: Rows.now)
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await first
            let spent = try commits(inLogOf: path) - before
            #expect(spent >= 2)
            #expect(spent < writes / 10, "\(spent) commits for \(writes) writes")
            #expect(
                try await database.write { try $0.rates.forget(at: Rows.now + .seconds(9999), most: 9999) } == writes)
        }
    }

    @Test func oneThatThrowsUndoesOnlyItself() async throws {
        try await withFile { database, _ in
            let gate = Gate(for: 100)
            async let first: Void = database.write { _ in gate.wait() }
            let failed = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        gate.arrive()
                        do {
                            try await database.write { tx in
                                _ = try tx.rates.take(.client, .client, subject: [UInt8(number)], at: Rows.now)
                                if number % 3 == 0 { throw Undo() }
                                if number % 3 == 1 { try tx.run("INSERT INTO nowhere VALUES (1)") }
                            }
                            return false
                        } catch is Undo {
                            #expect(number % 3 == 0)
                            return true
                        } catch is StorageError {
                            #expect(number % 3 == 1)
                            return true
                        }
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            try await first
            #expect(failed == 67)
            #expect(try await database.write { try $0.rates.forget(at: Rows.now + .seconds(9999), most: 999) } == 33)
        }
    }

    @Test func anAnswerComesAfterTheCommit() async throws {
        try await withFile { database, path in
            let other = try SQLiteDatabase(path: path, logger: .silent)
            for step in 0..<20 {
                let isPaused = step.isMultiple(of: 2)
                try await database.write { try $0.switches.pauseCourier(isPaused) }
                #expect(try await other.read { try $0.switches.courierIsPaused() } == isPaused)
            }
            await other.close()
        }
    }

    @Test func nobodySeesWhatIsNotCommitted() async throws {
        try await withFile { database, path in
            let other = try SQLiteDatabase(path: path, logger: .silent)
            let (wrote, look) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            async let write: Void = database.write { tx in
                try tx.switches.pauseCourier(true)
                wrote.signal()
                look.wait()
            }
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    wrote.wait()
                    continuation.resume()
                }
            }
            let seen = try await other.read { try $0.switches.courierIsPaused() }
            look.signal()
            try await write
            #expect(!seen)
            #expect(try await other.read { try $0.switches.courierIsPaused() })
            await other.close()
        }
    }

    @Test func eachReaderSeesWhatWasAnsweredBefore() async throws {
        try await withFile { database, _ in
            _ = try await database.write { try Rows($0) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 as Range<UInt8> {
                    group.addTask {
                        let key = APIKey(
                            id: Rows.id(UInt64(number)), gallery: Rows.gallery, scopes: [.read], createdAt: Rows.now)
                        try await database.write { try $0.keys.add(key, hash: [number]) }
                        #expect(try await database.read { try $0.keys.find(hash: [number]) } == key)
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func aReaderThatThrowsFailsAlone() async throws {
        try await withFile { database, _ in
            _ = try await database.write { try Rows($0) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask { () async throws in
                        switch number % 3 {
                        case 0: #expect(try await database.read { try $0.galleries.all().count } == 1)
                        case 1:
                            await #expect(throws: Undo.self) { try await database.read { _ in throw Undo() } }
                        default:
                            await #expect(throws: StorageError.self) {
                                try await database.read { try $0.rows("SELECT * FROM nowhere") }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func aReaderWritesNothing() async throws {
        try await withFile { database, _ async throws in
            await #expect(throws: StorageError.self) {
                try await database.read { try $0.switches.pauseCourier(true) }
            }
            #expect(try await database.read { try !$0.switches.courierIsPaused() })
        }
    }

    @Test func afterClosingNothingRuns() async throws {
        try await withFile { database, path in
            try await database.write { try $0.switches.pauseCourier(true) }
            await database.close()
            await #expect(throws: StorageError.closed) {
                try await database.write { try $0.switches.pauseCourier(false) }
            }
            await #expect(throws: StorageError.self) { try await database.read { try $0.switches.courierIsPaused() } }
            let again = try SQLiteDatabase(path: path, logger: .silent)
            #expect(try await again.read { try $0.switches.courierIsPaused() })
            await again.close()
        }
    }

    @Test func whatWaitsIsDoneBeforeClosing() async throws {
        try await withFile { database, path in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<50 as Range<UInt8> {
                    group.addTask {
                        do {
                            _ = try await database.write {
                                try $0.rates.take(.client, .client, subject: [number], at: Rows.now)
                            }
                        } catch StorageError.closed {}
                    }
                }
                group.addTask { await database.close() }
                try await group.waitForAll()
            }
        }
    }

    @Test func aFileThatIsNoDatabaseIsRefused() throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        let path = folder.path + "/text"
        try Data(String(repeating: "not a database ", count: 100).utf8).write(to: URL(filePath: path))
        #expect(throws: StorageError.self) { try SQLiteDatabase(path: path, logger: .silent) }
    }

    @Test(arguments: [
        ("SELECT 1", 0, true), ("$1 $2 $1 $3", 3, true), ("$2 $1", 2, false), ("$1 $3", 2, false), ("$1", 2, false),
        ("$1 $2", 1, false),
    ])
    func placeholdersComeInOrder(sql: String, count: Int, isRight: Bool) {
        #expect(Placeholders.areInOrder(sql, count: count) == isRight)
    }
}
