package import Foundation

/// Where a catcher listens and what it asks for.
package struct CatcherConfiguration: Sendable {
    /// A user and password for AUTH.
    package struct Account: Sendable {
        package var user: String
        package var password: String

        package init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    /// The address of all listeners.
    package var host = "127.0.0.1"
    /// The port for SMTP with STARTTLS; 0 takes a free one.
    package var smtpPort = 0
    /// The port for SMTP under implicit TLS; 0 takes a free one, nil does without.
    package var smtpsPort: Int?
    /// The port of the web inbox; 0 takes a free one, nil does without.
    package var webPort: Int?
    /// Where the certificate authority is written, in PEM, before any port is open; nil writes none.
    package var caFile: String?
    /// The account for AUTH; without one AUTH is not offered.
    package var account: Account?
    /// Refuses MAIL before AUTH with 530 (RFC 4954, 6).
    package var requiresAUTH = false
    /// Refuses MAIL and AUTH in clear with 530 (RFC 3207, 4).
    package var requiresTLS = false
    package var faults = FaultPlan()
    /// Counts messages and throws them away, and keeps no logs: for load tests.
    package var discards = false
    package var limits = CatcherLimits()
    /// The name in the greeting.
    package var serverName = "mailcatcher.test"
    /// What time it is; for the times of messages and certificates.
    package var now: @Sendable () -> Date = { Date() }

    /// A catcher on free ports of 127.0.0.1 with SMTP only.
    package init() {}
}

/// How much a catcher takes.
package struct CatcherLimits: Sendable, Equatable {
    /// Messages kept; the oldest are dropped.
    package var messages = 1_000
    /// Bytes of one message (SIZE, RFC 1870).
    package var messageSize = 25 * 1024 * 1024
    /// Bytes of a command line with CRLF: above RFC 5321's 512 for what extensions add (4.1.1.11).
    package var commandLine = 2_048
    /// Bytes of a line within AUTH with CRLF (RFC 4954, 4).
    package var authLine = 12_288
    /// Recipients of one message (RFC 5321, 4.5.3.1.8 asks for 100 at least).
    package var recipients = 1_000
    /// Connections open at a time.
    package var connections = 1_000
    /// Commands that fail in one connection before it is closed.
    package var errors = 50
    /// Seconds without a byte before 421 (RFC 5321, 4.5.3.2.7 asks for 300 at least).
    package var idleSeconds = 300.0
    /// Seconds for which a stopping catcher lets conversations end.
    package var drainSeconds = 2.0

    package init() {}
}
