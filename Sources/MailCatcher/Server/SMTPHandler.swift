import Foundation
import Logging
import NIOCore
import NIOSSL

/// Drives one `SMTPSession` with a socket's octets; lives on the connection's event loop.
final class SMTPHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var session: SMTPSession
    private let connection: Int
    private let mailbox: Mailbox
    private let certificates: CertificateShelf
    private let logger: Logger
    private let now: @Sendable () -> Date
    private var isPaused = false
    var isClosing = false
    private var idle: Scheduled<Void>?
    private var resumption: Scheduled<Void>?
    var lingering: Scheduled<Void>?
    /// Whether a handshake has begun of which nothing has come yet; no client is silent after one that went well.
    private var awaitsHandshake: Bool
    private var lastHeard = NIODeadline.now()

    init(
        session: SMTPSession, mailbox: Mailbox, certificates: CertificateShelf, logger: Logger,
        now: @escaping @Sendable () -> Date
    ) {
        self.session = session
        connection = session.rules.connection
        awaitsHandshake = session.tls
        self.mailbox = mailbox
        self.certificates = certificates
        self.logger = logger
        self.now = now
    }

    func channelActive(context: ChannelHandlerContext) {
        session.open()
        pump(context)
        watchIdleness(context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        awaitsHandshake = false
        session.receive(buffer.readableBytesView)
        pump(context)
        // A client that goes on sending while a fault delays the answers must not fill the memory.
        if session.backlog > session.rules.limits.messageSize + 1_048_576 { close(context) }
        watchIdleness(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        for timer in [idle, resumption, lingering] { timer?.cancel() }
        isClosing = true
        report(closed: true)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if awaitsHandshake, error is NIOSSLError || error is BoringSSLError {
            awaitsHandshake = false
            session.tally.tlsFailures += 1
            session.note("the TLS handshake failed")
        }
        logger.debug("connection failed", metadata: ["connection": "\(connection)", "error": "\(error)"])
        close(context)
    }

    /// Does what the session says until it wants more octets or a pause.
    private func pump(_ context: ChannelHandlerContext) {
        var output = context.channel.allocator.buffer(capacity: 256)
        while !isPaused, !isClosing, let action = session.next() {
            switch action {
            case .send(let bytes):
                output.writeBytes(bytes)
            case .pause(let seconds):
                flush(&output, context)
                pause(seconds, context)
            case .store(let delivery):
                mailbox.store(delivery, at: now(), connection: connection)
            case .startTLS:
                flush(&output, context)
                startTLS(context)
            case .close:
                flush(&output, context)
                close(context)
            case .drop:
                flush(&output, context)
                drop(context)
            case .reset:
                flush(&output, context)
                reset(context)
            }
        }
        flush(&output, context)
        report(closed: false)
    }

    private func flush(_ output: inout ByteBuffer, _ context: ChannelHandlerContext) {
        guard output.readableBytes > 0 else { return }
        context.writeAndFlush(wrapOutboundOut(output), promise: nil)
        output = context.channel.allocator.buffer(capacity: 256)
    }

    private func pause(_ seconds: Double, _ context: ChannelHandlerContext) {
        isPaused = true
        let nanoseconds = Int64(min(max(seconds, 0), 86_400) * 1_000_000_000)
        resumption = context.eventLoop.assumeIsolated().scheduleTask(in: .nanoseconds(nanoseconds)) {
            self.isPaused = false
            guard !self.isClosing else { return }
            self.pump(context)
            self.watchIdleness(context)
        }
    }

    private func startTLS(_ context: ChannelHandlerContext) {
        guard let tls = certificates.context(session.faults.plan.certificate) else { return close(context) }
        awaitsHandshake = true
        do {
            try context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls), position: .first)
        } catch {
            close(context)
        }
    }

    private func watchIdleness(_ context: ChannelHandlerContext) {
        lastHeard = .now()
        guard idle == nil else { return }
        let limit = TimeAmount.seconds(Int64(session.rules.limits.idleSeconds))
        scheduleIdleness(after: limit, limit: limit, context)
    }

    /// One timer a connection, moved on when it fires rather than at every octet.
    private func scheduleIdleness(after delay: TimeAmount, limit: TimeAmount, _ context: ChannelHandlerContext) {
        idle = context.eventLoop.assumeIsolated().scheduleTask(in: delay) {
            guard !self.isClosing else { return }
            let left = self.lastHeard + limit - .now()
            if self.isPaused || self.session.isDeaf || left > .zero {
                return self.scheduleIdleness(after: left > .zero ? left : limit, limit: limit, context)
            }
            self.session.turnAway(SMTPReply(421, "4.4.2", "Silent for too long"))
            self.pump(context)
        }
    }

    func report(closed: Bool) {
        if session.tally != Tally() {
            mailbox.count(session.tally)
            session.tally = Tally()
        }
        if closed || !session.transcript.isEmpty {
            mailbox.note(session.transcript, on: connection, closed: closed)
            session.transcript.removeAll(keepingCapacity: true)
        }
    }
}
