import Foundation
import Hummingbird
package import Logging
import NIOCore
import ServiceLifecycle

extension MailCatcher {
    /// Binds and serves until a graceful shutdown or a cancellation; throws where a port cannot be had.
    package func run() async throws {
        var listeners: [any Channel] = []
        do {
            var ports = Ports()
            if let port = configuration.smtpPort {
                let channel = try await listen(port: port, implicitTLS: false)
                listeners.append(channel)
                ports.smtp = channel.localAddress?.port
            }
            if let port = configuration.smtpsPort {
                let channel = try await listen(port: port, implicitTLS: true)
                listeners.append(channel)
                ports.smtps = channel.localAddress?.port
            }
            try await serve(ports)
        } catch {
            board.announce(.failure(error))
            await close(listeners)
            throw error
        }
        await close(listeners)
    }

    private func serve(_ ports: Ports) async throws {
        guard let port = configuration.webPort else {
            board.announce(.success(ports))
            try? await gracefulShutdown()
            return
        }
        let web = inbox(port: port) { channel in
            var ports = ports
            ports.web = channel.localAddress?.port
            self.board.announce(.success(ports))
        }
        // A group and a task of its own: a cancellation too lets it end in good order, and it is waited for.
        let group = ServiceGroup(configuration: .init(services: [.init(service: web)], logger: logger))
        let running = Task { try await group.run() }
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await running.value
        } onCancelOrGracefulShutdown: {
            Task { await group.triggerGracefulShutdown() }
        }
    }

    private func close(_ listeners: [any Channel]) async {
        for listener in listeners { try? await listener.close() }
        await connections.closeAll()
    }
}

/// Runs a catcher for as long as a piece of work takes: for tests and the demo.
package func withMailCatcher<Answer: Sendable>(
    _ configuration: MailCatcherConfiguration = MailCatcherConfiguration(),
    logger: Logger = Logger(label: "mailcatcher"),
    _ work: @Sendable (MailCatcher, Ports) async throws -> Answer
) async throws -> Answer {
    let catcher = try MailCatcher(configuration: configuration, logger: logger)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await catcher.run() }
        defer { group.cancelAll() }
        return try await work(catcher, catcher.ports())
    }
}
