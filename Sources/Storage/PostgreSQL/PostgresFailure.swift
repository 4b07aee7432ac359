import CPostgres

/// What PostgreSQL, or the way to it, answered instead of a result.
///
/// Holds no row's content: of the server's words only those are kept that name tables, constraints and states.
struct PostgresFailure: Error {
    /// Five letters and digits (PostgreSQL 15, appendix A); nil where the connection itself failed.
    let state: String?
    let words: String
    /// Whether what was asked may have been done all the same: the connection was lost under a COMMIT.
    var isInDoubt = false

    /// Of a statement's result.
    init(result: OpaquePointer) {
        state = PQresultErrorField(result, CInt(UInt8(ascii: "C"))).map { String(cString: $0) }
        let primary = PQresultErrorField(result, CInt(UInt8(ascii: "M"))).map { String(cString: $0) } ?? ""
        // "Data exceptions" quote the value that they are about.
        words = state.map { $0.hasPrefix("22") } ?? true ? "a value was refused" : primary
    }

    init(state: String? = nil, words: String, isInDoubt: Bool = false) {
        self.state = state
        self.words = words
        self.isInDoubt = isInDoubt
    }

    /// The connection is of no more use: it broke, the server ends it, or it leads to a server that takes no writes.
    var endsConnection: Bool {
        guard let state else { return true }
        return state.hasPrefix("08") || state.hasPrefix("57P") || state == "25006" || state == "25P03"
    }

    /// Nothing was kept, and the same may work at once: somebody else was faster, or the connection was an old one.
    var mayBeRepeated: Bool {
        guard !isInDoubt else { return false }
        return endsConnection || state == "40001" || state == "40P01" || isOfPrepared
    }

    /// A prepared statement is not where it was: a pooler has given us another connection to the server.
    var isOfPrepared: Bool { state == "26000" || state == "42P05" || state == "0A000" && words.contains("cached plan") }

    /// A table is not there.
    var isOfMissingTable: Bool { state == "42P01" }
}

extension StorageError {
    init(postgres failure: PostgresFailure) {
        let message = "PostgreSQL \(failure.state.map { "error \($0)" } ?? "connection"): \(failure.words)"
        let passing = ["53", "55P03", "57014", "58", "40"]
        let mayPass = failure.endsConnection || passing.contains { failure.state?.hasPrefix($0) ?? false }
        self = mayPass ? .unavailable(message) : .engine(message)
    }

    /// Whatever came out of a transaction, as those above know it.
    static func of(_ error: any Error) -> any Error {
        (error as? PostgresFailure).map(StorageError.init(postgres:)) ?? error
    }
}
