import CPostgres
import Glibc

/// One connection to a server, or to a pooler before it.
///
/// Used by one thread at a time, whichever: those who hold one see to that. Calls block until the server has answered or a statement's time is over; the
/// connection is of no use then, for its answer may still come.
final class PostgresConnection: @unchecked Sendable {
    /// What is set in each connection unless the URL says otherwise: a server that has vanished is noticed within half a
    /// minute (libpq's own defaults wait for hours).
    private static let defaults = [
        ("connect_timeout", "5"), ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
        ("tcp_user_timeout", "20000"), ("application_name", "countersign"), ("target_session_attrs", "read-write"),
    ]

    private let handle: OpaquePointer
    private let naming: StatementNames
    /// Names of statements that were prepared here.
    private var prepared: Set<String> = []
    /// How long an answer may take, in seconds.
    private let patience: Double
    /// Whether an answer may take as long as it takes, for once.
    var isUnhurried = false

    /// - Parameter url: As libpq takes it (PostgreSQL 15, 34.1.1): several hosts, and all of its parameters.
    /// - Throws: ``PostgresFailure`` where no server that takes writes can be reached, or its text is not UTF-8.
    init(url: String, naming: StatementNames, patience: Double = 60) throws {
        self.naming = naming
        self.patience = patience
        // What libpq has to say of a URL quotes from it, where a password may be.
        guard let parsed = PQconninfoParse(url, nil) else {
            throw PostgresFailure(state: "08001", words: "the URL is not one that libpq takes")
        }
        PQconninfoFree(parsed)
        // What stands before `dbname` is overruled by the URL in it, what stands after it is not.
        let parameters = Self.defaults + [("dbname", url), ("client_encoding", "UTF8")]
        let names = parameters.map { strdup($0.0) }
        let values = parameters.map { strdup($0.1) }
        defer { for text in names + values { free(text) } }
        let opened = PQconnectdbParams(
            names.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
        guard let opened else { throw PostgresFailure(words: "there is no memory for a connection") }
        guard PQstatus(opened) == CONNECTION_OK else {
            let words = Self.words(of: opened)
            PQfinish(opened)
            throw PostgresFailure(words: words)
        }
        handle = opened
        // Notices would be printed.
        _ = PQsetNoticeProcessor(handle, { _, _ in }, nil)
        _ = PQsetnonblocking(handle, 1)
        if let encoding = PQparameterStatus(handle, "server_encoding").map({ String(cString: $0) }), encoding != "UTF8"
        {
            throw PostgresFailure(
                state: "22021", words: "the database is in \(encoding); it has to be made with ENCODING 'UTF8'")
        }
    }

    deinit { PQfinish(handle) }

    var isBroken: Bool { PQstatus(handle) != CONNECTION_OK }

    /// A statement in the open transaction failed: nothing else is taken until it is rolled back.
    var isFailed: Bool { PQtransactionStatus(handle) == PQTRANS_INERROR }

    /// Runs statements without values, parted by semicolons.
    ///
    /// - Returns: the tag of the last one, such as `COMMIT`.
    @discardableResult
    func simple(_ sql: String) throws -> String {
        guard PQsendQuery(handle, sql) == 1 else { throw lost() }
        return try PostgresResult(last: try answer()).tag
    }

    /// Runs one statement.
    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> PostgresResult {
        let types = arguments.map(\.postgresType)
        let name = naming.name(of: sql, types)
        if let name, !prepared.contains(name) {
            guard PQsendPrepare(handle, name, sql, CInt(types.count), types) == 1 else { throw lost() }
            do {
                _ = try PostgresResult(last: try answer())
            } catch let failure as PostgresFailure where failure.isOfPrepared {
                naming.stop()
                throw failure
            }
            prepared.insert(name)
        }
        let sent = arguments.withPostgresValues { values, lengths in
            let formats = [CInt](repeating: 1, count: arguments.count)
            return name.map {
                PQsendQueryPrepared(handle, $0, CInt(arguments.count), values, lengths, formats, 1)
            } ?? PQsendQueryParams(handle, sql, CInt(arguments.count), types, values, lengths, formats, 1)
        }
        guard sent == 1 else { throw lost() }
        do {
            return try PostgresResult(last: try answer())
        } catch let failure as PostgresFailure where failure.isOfPrepared {
            // From now on every statement is sent whole.
            naming.stop()
            throw failure
        }
    }

    /// Waits for a notification.
    ///
    /// - Parameter seconds: How long at most.
    /// - Returns: what came with each.
    func notifications(within seconds: Double) throws -> [String] {
        _ = try wait(for: Int16(POLLIN), seconds: seconds)
        guard PQconsumeInput(handle) == 1 else { throw lost() }
        var words: [String] = []
        while let notification = PQnotifies(handle) {
            words.append(notification.pointee.extra.map { String(cString: $0) } ?? "")
            PQfreemem(notification)
        }
        return words
    }

    /// Sends what is to be sent, and reads all results of it.
    private func answer() throws -> [OpaquePointer] {
        var results: [OpaquePointer] = []
        do {
            while true {
                let rest = PQflush(handle)
                guard rest >= 0 else { throw lost() }
                if rest == 0 { break }
                let ready = try ready(for: Int16(POLLIN | POLLOUT))
                if ready & Int16(POLLIN) != 0, PQconsumeInput(handle) != 1 { throw lost() }
            }
            while true {
                while PQisBusy(handle) == 1 {
                    _ = try ready(for: Int16(POLLIN))
                    guard PQconsumeInput(handle) == 1 else { throw lost() }
                }
                guard let result = PQgetResult(handle) else { return results }
                results.append(result)
            }
        } catch {
            for result in results { PQclear(result) }
            throw error
        }
    }

    private func ready(for events: Int16) throws -> Int16 {
        let ready = try wait(for: events, seconds: isUnhurried ? nil : patience)
        guard ready != 0 else { throw PostgresFailure(words: "the server did not answer for \(Int(patience)) s") }
        return ready
    }

    /// - Parameter seconds: How long at most; nil for ever.
    /// - Returns: what of it is there, 0 where time is over.
    private func wait(for events: Int16, seconds: Double?) throws -> Int16 {
        var descriptor = pollfd(fd: PQsocket(handle), events: events, revents: 0)
        guard descriptor.fd >= 0 else { throw lost() }
        while true {
            let count = poll(&descriptor, 1, seconds.map { CInt($0 * 1000) } ?? -1)
            if count >= 0 { return count == 0 ? 0 : descriptor.revents }
            guard errno == EINTR else { throw lost() }
        }
    }

    private func lost() -> PostgresFailure { PostgresFailure(words: Self.words(of: handle)) }

    /// libpq's own words: hosts and ports, and what the system or the server said; never a password.
    private static func words(of handle: OpaquePointer) -> String {
        let words = PQerrorMessage(handle).map { String(cString: $0) } ?? ""
        let line = words.split(whereSeparator: \.isNewline).joined(separator: "; ")
        return line.isEmpty ? "it was closed" : line
    }
}
