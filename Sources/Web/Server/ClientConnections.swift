import Synchronization

/// How many connections each client address has open: one client must not take those of all others.
///
/// Behind a proxy every connection is the proxy's, so trusted proxies are not counted, and neither is the machine
/// itself: a proxy on it is there before anybody has thought of naming it.
final class ClientConnections: Sendable {
    private let most: Int
    private let uncounted: [IPNetwork]
    private let open = Mutex<[IPAddress: Int]>([:])

    init(most: Int, uncounted: [IPNetwork]) {
        self.most = most
        self.uncounted = uncounted
    }

    /// What a connection is counted under; nil where it is not.
    func key(of client: IPAddress?) -> IPAddress? {
        guard let client, !uncounted.contains(where: { $0.contains(client) }) else { return nil }
        return client.limitKey
    }

    /// Counts one more.
    ///
    /// - Returns: whether it is one too many. Each is to ``leave(_:)`` all the same.
    func enter(_ key: IPAddress) -> Bool {
        open.withLock { open in
            open[key, default: 0] += 1
            return open[key, default: 0] > most
        }
    }

    func leave(_ key: IPAddress) {
        open.withLock { open in
            let left = open[key, default: 1] - 1
            open[key] = left > 0 ? left : nil
        }
    }

    /// How many addresses are counted now.
    var clients: Int { open.withLock { $0.count } }
}
