import NIOCore
package import NIOHTTP1
import NIOPosix
package import NIOSSL
import Synchronization

/// An endpoint on loopback that answers as it is told, and counts who connects.
package final class Listener: Sendable {
    package struct Heard: Sendable {
        package var head: HTTPRequestHead
        package var body: [UInt8]
    }

    package enum Answer: Sendable {
        case status(Int, HTTPHeaders = [:], body: Int = 0)
        /// The same, after a while.
        case later(Duration, Int)
        /// Nothing at all.
        case silence
        /// A head, and then nothing.
        case half(Int)
        /// Closes the connection.
        case hangUp
        /// A body without end.
        case flood
    }

    private struct State {
        var connections = 0
        var heard: [Heard] = []
        var written = 0
    }

    private let state = Mutex(State())
    private let answer: @Sendable (Heard) -> Answer
    private let channel = Mutex<(any Channel)?>(nil)

    package var connections: Int { state.withLock { $0.connections } }
    package var heard: [Heard] { state.withLock { $0.heard } }
    /// How many bytes of floods were taken.
    package var written: Int { state.withLock { $0.written } }
    package var port: Int { channel.withLock { $0?.localAddress?.port ?? 0 } }

    /// Runs a test with a listener.
    ///
    /// - Parameter port: 0 takes any.
    package static func run<Result>(
        isolation: isolated (any Actor)? = #isolation, host: String = "127.0.0.1", port: Int = 0,
        tls: NIOSSLContext? = nil,
        answer: @escaping @Sendable (Heard) -> Answer = { _ in .status(204) },
        _ test: (Listener) async throws -> Result
    ) async throws -> Result {
        let listener = Listener(answer: answer)
        let server = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                listener.state.withLock { $0.connections += 1 }
                return channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                    try pipeline.configureHTTPServerPipeline(withErrorHandling: false)
                    try pipeline.addHandler(Handler(listener: listener))
                }
            }
        let bound = try await server.bind(host: host, port: port).get()
        listener.channel.withLock { $0 = bound }
        do {
            let result = try await test(listener)
            try await bound.close()
            return result
        } catch {
            try? await bound.close()
            throw error
        }
    }

    /// Runs a test with two listeners at one port of two addresses.
    ///
    /// A port that is free at one may be taken at the other: then with another.
    package static func runTwo(
        isolation: isolated (any Actor)? = #isolation, hosts: (String, String),
        _ test: (Listener, Listener) async throws -> Void
    ) async throws {
        for attempt in 1... {
            var isBound = false
            do {
                return try await run(host: hosts.0) { first in
                    try await run(host: hosts.1, port: first.port) { second in
                        isBound = true
                        try await test(first, second)
                    }
                }
            } catch let error as IOError where error.errnoCode == EADDRINUSE && !isBound && attempt < 50 {
                continue
            }
        }
    }

    private init(answer: @escaping @Sendable (Heard) -> Answer) {
        self.answer = answer
    }

    private func answer(to heard: Heard) -> Answer {
        state.withLock { $0.heard.append(heard) }
        return answer(heard)
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let listener: Listener
        private var head: HTTPRequestHead?
        private var body: [UInt8] = []

        init(listener: Listener) { self.listener = listener }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): (self.head, body) = (head, [])
            case .body(let buffer): body.append(contentsOf: buffer.readableBytesView)
            case .end:
                guard let head else { return }
                answer(listener.answer(to: Heard(head: head, body: body)), context)
            }
        }

        private func answer(_ answer: Answer, _ context: ChannelHandlerContext) {
            switch answer {
            case .status(let status, var headers, let length):
                headers.replaceOrAdd(name: "content-length", value: "\(length)")
                write(status, headers, context)
                if length > 0 {
                    let buffer = ByteBuffer(repeating: 0x61, count: length)
                    context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
                }
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            case .later(let wait, let status):
                let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
                context.eventLoop.scheduleTask(in: .nanoseconds(Int64(wait / .nanoseconds(1)))) {
                    let (handler, context) = bound.value
                    handler.answer(.status(status), context)
                }
            case .silence: break
            case .half(let status):
                write(status, ["content-length": "10"], context)
                context.flush()
            case .hangUp: context.close(promise: nil)
            case .flood:
                write(200, ["transfer-encoding": "chunked"], context)
                flood(context)
            }
        }

        private func write(_ status: Int, _ headers: HTTPHeaders, _ context: ChannelHandlerContext) {
            let head = HTTPResponseHead(
                version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: headers)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
        }

        private func flood(_ context: ChannelHandlerContext) {
            let (listener, bound) = (listener, NIOLoopBound((self, context), eventLoop: context.eventLoop))
            let part = HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(repeating: 0x61, count: 16_384)))
            context.writeAndFlush(wrapOutboundOut(part)).whenSuccess {
                listener.state.withLock { $0.written += 16_384 }
                let (handler, context) = bound.value
                handler.flood(context)
            }
        }
    }
}
