import Crypto
import Foundation
import SwiftASN1
import X509

/// A key that signs certificates for the life of one process.
struct CertificateAuthority {
    let name: DistinguishedName
    let certificate: Certificate
    private let key: Certificate.PrivateKey

    /// Makes a key and a certificate for it that is good from an hour ago, for clocks that are slow, to ten years on.
    init(commonName: String, now: Date) throws {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let name = try DistinguishedName { CommonName(commonName) }
        self.key = key
        self.name = name
        certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: key.publicKey,
            notValidBefore: now.addingTimeInterval(-3_600),
            notValidAfter: now.addingTimeInterval(3_650 * 86_400),
            issuer: name,
            subject: name,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: key.publicKey)
            },
            issuerPrivateKey: key
        )
    }

    /// Signs a server certificate for a key.
    func issue(
        for publicKey: Certificate.PublicKey, names: [GeneralName], notBefore: Date, notAfter: Date
    ) throws -> Certificate {
        try ServerCertificate.make(
            publicKey: publicKey, names: names, notBefore: notBefore, notAfter: notAfter, issuer: name, signer: key)
    }

    /// The certificate for a client's file of trusted authorities.
    func pem() throws -> String { try certificate.serializeAsPEM().pemString }
}
