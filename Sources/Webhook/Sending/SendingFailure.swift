import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL

#if canImport(Glibc)
    import Glibc
#else
    import Foundation
#endif

/// Why there was no answer, in words of ours: what an endpoint says ends in no log and no listing.
struct SendingFailure {
    let reason: String
    /// Whether there was no connection, and so nothing sent.
    var isUnreachable = false

    init(_ error: any Error) {
        switch error {
        case let error as HTTPClientError: self = Self.client(error)
        case let error as IOError: self = Self.system(error.errnoCode)
        case let error as NIOSSLError: self = Self.tls(error)
        case is NIOSSLExtraError: reason = "the certificate is not for this host"
        case is HTTPParserError: reason = "the answer is not HTTP"
        default: reason = "the connection failed"
        }
    }

    private init(_ reason: String, isUnreachable: Bool = false) {
        self.reason = reason
        self.isUnreachable = isUnreachable
    }

    private static func client(_ error: HTTPClientError) -> SendingFailure {
        switch error {
        case .connectTimeout: SendingFailure("no connection in time", isUnreachable: true)
        case .remoteConnectionClosed: SendingFailure("the connection was closed before an answer")
        case .tlsHandshakeTimeout: SendingFailure("the TLS handshake took too long")
        case .deadlineExceeded, .readTimeout, .writeTimeout, .cancelled: SendingFailure("no answer in time")
        default: SendingFailure("the connection failed")
        }
    }

    private static func system(_ code: CInt) -> SendingFailure {
        switch code {
        case ECONNREFUSED: SendingFailure("the connection was refused", isUnreachable: true)
        case EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL, EAFNOSUPPORT, EACCES, EPERM:
            SendingFailure("the host cannot be reached", isUnreachable: true)
        case ETIMEDOUT: SendingFailure("no connection in time", isUnreachable: true)
        case ECONNRESET, EPIPE: SendingFailure("the connection was closed before an answer")
        default: SendingFailure("the connection failed")
        }
    }

    private static func tls(_ error: NIOSSLError) -> SendingFailure {
        switch error {
        case .handshakeFailed(let inner) where "\(inner)".contains("CERTIFICATE_VERIFY_FAILED"):
            SendingFailure("the certificate is not trusted")
        case .unableToValidateCertificate, .noCertificateToValidate: SendingFailure("the certificate is not trusted")
        case .handshakeFailed: SendingFailure("the TLS handshake failed")
        case .uncleanShutdown: SendingFailure("the connection was closed before an answer")
        default: SendingFailure("the TLS connection failed")
        }
    }
}
