import Model
import NIOCore

/// What stands between the network and the reading of requests, for each connection.
struct ConnectionGuards: Sendable {
    private let configuration: WebConfiguration
    private let connections: ClientConnections

    init(_ configuration: WebConfiguration) {
        self.configuration = configuration
        connections = ClientConnections(
            most: configuration.connectionsPerClient,
            uncounted: configuration.trustedProxies + configuration.uncountedClients)
    }

    /// Sets the guards of a connection, in front of everything else.
    ///
    /// On its event loop, before it is active.
    func add(to channel: any Channel) throws {
        var isOneTooMany = false
        if let key = connections.key(of: channel.remoteAddress.flatMap(IPAddress.init)) {
            isOneTooMany = connections.enter(key)
            channel.closeFuture.whenComplete { [connections] _ in connections.leave(key) }
        }
        let pace = RequestPace(
            patience: .milliseconds(configuration.headTimeout.milliseconds), most: configuration.longestRequest,
            at: .now())
        try channel.pipeline.syncOperations.addHandlers([
            HeadDeadline(pace, isOneTooMany: isOneTooMany),
            WriteDeadline(patience: .milliseconds(configuration.writeTimeout.milliseconds)),
        ])
    }
}
