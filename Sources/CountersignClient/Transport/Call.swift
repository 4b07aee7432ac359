import Foundation
import NIOHTTP1

/// One call of the API, ready to be sent as often as it takes: its bytes are the same in each attempt.
struct Call: Sendable {
    /// What the call is called in logs; paths hold names and addresses.
    let name: String
    let method: HTTPMethod
    /// Path and query, encoded.
    let target: String
    var body: [UInt8]?
    var headers: [(name: String, value: String)] = []
    /// Time that the service was asked to take, on top of what an attempt may take.
    var patience: Duration = .zero
    /// Whether a 404 after an attempt without an answer means that this attempt did it.
    var isDoneWhenGone = false
    /// Whether the answer to a GET of the same thing shows what this call asks for.
    ///
    /// Asked where an attempt got no answer and the next is refused with 412: it may be the first that changed the state
    /// that both name.
    var holds: (@Sendable (Answer) throws -> Bool)?

    private init(
        _ name: String, _ method: HTTPMethod, _ segments: [String], _ query: [(name: String, value: String?)]
    ) {
        self.init(name, method, target: PathCoding.path(segments) + PathCoding.query(query))
    }

    private init(_ name: String, _ method: HTTPMethod, target: String) {
        self.name = name
        self.method = method
        self.target = target
    }
}

extension Call {
    static func get(_ name: String, _ segments: [String], query: [(name: String, value: String?)] = []) -> Call {
        Call(name, .GET, segments, query)
    }

    /// A POST; it gets its key here, once for all its attempts.
    static func post(_ name: String, _ segments: [String], body: some Encodable, key: String?) throws -> Call {
        var call = Call(name, .POST, segments, [])
        call.headers.append(("Idempotency-Key", key ?? UUID().uuidString.lowercased()))
        call.body = try JSONCoding.encode(body)
        return call
    }

    static func put(
        _ name: String, _ segments: [String], body: some Encodable, ifMatch: String? = nil,
        holds: (@Sendable (Answer) throws -> Bool)? = nil
    ) throws -> Call {
        try change(.PUT, name, segments, body, ifMatch, holds)
    }

    static func patch(
        _ name: String, _ segments: [String], body: some Encodable, ifMatch: String? = nil,
        holds: (@Sendable (Answer) throws -> Bool)? = nil
    ) throws -> Call {
        try change(.PATCH, name, segments, body, ifMatch, holds)
    }

    /// The GET of what this call changes.
    var reading: Call { Call(name, .GET, target: target) }

    static func delete(_ name: String, _ segments: [String], query: [(name: String, value: String?)] = []) -> Call {
        var call = Call(name, .DELETE, segments, query)
        call.isDoneWhenGone = true
        return call
    }

    private static func change(
        _ method: HTTPMethod, _ name: String, _ segments: [String], _ body: some Encodable, _ ifMatch: String?,
        _ holds: (@Sendable (Answer) throws -> Bool)?
    ) throws -> Call {
        var call = Call(name, method, segments, [])
        call.holds = ifMatch.flatMap { _ in holds }
        if let ifMatch { call.headers.append(("If-Match", ifMatch)) }
        call.body = try JSONCoding.encode(body)
        return call
    }
}
