package import Logging
package import Model
package import NIOSSL
import Synchronization

/// Delivers events over HTTP, to nowhere but where the policy lets it.
///
/// The host is looked up at each attempt, all its addresses are checked, and one of those that were checked is
/// connected to. No redirection is followed, no proxy of the environment used, no cookie kept.
package final class WebhookSender: Sendable {
    /// How many of a host's addresses are tried in one attempt, where connecting to the first fails.
    static let mostAddresses = 3

    let policy: EndpointPolicy
    let timeout: Duration
    let resolver: any HostResolver
    let clients: PinnedClients
    let clock: @Sendable () -> Timestamp
    let logger: Logger

    /// - Parameters:
    ///   - timeout: Of one attempt, from the lookup to the answer.
    ///   - idle: How long a connection is kept for what follows.
    ///   - trustRoots: Who endpoints' certificates are to be from.
    package init(
        policy: EndpointPolicy, timeout: Duration, idle: Duration = .seconds(1),
        resolver: any HostResolver = SystemResolver(), trustRoots: NIOSSLTrustRoots = .default, logger: Logger,
        clock: @escaping @Sendable () -> Timestamp = { .wallClock() }
    ) {
        self.policy = policy
        self.timeout = timeout
        self.resolver = resolver
        clients = PinnedClients(
            connectTimeout: min(timeout / 2, .seconds(10)), idle: idle, trustRoots: trustRoots)
        self.logger = logger
        self.clock = clock
    }

    /// Makes one attempt.
    ///
    /// - Throws: `CancellationError` where the task was cancelled, and nothing is known of the outcome.
    package func send(_ request: WebhookRequest) async throws -> WebhookOutcome {
        let url: EndpointURL
        do throws(EndpointURL.Flaw) {
            url = try EndpointURL(request.url)
        } catch {
            return .blocked(error.description)
        }
        if let flaw = policy.flaw(of: url) { return .blocked(flaw) }
        // What the endpoint said before the time was over counts, whatever becomes of the rest of its answer.
        let heard = Heard()
        let outcome = try await withThrowingTaskGroup(of: WebhookOutcome?.self) { group in
            group.addTask { try await self.attempt(request, url, heard) }
            group.addTask {
                try await Task.sleep(for: self.timeout)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        return outcome ?? heard.outcome ?? .failed("no answer within \(timeout.text)")
    }

    /// Closes all connections; nothing can be sent afterwards.
    package func shutdown() async { await clients.shutdown() }

    /// The same of a name that nobody knows and of one that leads inside.
    ///
    /// Who may make webhooks is not to learn which names there are in the network of the service. The log tells an
    /// operator.
    private static let nowhere = "leads to no address that is public"

    private func attempt(
        _ request: WebhookRequest, _ url: EndpointURL, _ heard: Heard
    ) async throws -> WebhookOutcome {
        let addresses: [HostAddress]
        switch url.host {
        case .address(let address): addresses = [address]
        case .name(let name):
            do {
                addresses = try await resolver.addresses(of: name)
            } catch ResolvingError.unknown {
                return .blocked(Self.nowhere)
            } catch ResolvingError.unavailable {
                return .failed("the host's name could not be looked up")
            }
        }
        // One that is not to be reached condemns them all: a name that leads both outside and inside is how this
        // check is got round.
        for address in addresses {
            guard let flaw = policy.flaw(of: address, isSecure: url.isSecure) else { continue }
            logger.info("webhook is not sent", metadata: ["host": "\(url.hostText)", "address": "\(address)"])
            if case .name = url.host { return .blocked(Self.nowhere) }
            return .blocked(flaw)
        }
        var outcome = WebhookOutcome.blocked(Self.nowhere)
        for address in addresses.prefix(Self.mostAddresses) {
            switch try await exchange(request, url, at: address, heard) {
            case .ended(let ended): return ended
            case .unreachable(let reason): outcome = .failed(reason)
            }
        }
        return outcome
    }
}

/// What an endpoint has answered, for whoever does not wait for the end of its answer.
final class Heard: Sendable {
    private let last = Mutex<WebhookOutcome?>(nil)

    var outcome: WebhookOutcome? { last.withLock { $0 } }

    func hear(_ outcome: WebhookOutcome) { last.withLock { $0 = outcome } }
}
