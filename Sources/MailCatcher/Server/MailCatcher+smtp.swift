import Foundation
import NIOCore
import NIOPosix
import NIOSSL

extension MailCatcher {
    /// Binds one SMTP listener; the channel's closing ends it.
    func listen(port: Int, implicitTLS: Bool) async throws -> any Channel {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 512)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try self.welcome(channel, implicitTLS: implicitTLS) }
            }
            .bind(host: configuration.host, port: port)
            .get()
    }

    private func welcome(_ channel: any Channel, implicitTLS: Bool) throws {
        let hasRoom = connections.enter(channel, most: configuration.limits.connections)
        var rules = SMTPSession.Rules()
        rules.extensions = configuration.extensions
        rules.limits = configuration.limits
        rules.user = configuration.user
        rules.password = configuration.password
        rules.plaintextAuthentication = configuration.plaintextAuthentication
        rules.discards = configuration.discard
        rules.logs = !configuration.discard
        rules.connection = mailbox.opened(at: Date(), logged: rules.logs)
        var session = SMTPSession(rules: rules, faults: faults, tls: implicitTLS)
        if implicitTLS, let context = certificates.context(faults.plan.certificate) {
            session.tally.tlsStarts += 1
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
        }
        if !hasRoom {
            session.tally.turnedAway += 1
            session.turnAway(SMTPReply(421, "4.3.2", "Too many connections"))
        }
        try channel.pipeline.syncOperations.addHandler(
            SMTPHandler(
                session: session, mailbox: mailbox, certificates: certificates, logger: logger, now: { Date() }))
    }
}
