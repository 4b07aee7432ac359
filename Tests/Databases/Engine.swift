import Foundation
package import Logging
package import Storage

/// The engines that every suite about stored things runs on.
package enum Engine: String, CaseIterable, Sendable {
    case sqlite, postgresql

    /// Runs a test on a fresh database with the newest schema, which is gone afterwards.
    package func withDatabase<Result>(
        isolation: isolated (any Actor)? = #isolation, migrated: Bool = true,
        _ test: (any Database) async throws -> Result
    ) async throws -> Result {
        let database: any Database
        let remove: () -> Void
        switch self {
        case .sqlite:
            let folder = TemporaryFolder()
            database = try SQLiteDatabase(path: folder.path + "/test.sqlite", logger: .silent)
            remove = folder.remove
        case .postgresql:
            let server = try PostgresServer.shared.get()
            let name = "t" + UUID().uuidString.filter { $0 != "-" }.lowercased()
            let url = try await server.makeDatabase(named: name, migrated: migrated)
            database = try PostgresDatabase(url: url, logger: .silent)
            remove = { try? server.drop(name) }
        }
        let result: Result
        do {
            if migrated { _ = try await Schema.migrate(database) }
            result = try await test(database)
        } catch {
            await database.close()
            remove()
            throw error
        }
        await database.close()
        remove()
        return result
    }
}

/// A folder of one test's own.
package struct TemporaryFolder: Sendable {
    package let path: String

    package init() {
        path = FileManager.default.temporaryDirectory.appending(path: "countersign-\(UUID().uuidString)").path()
    }

    package func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}

extension Logger {
    /// Says nothing.
    package static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
