import NIOCore
import Synchronization

/// Remembers that the client has closed its side of a connection, for the one kind of request that waits.
///
/// Half-closed connections count as live for NIO, because a client may send a request, close its side and read on;
/// who waits for events that way is answered early.
final class ConnectionWatch: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = NIOAny

    private let closed = Atomic(false)

    var isClosed: Bool { closed.load(ordering: .relaxed) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { closed.store(true, ordering: .relaxed) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        closed.store(true, ordering: .relaxed)
        context.fireChannelInactive()
    }

    /// The watch of a connection; nil where it has none, as in tests without one.
    static func of(_ channel: any Channel) async -> ConnectionWatch? {
        try? await channel.pipeline.handler(type: ConnectionWatch.self).get()
    }
}
