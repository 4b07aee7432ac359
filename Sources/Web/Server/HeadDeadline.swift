import NIOCore
import Telemetry

/// Ends connections whose clients take too long to say what they want, or say too much: the first handler of each.
///
/// The idle timeout does not do: it is about connections on which nothing happens. A byte every few seconds is
/// something, and a head that never ends is a connection that others do not get.
///
/// Once the last answer is written, the client has a moment to take it and to close its side; what it sends until then is
/// let go by, because a connection that is closed upon unread bytes takes the answer with it.
final class HeadDeadline: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = NIOAny
    typealias OutboundOut = ByteBuffer

    private var pace: RequestPace
    private let isOneTooMany: Bool
    private var look: Scheduled<Void>?
    /// Whether there will be no further answer.
    private var isEnding = false

    /// How long a client may take to close its side.
    private static let farewell: TimeAmount = .seconds(2)

    /// - Parameter isOneTooMany: Whether the connection is to be closed at once.
    init(_ pace: RequestPace, isOneTooMany: Bool) {
        self.pace = pace
        self.isOneTooMany = isOneTooMany
    }

    func channelActive(context: ChannelHandlerContext) {
        if isOneTooMany {
            cut(context, because: "crowd")
        } else {
            schedule(context)
        }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard pace.receive(unwrapInboundIn(data).readableBytes, at: .now()) else {
            return cut(context, because: "flood")
        }
        guard !isEnding else { return }
        schedule(context)
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Nobody behind this asks for more then.
        if isEnding { context.read() }
        context.fireChannelReadComplete()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .output, !isEnding {
            isEnding = true
            cancel()
            let until = NIODeadline.now() + pace.patience
            end(context, until: until)
            context.read()
        }
        context.close(mode: mode, promise: promise)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        pace.write()
        context.write(data, promise: promise)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard let phase = event as? RequestPhase else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        pace.enter(phase)
        promise?.succeed()
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

    /// One look is scheduled at most, and it finds out itself whether there is anything to look for: most heads are here
    /// in one piece, and a timer set and stopped for each would cost more than the rest of this.
    private func schedule(_ context: ChannelHandlerContext) {
        guard look == nil, let deadline = pace.deadline else { return }
        look = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.lookNow(context) }
    }

    /// Closes the connection when the last answer is out, or when its client has had long enough to take it.
    private func end(_ context: ChannelHandlerContext, until: NIODeadline) {
        look = context.eventLoop.assumeIsolated().scheduleTask(in: Self.farewell) {
            let left = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
            if left > 0, .now() < until {
                self.end(context, until: until)
            } else {
                self.look = nil
                context.close(promise: nil)
            }
        }
    }

    private func lookNow(_ context: ChannelHandlerContext) {
        look = nil
        switch pace.look(at: .now()) {
        case .fine: break
        case .lookAgain: schedule(context)
        case .tooSlow(let answer):
            if answer {
                // No request is being answered, so nothing else can be in the middle of being written.
                context.writeAndFlush(wrapOutboundOut(Self.requestTimeout), promise: nil)
            }
            cut(context, because: "head")
        }
    }

    private func cut(_ context: ChannelHandlerContext, because reason: String) {
        Metrics.connectionsCut.add(reason)
        context.close(promise: nil)
    }

    private static let requestTimeout = ByteBuffer(
        string: "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
}

@available(*, unavailable)
extension HeadDeadline: Sendable {}
