import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// A connection to the inbox, whose receiving side is closed behind a request for another protocol.
struct InboxChannel: ServerChildChannel {
    let inner: HTTP1Channel

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        inner.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(UpgradeGate(), position: .after(decoder))
            return value
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await inner.handle(value: value, logger: logger)
    }
}

/// NIO's decoder stops reading at CONNECT and `Upgrade`, and would keep all that follows for a successor that there is
/// none of here.
private final class UpgradeGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart

    private var isLast = false
    private var isShut = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isShut else { return }
        let part = unwrapInboundIn(data)
        if case .head(let head) = part { isLast = head.method == .CONNECT || head.headers.contains(name: "Upgrade") }
        context.fireChannelRead(data)
        guard case .end = part, isLast else { return }
        isShut = true
        // Later, because the decoder is at work and is told of the end too.
        let channel = context.channel
        context.eventLoop.execute { channel.close(mode: .input, promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if !isShut { context.fireErrorCaught(error) }
    }
}
