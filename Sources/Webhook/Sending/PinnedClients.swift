import AsyncHTTPClient
import Model
import NIOCore
import NIOSSL
import Synchronization

/// HTTP clients that connect to one address each, whatever the host's name leads to by then.
///
/// A connection is kept for a moment, for what follows at once; a host that has moved to another address gets another
/// client, and so another connection.
final class PinnedClients: Sendable {
    /// A host, and where it was found.
    struct Pin: Hashable, Sendable {
        var host: String
        var address: HostAddress
    }

    private struct Entry {
        let client: HTTPClient
        var users = 0
        var lastUse: ContinuousClock.Instant
    }

    private struct State {
        var entries: [Pin: Entry] = [:]
        var isClosed = false
    }

    /// How long a client is kept that nobody uses.
    private static let clientIdle: Duration = .seconds(60)

    private let connectTimeout: Duration
    private let idle: Duration
    private let trustRoots: NIOSSLTrustRoots
    private let state = Mutex(State())

    /// - Parameter idle: How long a connection is kept that nobody uses.
    init(connectTimeout: Duration, idle: Duration, trustRoots: NIOSSLTrustRoots) {
        self.connectTimeout = connectTimeout
        self.idle = idle
        self.trustRoots = trustRoots
    }

    /// Runs something with the client for a host at an address.
    ///
    /// - Throws: `HTTPClientError.alreadyShutdown` after ``shutdown()``, and what the closure throws.
    func withClient<Result>(
        for pin: Pin, _ body: (HTTPClient) async throws -> Result
    ) async throws -> Result {
        let client = try take(pin)
        defer { putBack(pin) }
        return try await body(client)
    }

    /// Breaks off what is under way and closes all connections.
    func shutdown() async {
        let clients = state.withLock { state in
            state.isClosed = true
            defer { state.entries = [:] }
            return state.entries.values.map(\.client)
        }
        for client in clients { try? await client.shutdown() }
    }

    private func take(_ pin: Pin) throws -> HTTPClient {
        let now = ContinuousClock.now
        let taken = state.withLock { state -> (client: HTTPClient, old: [HTTPClient])? in
            guard !state.isClosed else { return nil }
            var entry = state.entries[pin] ?? Entry(client: makeClient(for: pin), lastUse: now)
            entry.users += 1
            state.entries[pin] = entry
            let old = state.entries.filter {
                $0.value.users == 0 && now - $0.value.lastUse > max(idle, Self.clientIdle)
            }
            for pin in old.keys { state.entries[pin] = nil }
            return (entry.client, old.values.map(\.client))
        }
        guard let taken else { throw HTTPClientError.alreadyShutdown }
        for client in taken.old { client.shutdown { _ in } }
        return taken.client
    }

    private func putBack(_ pin: Pin) {
        state.withLock { state in
            state.entries[pin]?.users -= 1
            state.entries[pin]?.lastUse = .now
        }
    }

    private func makeClient(for pin: Pin) -> HTTPClient {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        tls.trustRoots = trustRoots
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
        configuration.dnsOverride = [pin.host: pin.address.description]
        configuration.httpVersion = .http1Only
        configuration.decompression = .disabled
        configuration.timeout.connect = TimeAmount(connectTimeout)
        configuration.connectionPool.idleTimeout = TimeAmount(idle)
        // How much is sent at once is the sender's to say: webhooks that share a host do not wait for each other.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 256
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.tracing.tracer = nil
        return HTTPClient(configuration: configuration)
    }
}
