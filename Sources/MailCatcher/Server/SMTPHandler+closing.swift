import Foundation
import NIOCore
import NIOSSL

/// The ways to end a connection.
extension SMTPHandler {
    /// Seconds that a client has to take the last reply and to close its side.
    private static var lingerSeconds: Int64 { 5 }

    /// Closes after what was written, and in good order.
    ///
    /// Without TLS, only the sending side at first: were the socket closed while something from the client is unread,
    /// the kernel would send a reset, which can overtake the reply.
    func close(_ context: ChannelHandlerContext) {
        guard !isClosing else { return }
        isClosing = true
        report(closed: false)
        let isSecure = (try? context.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)) != nil
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        let empty = context.channel.allocator.buffer(capacity: 0)
        context.writeAndFlush(wrapOutboundOut(empty)).whenComplete { _ in
            bound.value.close(mode: isSecure ? .all : .output, promise: nil)
        }
        // A handshake that never ends, or a client that never reads, must not hold the connection.
        lingering = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(Self.lingerSeconds)) {
            Self.closeSocket(context.channel)
        }
    }

    /// Closes at once and below TLS: no good-bye, no waiting for a handshake.
    func drop(_ context: ChannelHandlerContext) {
        isClosing = true
        report(closed: false)
        Self.closeSocket(context.channel)
    }

    /// Closes so that the kernel sends a reset: a linger time of zero.
    func reset(_ context: ChannelHandlerContext) {
        isClosing = true
        report(closed: false)
        let channel = context.channel
        guard let provider = channel as? any SocketOptionProvider else { return Self.closeSocket(channel) }
        let bound = NIOLoopBound(channel, eventLoop: context.eventLoop)
        provider.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in Self.closeSocket(bound.value) }
    }

    /// A close that begins in front of the TLS handler does not pass through it; on the channel's event loop only.
    static func closeSocket(_ channel: any Channel) {
        let pipeline = channel.pipeline.syncOperations
        guard let tls = try? pipeline.context(handlerType: NIOSSLServerHandler.self) else {
            return channel.close(mode: .all, promise: nil)
        }
        tls.close(mode: .all, promise: nil)
    }
}
