import HTTPTypes
import Hummingbird
import NIOCore

/// Reads the body of one request, once, within bounds of size and time.
struct BodyReader {
    /// A body that is too large, or that nobody wants, is read on to here before the answer, so that a client that
    /// sends first and listens then gets to hear it.
    ///
    /// A longer one ends with its connection.
    static let mostDiscarded = 1 << 20

    private let request: Request
    private let timeout: Duration
    private let ask: @Sendable () async throws -> Void
    private var isRead = false
    /// Whether the connection can take another request afterwards.
    private(set) var isComplete: Bool
    /// What the connection failed with while the body came in.
    private(set) var failure: (any Error)?

    /// - Parameter ask: Tells a client that waits to be asked (`Expect: 100-continue`) to send the body.
    init(_ request: Request, timeout: Duration, ask: @escaping @Sendable () async throws -> Void) {
        self.request = request
        self.timeout = timeout
        self.ask = ask
        isComplete = !Self.hasBody(request)
    }

    /// Whether the request announces content.
    var isExpected: Bool { Self.hasBody(request) }

    /// Whether the client sends the body only when it is asked to, or has heard nothing for a while.
    private var isHeldBack: Bool {
        request.headers[.expect].map { $0.lowercased().isSpelled("100-continue") } ?? false
    }

    private static func hasBody(_ request: Request) -> Bool {
        if request.headers[.transferEncoding] != nil { return true }
        return request.headers[.contentLength].map { $0 != "0" } ?? false
    }

    /// All of it.
    ///
    /// - Throws: ``Problem`` where it is too large or too slow, or what the connection failed with.
    mutating func collect(upTo limit: Int) async throws -> [UInt8] {
        guard isExpected else { return [] }
        let tooLarge = Problem(.contentTooLarge, "At most \(limit) bytes are taken.")
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw tooLarge }
        guard let bytes = try await read(keeping: limit) else { throw tooLarge }
        return bytes
    }

    /// Lets what was not asked for pass by.
    mutating func discard() async {
        // Who waits to be asked is waiting for the answer.
        guard !isComplete, !isRead, failure == nil, !isHeldBack else { return }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > Self.mostDiscarded { return }
        _ = try? await read(keeping: 0)
    }

    /// - Returns: nil where there was more than to be kept.
    private mutating func read(keeping limit: Int) async throws -> [UInt8]? {
        isRead = true
        let start = ContinuousClock.now
        var bytes: [UInt8] = []
        var count = 0
        do {
            if isHeldBack { try await ask() }
            for try await buffer in request.body {
                count += buffer.readableBytes
                if count <= limit { bytes.append(contentsOf: buffer.readableBytesView) }
                guard count <= max(limit, Self.mostDiscarded) else { return nil }
                guard ContinuousClock.now - start <= timeout else {
                    throw Problem(.requestTimeout, "The body took longer than \(timeout.components.seconds) s.")
                }
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            failure = error
            throw error
        }
        isComplete = true
        return count <= limit ? bytes : nil
    }
}
