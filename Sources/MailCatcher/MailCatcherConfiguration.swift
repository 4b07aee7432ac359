/// How a mail catcher listens, what it offers, and where it stops.
package struct MailCatcherConfiguration: Sendable {
    /// The address to bind; loopback unless somebody says otherwise.
    package var host: String
    /// Port for SMTP with STARTTLS; 0 lets the system choose, nil switches the listener off.
    package var smtpPort: Int?
    /// Port for SMTP in TLS from the first byte (RFC 8314); 0 lets the system choose, nil is off.
    package var smtpsPort: Int?
    /// Port for the inbox and the JSON API; 0 lets the system choose, nil is off.
    package var webPort: Int?
    /// The user name that AUTH must give; nil means that AUTH is neither offered nor asked for.
    package var user: String?
    /// The password that goes with `user`.
    package var password: String?
    /// Counts mails and throws them away: for load tests.
    package var discard: Bool
    /// How many mails are kept; the oldest go first.
    package var mostMessages: Int
    /// What goes wrong on purpose, from the start.
    package var faults: FaultPlan
    /// What the EHLO reply offers.
    package var extensions: SMTPExtensions
    /// Sizes, counts and times at which the server says no.
    package var limits: SMTPLimits
    /// Whether AUTH is offered and taken on a connection without TLS.
    package var plaintextAuthentication: Bool

    /// Defaults are those of the tests: loopback, ports chosen by the system, no AUTH, no faults.
    package init(
        host: String = "127.0.0.1",
        smtpPort: Int? = 0,
        smtpsPort: Int? = nil,
        webPort: Int? = 0,
        user: String? = nil,
        password: String? = nil,
        discard: Bool = false,
        mostMessages: Int = 10_000,
        faults: FaultPlan = FaultPlan(),
        extensions: SMTPExtensions = .all,
        limits: SMTPLimits = SMTPLimits(),
        plaintextAuthentication: Bool = true
    ) {
        self.host = host
        self.smtpPort = smtpPort
        self.smtpsPort = smtpsPort
        self.webPort = webPort
        self.user = user
        self.password = password
        self.discard = discard
        self.mostMessages = mostMessages
        self.faults = faults
        self.extensions = extensions
        self.limits = limits
        self.plaintextAuthentication = plaintextAuthentication
    }
}
