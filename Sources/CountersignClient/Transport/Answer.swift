import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// An answer, read whole.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: ByteBuffer

    /// The most bytes of an answer that are read: far more than a page of 200 items.
    static let mostBytes = 64 << 20

    init(_ response: HTTPClientResponse) async throws {
        status = Int(response.status.code)
        headers = response.headers
        body = try await response.body.collect(upTo: Self.mostBytes)
    }

    var isSuccess: Bool { (200...299).contains(status) }

    var etag: String? { headers.first(name: "ETag") }

    /// - Throws: ``CountersignError/unexpected(_:)`` for a body of another shape.
    func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws(CountersignError) -> Value {
        do {
            return try JSONCoding.decode(type, from: body.readableBytesView)
        } catch {
            throw .unexpected(UnexpectedAnswer(status: status, detail: Self.detail(error)))
        }
    }

    /// Why an answer is not a success.
    var failure: CountersignError {
        let type = headers.first(name: "Content-Type")?.prefix { $0 != ";" }.lowercased()
        guard type == "application/problem+json",
            var problem = try? JSONCoding.decode(Problem.self, from: body.readableBytesView)
        else { return .unexpected(UnexpectedAnswer(status: status, detail: "and its body is no problem+json")) }
        problem.status = status
        problem.retryAfter = retryAfter ?? problem.retryAfter
        return .problem(problem)
    }

    var retryAfter: Duration? { RetryAfter.read(headers.first(name: "Retry-After"), now: Date()) }

    /// Where decoding stopped; nothing of what was there.
    private static func detail(_ error: any Error) -> String {
        let context: DecodingError.Context? =
            switch error {
            case DecodingError.keyNotFound(let key, let context):
                .init(codingPath: context.codingPath + [key], debugDescription: "")
            case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
                DecodingError.dataCorrupted(let context):
                context
            default: nil
            }
        let path = context?.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue } ?? []
        return "and its body is not what the call answers, at /\(path.joined(separator: "/"))"
    }
}
