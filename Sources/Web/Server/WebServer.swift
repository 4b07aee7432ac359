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
    /// Of the port of its own, where it has one.
    private let adminSite: Site?
    private let metrics: MetricsPage
    private let galleries: Galleries
    private let logger: Logger
    private let onListening: @Sendable (Int) async -> Void

    /// Puts the server together; nothing is opened before ``run()``.
    ///
    /// - Parameters:
    ///   - keyring: Verifies the tokens of links; what is put in while the server runs holds at once.
    ///   - admin: What the admin site shows of parts that are not Web's.
    ///   - onListening: Told the port once connections are taken.
    package init(
        configuration: WebConfiguration, context: WorkflowContext, keyring: KeyringHolder, readiness: Readiness,
        admin: AdminParts = AdminParts(), logger: Logger,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.logger = logger
        self.onListening = onListening
        metrics = MetricsPage(Statistics(context), logger: logger)
        galleries = Galleries(context)
        let isApart = configuration.adminPort != 0
        site = Site(
            isApart ? .withoutAdmin : .all, configuration: configuration, context: context, keyring: keyring,
            readiness: readiness, metrics: configuration.metricsPort == 0 ? metrics : nil, admin: admin,
            logger: logger)
        var own = configuration
        own.baseURL = configuration.adminBaseURL ?? configuration.baseURL
        own.host = configuration.adminHost ?? configuration.host
        own.port = configuration.adminPort
        adminSite =
            isApart
            ? Site(
                .adminOnly, configuration: own, context: context, keyring: keyring, readiness: readiness, metrics: nil,
                admin: admin, logger: logger) : nil
    }

    /// Serves until a graceful shutdown is done.
    ///
    /// - Throws: where the address cannot be listened on; ``MetricsPortError`` where that of the metrics cannot.
    package func run() async throws {
        try await withThrowingTaskGroup { group in
            group.addTask {
                while (try? await Task.sleep(for: configuration.keyUseInterval)) != nil { await writeKeyUses() }
            }
            try await serve()
            group.cancelAll()
        }
        await writeKeyUses()
    }

    private func writeKeyUses() async {
        do {
            try await galleries.writeKeyUses()
        } catch {
            logger.warning("the last use of API keys could not be written", metadata: ["error": "\(error)"])
        }
    }

    /// Where one port cannot be listened on, the others do not go on without it; the public one opens last.
    private func serve() async throws {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .notice)
        var others: [@Sendable (@escaping @Sendable () -> Void) async throws -> Void] = []
        if configuration.metricsPort != 0 {
            let metrics = MetricsServer(configuration: configuration, page: metrics, logger: quiet)
            others.append { try await metrics.run(onListening: $0) }
        }
        if let adminSite {
            others.append { [quiet] told in
                do {
                    try await run(
                        adminSite, host: configuration.adminHost ?? configuration.host, port: configuration.adminPort,
                        quiet
                    ) { _ in told() }
                } catch let error as IOError {
                    throw AdminPortError(
                        host: configuration.adminHost ?? configuration.host, port: configuration.adminPort,
                        cause: error)
                }
            }
        }
        try await serve(after: others[...], quiet)
    }

    private func serve(
        after others: ArraySlice<@Sendable (@escaping @Sendable () -> Void) async throws -> Void>, _ quiet: Logger
    ) async throws {
        guard let next = others.first else {
            return try await run(site, host: configuration.host, port: configuration.port, quiet, onListening)
        }
        let rest = others.dropFirst()
        let (listening, signal) = AsyncStream<Void>.makeStream()
        try await withThrowingTaskGroup { group in
            group.addTask {
                defer { signal.finish() }
                try await next { signal.yield() }
            }
            if await listening.first(where: { _ in true }) != nil {
                group.addTask { [quiet] in try await serve(after: rest, quiet) }
            }
            try await group.next()
            try await group.waitForAll()
        }
    }

    private func run(
        _ site: Site, host: String, port: Int, _ quiet: Logger, _ onListening: @escaping @Sendable (Int) async -> Void
    ) async throws {
        let server = try Self.builder(configuration).buildServer(
            configuration: ServerConfiguration(
                address: .hostname(host, port: port), backlog: 1024,
                availableConnectionsDelegate: .maximum(configuration.maxConnections, logger: quiet)),
            eventLoopGroup: EventLoopGroupProvider.singleton.eventLoopGroup, logger: quiet,
            responder: { request, writer, channel in
                try await site.serve(request, to: writer, on: channel)
            },
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) })
        try await server.run()
    }

    /// Makes servers whose connections keep to what the configuration allows.
    static func builder(_ configuration: WebConfiguration) -> HTTPServerBuilder {
        let guards = ConnectionGuards(configuration)
        let channels = channelConfiguration(configuration)
        return HTTPServerBuilder { responder in
            PinnedChannel(inner: HTTP1Channel(responder: responder, configuration: channels), guards: guards)
        }
    }

    private static func channelConfiguration(_ configuration: WebConfiguration) -> HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            additionalChannelHandlers: [ConnectionWatch()],
            idleTimeout: .milliseconds(configuration.idleTimeout.milliseconds),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: configuration.longestHeader, maxHeaderListSize: configuration.longestHeader,
                maxHeaderFieldCount: 100))
    }
}

/// The port of the admin site cannot be listened on.
package struct AdminPortError: Error, CustomStringConvertible {
    let host: String
    let port: Int
    let cause: IOError

    package var description: String {
        let host = host.contains(":") ? "[\(host)]" : host
        return "admin.port \(host):\(port) cannot be listened on (\(cause)); free it or set admin.port"
    }
}
