import Hummingbird
import HummingbirdCore
import Logging
import Model
import NIOCore
import ServiceLifecycle

/// A port that serves `/metrics` and nothing else, for scrapers that are let through where nobody else is.
struct MetricsServer {
    let configuration: WebConfiguration
    let page: MetricsPage
    let logger: Logger

    /// Serves until a graceful shutdown is done.
    ///
    /// - Parameter onListening: Told once connections are taken.
    /// - Throws: ``MetricsPortError`` where the port cannot be listened on.
    func run(onListening: @escaping @Sendable () -> Void) async throws {
        let page = page
        var logger = logger
        // It ends with the site, which says why.
        logger.logLevel = .critical
        let server = try WebServer.builder(configuration).buildServer(
            configuration: ServerConfiguration(
                address: .hostname(configuration.host, port: configuration.metricsPort),
                availableConnectionsDelegate: .maximum(64, logger: logger)),
            eventLoopGroup: EventLoopGroupProvider.singleton.eventLoopGroup, logger: logger,
            responder: { request, writer, channel in
                channel.triggerUserOutboundEvent(RequestPhase.began, promise: nil)
                defer { channel.triggerUserOutboundEvent(RequestPhase.done, promise: nil) }
                let path = (request.head.path ?? "").prefix { $0 != "?" }
                let reply = path == MetricsPage.path ? await page.reply(request.method) : Reply(.notFound, .text)
                var response = Response(status: reply.status, headers: reply.fields)
                response.headers[.contentLength] = String(reply.body.readableBytes)
                // A body is neither wanted nor read, and what may follow it is not taken for a request.
                response.headers[.connection] = "close"
                if request.method != .head { response.body = ResponseBody(byteBuffer: reply.body) }
                try await writer.write(response: response.head, body: response.body)
                throw Answered()
            },
            onServerRunning: { _ in onListening() })
        do {
            try await server.run()
        } catch let error as IOError {
            throw MetricsPortError(host: configuration.host, port: configuration.metricsPort, cause: error)
        }
    }

    /// One request a connection.
    private struct Answered: Error {}
}

/// The port of `/metrics` cannot be listened on.
package struct MetricsPortError: Error, CustomStringConvertible {
    let host: String
    let port: Int
    let cause: IOError

    package var description: String {
        let host = host.contains(":") ? "[\(host)]" : host
        return "http.metricsPort \(host):\(port) cannot be listened on (\(cause)); free it or set http.metricsPort"
    }
}
