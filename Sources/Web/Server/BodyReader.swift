import HTTPTypes
import Hummingbird
import Model
import NIOCore
import Telemetry

/// Reads the body of one request, once, within bounds of size and time.
///
/// The time is kept by a timer and not by looking at the clock when something comes: what never comes is slow, too.
struct BodyReader {
    /// A body that is too large, or that nobody wants, is read on to here before the answer, so that a client that
    /// sends first and listens then gets to hear it.
    ///
    /// A longer one ends with its connection.
    static let mostDiscarded = 1 << 20

    /// A body whose end is not beyond doubt is not read, and ends with its connection.
    let framing: Framing
    private let request: Request
    private let timeout: Duration
    private let channel: any Channel
    private var isRead = false
    /// Whether all of it was read.
    private(set) var isComplete: Bool
    /// What the connection failed with while the body came in.
    private(set) var failure: (any Error)?

    /// - Parameter timeout: How long the client may take, from when its body is first waited for.
    init(_ request: Request, timeout: Duration, on channel: any Channel) {
        self.request = request
        self.timeout = timeout
        self.channel = channel
        framing = Framing(request)
        isComplete = framing.isPlain && !Self.hasBody(request)
    }

    /// Whether the connection can take another request afterwards.
    var leavesRoom: Bool { isComplete && !framing.isLast }

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
        guard framing.isPlain, !isComplete, !isRead, failure == nil, !isHeldBack else { return }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > Self.mostDiscarded { return }
        _ = try? await read(keeping: 0)
    }

    /// - Returns: nil where there was more than to be kept.
    private mutating func read(keeping limit: Int) async throws -> [UInt8]? {
        isRead = true
        var bytes: [UInt8] = []
        var count = 0
        let timer = channel.eventLoop.scheduleTask(in: .milliseconds(timeout.milliseconds)) { [channel] in
            // Ends the stream of parts that is waited for below, and nothing else.
            channel.pipeline.fireErrorCaught(TooSlow())
        }
        defer { timer.cancel() }
        do {
            if isHeldBack { try await channel.triggerUserOutboundEvent(RequestGate.GoOn()).get() }
            for try await buffer in request.body {
                count += buffer.readableBytes
                if count <= limit { bytes.append(contentsOf: buffer.readableBytesView) }
                guard count <= max(limit, Self.mostDiscarded) else { return nil }
            }
        } catch is TooSlow {
            Metrics.connectionsCut.add("body")
            throw Problem(.requestTimeout, "The body took longer than \(timeout.components.seconds) s.")
        } catch {
            failure = error
            throw error
        }
        isComplete = true
        return count <= limit ? bytes : nil
    }

    private struct TooSlow: Error {}
}
