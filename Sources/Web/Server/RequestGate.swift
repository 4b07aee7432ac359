import NIOCore
import NIOHTTP1

/// Ends what a connection can say where nothing more of it would be read, and lets it be asked to go on.
///
/// Stands right behind NIO's decoder. That stops reading at a request for another protocol (CONNECT, `Upgrade`) and
/// keeps all that follows in memory, for a successor that there is none of here. So such a request is the last of its
/// connection: the receiving side is closed behind it, and what still comes stays with the kernel, which keeps little.
final class RequestGate: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Asks the client for the body that it announced with `Expect: 100-continue` (RFC 9110, 10.1.1).
    struct GoOn: Sendable {}

    private var isLast = false
    private var isShut = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isShut else { return }
        switch unwrapInboundIn(data) {
        case .head(var head):
            if head.version.minor == 0 {
                // Whoever passes on such a request knows no chunks, and so sees other requests in it (RFC 9112, 6.1).
                guard !head.headers.contains(name: "Transfer-Encoding") else {
                    context.fireErrorCaught(HTTPParserError.unknown)
                    return shut(context)
                }
                head.headers.remove(name: "Expect")
            }
            isLast = head.method == .CONNECT || head.headers.contains(name: "Upgrade")
            context.fireChannelRead(wrapInboundOut(.head(head)))
        case .body: context.fireChannelRead(data)
        case .end:
            context.fireChannelRead(data)
            if isLast { shut(context) }
        }
    }

    /// What the decoder makes of the bytes behind the last request is no error of that request.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if !isShut { context.fireErrorCaught(error) }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is GoOn else { return context.triggerUserOutboundEvent(event, promise: promise) }
        let head = HTTPResponseHead(version: .http1_1, status: .continue)
        context.writeAndFlush(wrapOutboundOut(.head(head)), promise: promise)
    }

    /// Later, because the decoder is at work and is told of the end too.
    private func shut(_ context: ChannelHandlerContext) {
        isShut = true
        let channel = context.channel
        context.eventLoop.execute { channel.close(mode: .input, promise: nil) }
    }
}
