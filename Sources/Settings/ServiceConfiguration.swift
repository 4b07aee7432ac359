package import Model

/// Everything that an operator can set, read and checked: what ``Keys`` lists, as typed fields.
///
/// Relative paths in it are relative to the working directory, wherever they were written.
package struct ServiceConfiguration: Sendable {
    package struct HTTP: Sendable {
        package var host: String
        /// 0 asks the system for a free port.
        package var port: Int
        /// Addresses and networks (`10.0.0.0/8`) whose `X-Forwarded-For` and `-Proto` count.
        package var trustedProxies: [String]
        package var maxConnections: Int
        package var idleTimeout: Duration
        /// Where `/metrics` is; 0 for the same port as all else.
        package var metricsPort: Int
    }

    package struct DatabaseAccess: Sendable {
        /// Secret, for it may hold a password.
        package var url: String
        package var migrate: Bool
    }

    package struct Relays: Sendable {
        /// In failover order, never empty; secret, for they may hold passwords.
        package var urls: [String]
        /// PEM file of certificates to trust beside the system's.
        package var caFile: String?
        /// Connections at once to each relay.
        package var connections: Int
        /// Mails a second to each relay; nil is unlimited.
        package var rate: Double?
        package var connectTimeout: Duration
        package var replyTimeout: Duration
        package var totalTimeout: Duration
    }

    package struct Delivery: Sendable {
        /// Waits before the second, third, … try, never empty; the last repeats.
        package var retry: [Duration]
        package var lease: Duration
        package var drain: Duration
    }

    package struct Webhooks: Sendable {
        /// Waits before the second, third, … attempt at a delivery, never empty; there are no more after them.
        package var retry: [Duration]
        package var timeout: Duration
        /// Addresses and networks (`10.0.0.0/8`) that endpoints may have although they are private.
        package var allow: [String]
        package var ports: [Int]
    }

    package struct Admin: Sendable {
        /// After how long without a request a session ends.
        package var idle: Duration
        /// After how long any session ends.
        package var session: Duration
        /// Nil: that of all other pages.
        package var host: String?
        /// 0: that of all other pages.
        package var port: Int
        /// Nil: that of all other pages.
        package var baseURL: String?
        /// Whether there is a way in by mail.
        package var mail: Bool
        /// The OpenID Connect provider; nil where there is none.
        package var issuer: String?
        package var clientID: String?
        package var clientSecret: String?
    }

    package struct Log: Sendable {
        package var level: LogLevelName
        /// Nil: text at a terminal, JSON otherwise.
        package var format: LogFormatName?
    }

    package var http: HTTP
    /// `http` or `https`, host, perhaps port and path; no slash at the end.
    package var baseURL: String
    package var database: DatabaseAccess
    package var smtp: Relays
    package var courier: Delivery
    package var webhooks: Webhooks
    package var retention: Retention
    /// Whether the public pages are rate limited.
    package var limitsPublic: Bool
    package var admin: Admin
    /// URIs for `/.well-known/security.txt`; none where there is to be no such page.
    package var securityContacts: [String]
    package var templatesPath: String
    package var keyringFile: String
    package var log: Log
    /// The file that was read, if one was.
    package var file: String?

    /// Where each key that was set stood, by its name: `FILE:LINE` or the variable.
    var origins: [String: String]

    /// A problem that only a room below can find (a relay it cannot take, a file it cannot open), said like our own.
    package func problem(with key: String, _ words: String) -> ConfigurationProblem {
        ConfigurationProblem(subject: key, origin: origins[key], words: words)
    }
}

/// The names that `log.level` takes: those of swift-log.
package enum LogLevelName: String, Sendable, CaseIterable {
    case trace, debug, info, notice, warning, error, critical
}

/// The names that `log.format` takes.
package enum LogFormatName: String, Sendable, CaseIterable {
    case text, json
}
