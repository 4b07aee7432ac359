import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import X509

/// A certificate that signs itself, with a server's context for it.
struct ServerCertificate {
    let context: NIOSSLContext
    let trusted: NIOSSLTrustRoots

    init(for host: String) throws {
        let key = P256.Signing.PrivateKey()
        let signer = Certificate.PrivateKey(key)
        let name = try DistinguishedName { CommonName("test") }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: signer.publicKey,
            notValidBefore: Date().addingTimeInterval(-3600), notValidAfter: Date().addingTimeInterval(3600),
            issuer: name, subject: name,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                SubjectAlternativeNames([.dnsName(host)])
            }, issuerPrivateKey: signer)
        let der = Array(try certificate.serializeAsPEM().derBytes)
        let own = try NIOSSLCertificate(bytes: der, format: .der)
        let privateKey = try NIOSSLPrivateKey(bytes: Array(key.pemRepresentation.utf8), format: .pem)
        context = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: [.certificate(own)], privateKey: .privateKey(privateKey)))
        trusted = .certificates([own])
    }
}
