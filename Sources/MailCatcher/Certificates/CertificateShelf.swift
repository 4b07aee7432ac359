import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import X509

/// A TLS context for each kind of certificate, made once at the start.
struct CertificateShelf: Sendable {
    let authorityPEM: String
    private let contexts: [CertificateKind: NIOSSLContext]

    /// Makes the authority, one server key, and a certificate of each kind; `host` is added to the names.
    init(host: String, now: Date = Date()) throws {
        let authority = try CertificateAuthority(commonName: "Mail catcher test authority", now: now)
        let stranger = try CertificateAuthority(commonName: "Somebody else's test authority", now: now)
        let key = P256.Signing.PrivateKey()
        let signer = Certificate.PrivateKey(key)
        let names = Self.names(host: host)
        let start = now.addingTimeInterval(-3_600)
        let end = now.addingTimeInterval(365 * 86_400)
        let chains: [CertificateKind: [Certificate]] = [
            .good: [try authority.issue(for: signer.publicKey, names: names, notBefore: start, notAfter: end)],
            .expired: [
                try authority.issue(
                    for: signer.publicKey, names: names, notBefore: now.addingTimeInterval(-30 * 86_400),
                    notAfter: now.addingTimeInterval(-86_400))
            ],
            .wrongHost: [
                try authority.issue(
                    for: signer.publicKey, names: [.dnsName("relay.wrong-host.example")], notBefore: start,
                    notAfter: end)
            ],
            .selfSigned: [
                try ServerCertificate.make(
                    publicKey: signer.publicKey, names: names, notBefore: start, notAfter: end,
                    issuer: ServerCertificate.subject, signer: signer)
            ],
            .unknownCA: [
                try stranger.issue(for: signer.publicKey, names: names, notBefore: start, notAfter: end),
                stranger.certificate,
            ],
        ]
        let privateKey = try NIOSSLPrivateKey(bytes: Array(key.pemRepresentation.utf8), format: .pem)
        contexts = try chains.mapValues { chain in
            let sources = try chain.map { certificate in
                let bytes = Array(try certificate.serializeAsPEM().derBytes)
                return NIOSSLCertificateSource.certificate(try NIOSSLCertificate(bytes: bytes, format: .der))
            }
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: sources, privateKey: .privateKey(privateKey))
            configuration.minimumTLSVersion = .tlsv12
            return try NIOSSLContext(configuration: configuration)
        }
        authorityPEM = try authority.pem()
    }

    func context(_ kind: CertificateKind) -> NIOSSLContext? { contexts[kind] }

    static func names(host: String) -> [GeneralName] {
        var names: [GeneralName] = [
            .dnsName("localhost"),
            .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
            .ipAddress(ASN1OctetString(contentBytes: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])),
        ]
        let parts = host.split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
        if parts.count == 4, host != "127.0.0.1" {
            names.append(.ipAddress(ASN1OctetString(contentBytes: parts[...])))
        } else if host.contains(where: \.isLetter), !host.contains(":"), host != "localhost" {
            names.append(.dnsName(host))
        }
        return names
    }
}
