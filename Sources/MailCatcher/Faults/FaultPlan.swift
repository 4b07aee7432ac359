/// How the server misbehaves; a plan without changes is a server in good order.
///
/// Of the rules that fit an occasion, delays add up until the first that does something else, which ends the matter.
package struct FaultPlan: Sendable, Equatable {
    /// What goes wrong in the course of conversations, the first rule first.
    package var rules: [FaultRule]
    /// Whether EHLO offers STARTTLS, and the command is taken.
    package var offerSTARTTLS: Bool
    /// Whether AUTH is offered and asked for, where a user is configured.
    package var offerAUTH: Bool
    /// Whether addresses outside ASCII are taken (RFC 6531).
    package var offerSMTPUTF8: Bool
    /// Writes the keyword STARTTLS in lower case: keywords know no case, but some clients do.
    package var lowercaseSTARTTLS: Bool
    /// The certificate of handshakes that begin from now on.
    package var certificate: CertificateKind

    /// A server in good order but for what is given.
    package init(
        rules: [FaultRule] = [], offerSTARTTLS: Bool = true, offerAUTH: Bool = true, offerSMTPUTF8: Bool = true,
        lowercaseSTARTTLS: Bool = false, certificate: CertificateKind = .good
    ) {
        self.rules = rules
        self.offerSTARTTLS = offerSTARTTLS
        self.offerAUTH = offerAUTH
        self.offerSMTPUTF8 = offerSMTPUTF8
        self.lowercaseSTARTTLS = lowercaseSTARTTLS
        self.certificate = certificate
    }
}
