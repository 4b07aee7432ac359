/// How the server misbehaves: scripted faults, and what it offers.
///
/// A plan without changes is a server in good order. Of several rules that match one occasion the first that still has
/// `times` left acts; counts are kept from the moment that the plan is set.
package struct FaultPlan: Sendable, Equatable {
    package var rules: [FaultRule] = []

    package var offerSTARTTLS = true
    /// AUTH is offered only where an account is configured, and under TLS (unless `authWithoutTLS`).
    package var offerAUTH = true
    package var offerSMTPUTF8 = true
    package var offer8BITMIME = true
    package var offerPIPELINING = true
    package var offerENHANCEDSTATUSCODES = true
    package var offerSIZE = true
    /// Writes the keyword STARTTLS in lower case, which some clients do not see.
    package var lowerCaseSTARTTLS = false
    /// Offers AUTH, and takes it, on connections without TLS too.
    package var authWithoutTLS = false
    /// The mechanisms in the reply to EHLO; only PLAIN and LOGIN are implemented, others answer 504.
    package var authMechanisms = ["PLAIN", "LOGIN"]
    /// More lines for the reply to EHLO, as they stand.
    package var extraKeywords: [String] = []
    /// The largest message in bytes, in place of the server's own limit.
    package var maximumSize: Int?
    package var certificate = CertificateKind.good
    /// The host names and IP addresses in the certificate.
    package var certificateNames = ["localhost", "127.0.0.1", "::1"]
    /// Speaks TLS 1.0 and 1.1 only.
    package var legacyTLS = false

    /// A server in good order, with these faults.
    package init(_ rules: [FaultRule]) {
        self.rules = rules
    }

    /// A server in good order, with these faults.
    package init(_ rules: FaultRule...) {
        self.rules = rules
    }
}

/// Which certificate the server shows.
package enum CertificateKind: String, Codable, Sendable, CaseIterable {
    /// For the right names, signed by the authority that the catcher gives out.
    case good
    /// As `good`, but its life ended yesterday.
    case expired
    /// Signed by the right authority for another host.
    case wrongHost = "wrong-host"
    /// For the right names, signed by itself.
    case selfSigned = "self-signed"
    /// For the right names, signed by an authority that nobody knows.
    case unknownCA = "unknown-ca"
}
