import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP server on a port of its own that answers as a script says, one step a request.
final class ScriptedServer: Sendable {
    /// What it does about a request.
    enum Step: Sendable {
        case answer(Int, headers: [(String, String)] = [], body: String = "")
        /// Closes the connection without a word.
        case drop
        /// Promises more than it sends, and closes.
        case cut
        /// Never answers.
        case silence
    }

    /// A request as it came.
    struct Received: Sendable {
        var method: String
        var target: String
        var headers: HTTPHeaders
        var body: String

        /// All values of a header.
        func header(_ name: String) -> [String] { headers[name] }
    }

    private struct State {
        var steps: [Step]
        var received: [Received] = []
        var open: [ObjectIdentifier: any Channel] = [:]
        var listener: (any Channel)?
    }

    private let state: Mutex<State>

    /// - Parameter steps: The last one is repeated.
    init(_ steps: [Step]) { state = Mutex(State(steps: steps)) }

    /// Everything that came so far.
    var received: [Received] { state.withLock { $0.received } }

    /// Listens while a test runs.
    static func run<Result>(
        _ steps: Step..., test: (ScriptedServer, _ url: String) async throws -> Result
    ) async throws -> Result {
        let server = ScriptedServer(steps)
        let port = try await server.start()
        do {
            let result = try await test(server, "http://127.0.0.1:\(port)")
            try await server.stop()
            return result
        } catch {
            try await server.stop()
            throw error
        }
    }

    /// - Returns: the port.
    @discardableResult
    func start(port: Int = 0) async throws -> Int {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(server: self))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        state.withLock { $0.listener = listener }
        return listener.localAddress?.port ?? 0
    }

    /// Closes the port and every connection.
    func stop() async throws {
        let channels = state.withLock { state in
            defer { (state.listener, state.open) = (nil, [:]) }
            return [state.listener].compactMap { $0 } + state.open.values
        }
        for channel in channels { try? await channel.close().get() }
    }

    fileprivate func opened(_ channel: any Channel) {
        state.withLock { $0.open[ObjectIdentifier(channel)] = channel }
    }

    fileprivate func closed(_ channel: any Channel) {
        state.withLock { _ = $0.open.removeValue(forKey: ObjectIdentifier(channel)) }
    }

    fileprivate func step(for request: Received) -> Step {
        state.withLock { state in
            state.received.append(request)
            guard state.steps.count > 1 else { return state.steps.first ?? .drop }
            return state.steps.removeFirst()
        }
    }
}

/// Reads requests of one connection and writes what the script says.
private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let server: ScriptedServer
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()

    init(server: ScriptedServer) { self.server = server }

    func channelActive(context: ChannelHandlerContext) {
        server.opened(context.channel)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        server.closed(context.channel)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): (self.head, body) = (head, ByteBuffer())
        case .body(var part): body.writeBuffer(&part)
        case .end: answer(context)
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        guard let head else { return }
        let request = ScriptedServer.Received(
            method: head.method.rawValue, target: head.uri, headers: head.headers, body: String(buffer: body))
        switch server.step(for: request) {
        case .answer(let status, let headers, let body):
            write(context, status, headers + [("Content-Length", String(body.utf8.count))], body)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        case .cut:
            write(context, 200, [("Content-Length", "1000")], "{")
            context.flush()
            context.close(promise: nil)
        case .drop: context.close(promise: nil)
        case .silence: break
        }
    }

    private func write(
        _ context: ChannelHandlerContext, _ status: Int, _ headers: [(String, String)], _ body: String
    ) {
        var fields = HTTPHeaders(headers)
        if !fields.contains(name: "Content-Type"), !body.isEmpty {
            fields.add(name: "Content-Type", value: status < 400 ? "application/json" : "application/problem+json")
        }
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: fields)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !body.isEmpty { context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil) }
    }
}
