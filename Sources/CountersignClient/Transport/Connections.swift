import AsyncHTTPClient
import NIOCore

/// The HTTP client that requests go through, and whether it ends with us.
final class Connections: Sendable {
    let http: HTTPClient
    private let isOurs: Bool

    /// Uses somebody else's.
    init(_ http: HTTPClient) {
        self.http = http
        isOurs = false
    }

    /// Makes one that follows no redirect, because the key would go with it, and leaves retries to us.
    init() {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(10)
        configuration.connectionPool.retryConnectionEstablishment = false
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        isOurs = true
    }

    /// Closes the connections, where they are ours; once is enough.
    func close() async {
        guard isOurs else { return }
        try? await http.shutdown()
    }

    deinit {
        guard isOurs else { return }
        // The HTTP client must not be dropped before it was shut down; whoever forgot to close us is not to crash.
        Task { [http] in try? await http.shutdown() }
    }
}
