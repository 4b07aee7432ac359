/// The ports that a catcher really bound; nil where a listener is off.
package struct Ports: Sendable, Equatable {
    /// SMTP, with STARTTLS on offer.
    package var smtp: Int?
    /// SMTP in TLS from the first byte.
    package var smtps: Int?
    /// The inbox and its JSON API.
    package var web: Int?
}
