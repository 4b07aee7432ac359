/// The certificate that the server shows in a TLS handshake.
package enum CertificateKind: String, Codable, Sendable, CaseIterable {
    /// For `localhost`, 127.0.0.1 and ::1, signed by the catcher's own authority.
    case good
    /// As `good`, but its time is over.
    case expired
    /// Signed by the catcher's authority, for another host.
    case wrongHost
    /// Signed by itself.
    case selfSigned
    /// Signed by an authority that nobody was told of.
    case unknownCA
}
