import NIOCore
import Telemetry

/// Ends connections whose clients ask and do not read: an answer that nobody takes holds memory and its request's task.
///
/// What fits into the buffers of connection and system counts as read; the idle timeout ends a connection that has
/// nothing but that.
final class WriteDeadline: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny
    typealias InboundOut = NIOAny

    /// What a client has to take within the time at least, in bytes.
    static let leastTaken = 16 * 1024

    private let patience: TimeAmount
    private var look: Scheduled<Void>?

    init(patience: TimeAmount) {
        self.patience = patience
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            cancel()
        } else if look == nil {
            schedule(context, buffered: Self.buffered(context))
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { cancel() }

    private func cancel() {
        look?.cancel()
        look = nil
    }

    private func schedule(_ context: ChannelHandlerContext, buffered: Int) {
        look = context.eventLoop.assumeIsolated().scheduleTask(in: patience) {
            let left = Self.buffered(context)
            if left <= buffered - Self.leastTaken {
                self.schedule(context, buffered: left)
            } else {
                self.look = nil
                Metrics.connectionsCut.add("write")
                context.close(promise: nil)
            }
        }
    }

    /// How much waits to be taken by the client.
    private static func buffered(_ context: ChannelHandlerContext) -> Int {
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }
}

@available(*, unavailable)
extension WriteDeadline: Sendable {}
