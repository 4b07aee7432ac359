import Foundation
import Logging
import Model
import SMTP
import Settings

/// Relays as the configuration names them.
enum RelayAssembly {
    /// - Parameter patience: How long a conversation may take at most, where that is less than what is configured.
    /// - Throws: a configuration problem that names the entry's flaw and no password.
    static func pools(
        _ settings: ServiceConfiguration, patience: Duration? = nil, logger: Logger
    ) throws -> [RelayPool] {
        var options = RelayOptions()
        options.connections = settings.smtp.connections
        options.ratePerSecond = settings.smtp.rate
        options.caFile = settings.smtp.caFile
        options.timeouts = RelayOptions.Timeouts(
            connect: settings.smtp.connectTimeout, reply: settings.smtp.replyTimeout,
            overall: min(settings.smtp.totalTimeout, patience ?? settings.smtp.totalTimeout))
        if let file = settings.smtp.caFile, !FileManager.default.isReadableFile(atPath: file) {
            throw ConfigurationError(problems: [settings.problem(with: "smtp.caFile", "\(file) cannot be read")])
        }
        return try relays(settings).map { relay in
            if relay.isReadableOnTheWay {
                logger.warning("mail to this relay is readable on the way", metadata: ["relay": "\(relay)"])
            }
            return RelayPool(relay: relay, options: options, logger: logger)
        }
    }

    /// The relays in failover order.
    ///
    /// - Throws: a configuration problem that names the entry's flaw and no password.
    static func relays(_ settings: ServiceConfiguration) throws -> [Relay] {
        try settings.smtp.urls.map { entry in
            do {
                return try Relay(entry, ehloName: ehloName(settings.baseURL))
            } catch {
                throw ConfigurationError(problems: [settings.problem(with: "smtp.url", "\(error)")])
            }
        }
    }

    /// How we introduce ourselves where the relay's entry does not say: the host that links start with, which is a
    /// name of the operator's, or an address literal (RFC 5321, 4.1.4); never what the machine calls itself.
    private static func ehloName(_ baseURL: String) -> String {
        guard let host = URLComponents(string: baseURL)?.encodedHost, host.contains("."),
            !host.allSatisfy({ $0.isNumber || $0 == "." })
        else { return "[127.0.0.1]" }
        return host
    }
}

extension Relay {
    /// Where it is, as people write it.
    var hostAndPort: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
