import Foundation
import X509

/// The shape of all server certificates of the catcher, whoever signs them.
enum ServerCertificate {
    static func make(
        publicKey: Certificate.PublicKey,
        names: [GeneralName],
        notBefore: Date,
        notAfter: Date,
        issuer: DistinguishedName,
        signer: Certificate.PrivateKey
    ) throws -> Certificate {
        try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: publicKey,
            notValidBefore: notBefore,
            notValidAfter: notAfter,
            issuer: issuer,
            subject: try subject,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(names)
            },
            issuerPrivateKey: signer
        )
    }

    static var subject: DistinguishedName {
        get throws {
            try DistinguishedName { CommonName("localhost") }
        }
    }
}
