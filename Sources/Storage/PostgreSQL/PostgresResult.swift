import CPostgres

/// What a statement came to.
///
/// Owns the result of libpq.
struct PostgresResult: ~Copyable {
    private let handle: OpaquePointer

    /// The last of several, where each was right.
    ///
    /// - Throws: ``PostgresFailure`` of the first that was not.
    init(last results: [OpaquePointer]) throws {
        guard let last = results.last else { throw PostgresFailure(words: "the server gave no answer") }
        let wrong = results.first {
            ![PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY].contains(PQresultStatus($0))
        }
        let failure = wrong.map(PostgresFailure.init(result:))
        for result in results.dropLast() { PQclear(result) }
        if let failure {
            PQclear(last)
            throw failure
        }
        handle = last
    }

    deinit { PQclear(handle) }

    /// The command's tag, such as `COMMIT`.
    var tag: String { String(cString: PQcmdStatus(handle)) }

    /// How many rows were changed, or returned.
    var count: Int { Int(String(cString: PQcmdTuples(handle))) ?? 0 }

    func rows() throws -> [SQLRow] {
        let columns = 0..<PQnfields(handle)
        let types = columns.map { PQftype(handle, $0) }
        var rows: [SQLRow] = []
        rows.reserveCapacity(Int(PQntuples(handle)))
        for row in 0..<PQntuples(handle) {
            rows.append(SQLRow(try columns.map { try value(row, $0, types[Int($0)]) }))
        }
        return rows
    }

    /// A value in binary form: integers in network order, text and bytes as they are.
    private func value(_ row: CInt, _ column: CInt, _ type: UInt32) throws -> SQLValue {
        guard PQgetisnull(handle, row, column) == 0, let start = PQgetvalue(handle, row, column) else { return .null }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(handle, row, column)))
        switch CInt(type) {
        case CInt(COUNTERSIGN_PG_INT8): return .integer(Self.integer(bytes, Int64.self))
        case CInt(COUNTERSIGN_PG_INT4): return .integer(Int64(Self.integer(bytes, Int32.self)))
        case CInt(COUNTERSIGN_PG_INT2): return .integer(Int64(Self.integer(bytes, Int16.self)))
        case CInt(COUNTERSIGN_PG_BOOL): return .integer(Int64(bytes.first ?? 0))
        case CInt(COUNTERSIGN_PG_BYTEA): return .blob([UInt8](bytes))
        case CInt(COUNTERSIGN_PG_TEXT), CInt(COUNTERSIGN_PG_VARCHAR),
            CInt(COUNTERSIGN_PG_NAME), CInt(COUNTERSIGN_PG_UNKNOWN):
            return .text(String(decoding: bytes, as: UTF8.self))
        default: throw StorageError.corrupt("column \(column) is of type \(type)")
        }
    }

    private static func integer<Number: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, _: Number.Type) -> Number {
        Number(bigEndian: bytes.loadUnaligned(as: Number.self))
    }
}

extension SQLValue {
    /// What the server is told that a value is; 0 where it is to find out by itself.
    var postgresType: UInt32 {
        switch self {
        case .null: 0
        case .integer: UInt32(COUNTERSIGN_PG_INT8)
        case .text: UInt32(COUNTERSIGN_PG_TEXT)
        case .blob: UInt32(COUNTERSIGN_PG_BYTEA)
        }
    }

    /// The bytes of a value in binary form.
    fileprivate func appendBytes(to bytes: inout [UInt8]) {
        switch self {
        case .null: break
        case .integer(let number): withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
        case .text(let text): bytes.append(contentsOf: text.utf8)
        case .blob(let blob): bytes.append(contentsOf: blob)
        }
    }
}

extension [SQLValue] {
    /// Lends all values to libpq: an address and a length each, null for what is null.
    func withPostgresValues<Result>(
        _ body: (_ values: [UnsafePointer<CChar>?], _ lengths: [CInt]) -> Result
    ) -> Result {
        // One byte at the front, so that there is an address even where all are empty.
        var bytes: [UInt8] = [0]
        var places: [(start: Int, count: Int)?] = []
        for value in self {
            guard value != .null else {
                places.append(nil)
                continue
            }
            let start = bytes.count
            value.appendBytes(to: &bytes)
            places.append((start, bytes.count - start))
        }
        return bytes.withUnsafeBytes { buffer in
            let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            return body(
                places.map { place in place.flatMap { place in base.map { $0 + place.start } } },
                places.map { CInt($0?.count ?? 0) })
        }
    }
}
