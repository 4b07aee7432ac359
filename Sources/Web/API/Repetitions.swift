import Crypto
import HTTPTypes
import Model
import Storage
import Synchronization
import Workflows

/// `Idempotency-Key`: the same request with the same key takes effect once and is answered alike.
///
/// The first answer is kept in the database by the workflow; this knows what is under way in this process.
final class Repetitions: Sendable {
    private struct Key: Hashable {
        let caller: Identifier
        let idempotencyKey: String
    }

    private let underWay = Mutex<Set<Key>>([])

    /// Runs a call, or refuses it while the first of its kind runs.
    ///
    /// - Throws: ``Problem``, and what the call throws.
    func run<Answer: Sendable>(
        _ call: API.Call, method: String, body: [UInt8], _ work: (Once?) async throws -> Answer
    ) async throws -> Answer {
        guard let idempotencyKey = try Self.key(call.exchange.headers) else { return try await work(nil) }
        let key = Key(caller: call.caller.key, idempotencyKey: idempotencyKey)
        guard underWay.withLock({ $0.insert(key).inserted }) else {
            throw Problem(.idempotencyInFlight, "A request with this Idempotency-Key has not been answered yet.")
        }
        defer { _ = underWay.withLock { $0.remove(key) } }
        var digest = SHA256()
        digest.update(data: Array("\(method)\0\(call.target.path)\0".utf8))
        digest.update(data: body)
        return try await work(
            Once(key: call.caller.key, idempotencyKey: idempotencyKey, fingerprint: Array(digest.finalize())))
    }

    /// The key of a request: bare, or as a string of RFC 9651, 3.3.3.
    static func key(_ headers: HTTPFields) throws(Problem) -> String? {
        let given = headers[values: ExtraField.idempotencyKey]
        guard let value = given.first else { return nil }
        let flaw = Problem(.invalidIdempotencyKey, "It is to be one header of 1 to 255 printable ASCII characters.")
        // Each character of it may stand behind a backslash, and all between quotes.
        guard given.count == 1, value.utf8.count <= 2 * 255 + 2 else { throw flaw }
        var key = value
        if value.hasPrefix("\"") {
            guard value.utf8.count >= 2, value.hasSuffix("\"") else { throw flaw }
            key = ""
            var isEscaped = false
            for scalar in value.unicodeScalars.dropFirst().dropLast() {
                if !isEscaped, scalar == "\\" {
                    isEscaped = true
                    continue
                }
                guard isEscaped == (scalar == "\"" || (isEscaped && scalar == "\\")) else { throw flaw }
                isEscaped = false
                key.unicodeScalars.append(scalar)
            }
            guard !isEscaped else { throw flaw }
        }
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw flaw
        }
        return key
    }
}

/// Carries a refusal out of the transaction in which an answer is rendered; refusals are not kept as answers.
final class RefusalSlot: Sendable {
    private let slot = Mutex<Refusal?>(nil)

    func put(_ refusal: Refusal) -> KeptAnswer {
        slot.withLock { $0 = refusal }
        return KeptAnswer(status: 0, body: [])
    }

    /// The answer as it goes out.
    ///
    /// - Throws: ``Problem`` where it is a refusal.
    ///
    /// - Parameter base: The path of the public address, in front of a location.
    func reply(_ once: OnceAnswer, base: String) throws(Problem) -> Reply {
        if !once.replayed, let refusal = slot.withLock({ $0 }) { throw Problem(refusal) }
        var reply = Reply(HTTPResponse.Status(code: once.answer.status), .kept, once.answer.body)
        if let location = once.answer.location { reply.fields[.location] = base + location }
        if once.replayed { reply.fields[ExtraField.idempotencyReplayed] = "true" }
        return reply
    }
}
