import Foundation
import Logging
import Settings

/// How many files the process may have open, and what they are for: each connection is one.
///
/// A server that runs out of them cannot open its database's files, reach a relay or take a connection, so fewer clients
/// are let in than would bring it there.
struct OpenFiles {
    /// The limit of this process (`ulimit -n`).
    let limit: Int
    /// Kept back for everything that is not a client.
    let reserve: Int

    /// With fewer clients than this at once it is no service.
    private static let fewestConnections = 16
    /// The database with its log and readers, the listener, the keyring, logs, look-ups of names, and some accepted in
    /// one go before the count is looked at.
    private static let ofProcess = 64
    /// What an event loop waits with.
    private static let ofCore = 4
    /// A socket, and what a look-up of the name holds meanwhile.
    private static let ofRelayConnection = 2

    init(limit: Int, relays: Int, connectionsOfRelay: Int, cores: Int) {
        self.limit = limit
        reserve = Self.ofProcess + Self.ofCore * cores + Self.ofRelayConnection * relays * connectionsOfRelay
    }

    /// How many clients of a service may be connected at once, after its limit was raised as far as this account may.
    ///
    /// - Throws: where hardly any could be.
    static func connections(_ settings: ServiceConfiguration, logger: Logger) throws(Failure) -> Int {
        let files = OpenFiles(
            limit: raiseLimit(), relays: settings.smtp.urls.count, connectionsOfRelay: settings.smtp.connections,
            cores: ProcessInfo.processInfo.activeProcessorCount)
        let connections = try files.connections(configured: settings.http.maxConnections)
        if connections < settings.http.maxConnections {
            logger.warning(
                "fewer clients at once than http.maxConnections says, for want of open files",
                metadata: ["connections": "\(connections)", "files": "\(files.limit)", "reserve": "\(files.reserve)"])
        }
        return connections
    }

    /// How many clients may be connected at once: as many as are configured, where there are files for them.
    ///
    /// - Throws: where hardly any could be.
    func connections(configured: Int) throws(Failure) -> Int {
        guard limit - reserve >= min(configured, Self.fewestConnections) else {
            throw Failure(
                """
                this process may open \(limit) files, and needs \(reserve + Self.fewestConnections) (\(reserve) for the \
                database, relays and itself); raise the limit with ulimit -n, or LimitNOFILE= of the systemd unit
                """, code: .badConfiguration)
        }
        return min(configured, limit - reserve)
    }

    /// Raises the soft limit to the hard one.
    ///
    /// - Returns: the limit that holds now.
    private static func raiseLimit() -> Int {
        #if canImport(Glibc)
            let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let files = RLIMIT_NOFILE
        #endif
        var limits = rlimit()
        guard getrlimit(files, &limits) == 0 else { return Int.max }
        var raised = limits
        raised.rlim_cur = limits.rlim_max
        if setrlimit(files, &raised) == 0 { limits = raised }
        return Int(clamping: limits.rlim_cur)
    }
}
