import CPostgres
import Foundation
import Logging
import Storage
import Synchronization

/// A PostgreSQL server for the tests of this process, started when the first of them asks, and gone with the process.
package final class PostgresServer: Sendable {
    package struct Failed: Error, CustomStringConvertible {
        package let description: String
    }

    /// The one that all tests share.
    package static let shared = Result { try PostgresServer() }.mapError { Failed(description: "\($0)") }

    /// Of the database that is always there; others are made beside it.
    private let url: String
    /// Kept open: the server ends when it is closed.
    private let life: Pipe
    private let process: Process
    /// Whether there is a database with the newest schema, that others are copied from.
    private let template = Template()

    /// - Parameter settings: Lines for the server's configuration.
    package init(settings: [String] = []) throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Support/postgres.sh")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["bash", script.path()] + settings
        (life, self.process) = (Pipe(), process)
        let output = Pipe()
        process.standardInput = life
        process.standardOutput = output
        try process.run()
        guard let line = String(data: output.fileHandleForReading.availableData, encoding: .utf8), line.contains("://")
        else { throw Failed(description: "no PostgreSQL server could be started: see what \(script.path()) says") }
        url = line.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Makes a database of its own, with the newest schema or with none.
    ///
    /// - Returns: its URL.
    package func makeDatabase(named name: String, migrated: Bool) async throws -> String {
        if migrated {
            try await template.make { try await self.makeTemplate() }
            try run("CREATE DATABASE \(name) TEMPLATE newest")
        } else {
            try run("CREATE DATABASE \(name) TEMPLATE template0")
        }
        return address(of: name)
    }

    package func drop(_ name: String) throws { try run("DROP DATABASE IF EXISTS \(name) WITH (FORCE)") }

    /// Of a database on this server.
    package func address(of name: String) -> String { url.replacing("/postgres?", with: "/\(name)?") }

    private func makeTemplate() async throws {
        try run("CREATE DATABASE newest TEMPLATE template0")
        let database = try PostgresDatabase(url: address(of: "newest"), logger: .silent)
        _ = try await Schema.migrate(database)
        await database.close()
    }

    /// Runs a statement that no transaction takes.
    package func run(_ sql: String) throws {
        let handle = PQconnectdb(url)
        defer { PQfinish(handle) }
        let result = PQexec(handle, sql)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK else {
            throw Failed(description: "\(sql): \(PQerrorMessage(handle).map { String(cString: $0) } ?? "no words")")
        }
    }
}

/// Made once, however many ask at once.
private actor Template {
    private var making: Task<Void, any Error>?

    func make(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let task = making ?? Task { try await body() }
        making = task
        try await task.value
    }
}
