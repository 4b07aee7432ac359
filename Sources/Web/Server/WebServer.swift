import Hummingbird
import HummingbirdCore
package import Links
package import Logging
import Model
import NIOCore
import ServiceLifecycle
package import Workflows

/// The HTTP server: JSON API, confirm pages, health.
///
/// Runs under ServiceLifecycle; a graceful shutdown stops accepting, closes idle connections and finishes what is in
/// flight.
package struct WebServer: Service {
    private let configuration: WebConfiguration
    private let site: Site
    private let logger: Logger
    private let onListening: @Sendable (Int) async -> Void

    /// Puts the server together; nothing is opened before ``run()``.
    ///
    /// - Parameters:
    ///   - keyring: Verifies the tokens of links; what is put in while the server runs holds at once.
    ///   - onListening: Told the port once connections are taken.
    package init(
        configuration: WebConfiguration, context: WorkflowContext, keyring: KeyringHolder, readiness: Readiness,
        logger: Logger, onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.logger = logger
        self.onListening = onListening
        site = Site(
            configuration: configuration, context: context, keyring: keyring, readiness: readiness, logger: logger)
    }

    /// Serves until a graceful shutdown is done.
    ///
    /// - Throws: where the address cannot be listened on.
    package func run() async throws {
        let (site, onListening) = (site, onListening)
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .notice)
        let channels = channelConfiguration
        let builder = HTTPServerBuilder { responder in
            PinnedChannel(inner: HTTP1Channel(responder: responder, configuration: channels))
        }
        let server = try builder.buildServer(
            configuration: ServerConfiguration(
                address: .hostname(configuration.host, port: configuration.port), backlog: 1024,
                availableConnectionsDelegate: .maximum(configuration.maxConnections, logger: quiet)),
            eventLoopGroup: EventLoopGroupProvider.singleton.eventLoopGroup, logger: quiet,
            responder: { request, writer, channel in
                try await site.serve(request, to: writer, on: channel)
            },
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) })
        try await server.run()
    }

    private var channelConfiguration: HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            additionalChannelHandlers: [ConnectionWatch()],
            idleTimeout: .milliseconds(configuration.idleTimeout.milliseconds),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: configuration.longestHeader, maxHeaderListSize: configuration.longestHeader,
                maxHeaderFieldCount: 100))
    }
}
