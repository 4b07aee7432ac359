/// The ports that a catcher has bound.
package struct CatcherPorts: Sendable, Equatable {
    package let host: String
    /// SMTP with STARTTLS.
    package let smtp: Int
    /// SMTP under implicit TLS.
    package let smtps: Int?
    /// The web inbox and its API.
    package let web: Int?

    /// Where the web inbox is, without a slash at the end.
    package var webURL: String? { web.map { "http://\(bracketedHost):\($0)" } }
    /// `host:port`, an IPv6 address in brackets.
    package var smtpAddress: String { "\(bracketedHost):\(smtp)" }
    package var smtpsAddress: String? { smtps.map { "\(bracketedHost):\($0)" } }

    private var bracketedHost: String { host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host }
}
