import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix

/// That a request got no answer.
public struct TransportFailure: Error, Sendable {
    /// How it went wrong.
    public enum Reason: String, Sendable {
        /// The connection could not be made: nothing was sent.
        case connect = "no connection"
        /// The time was over.
        case timeout = "no answer in time"
        /// The connection was lost before the answer was whole.
        case lost = "the connection was lost"
    }

    /// How it went wrong.
    public var reason: Reason
    /// How many attempts were made.
    public var attempts: Int
    /// The error of the last attempt.
    public var underlying: any Error

    /// Describes a failure.
    public init(reason: Reason, attempts: Int, underlying: any Error) {
        self.reason = reason
        self.attempts = attempts
        self.underlying = underlying
    }

    init(_ error: any Error, attempts: Int) {
        let reason: Reason =
            switch error {
            case is NIOConnectionError: .connect
            case let error as IOError where Self.refusing.contains(error.errnoCode): .connect
            case let error as HTTPClientError where Self.connecting.contains(error): .connect
            case let error as HTTPClientError where Self.waiting.contains(error): .timeout
            default: .lost
            }
        self.init(reason: reason, attempts: attempts, underlying: error)
    }

    private static let refusing: Set<CInt> = [ECONNREFUSED, ENETUNREACH, EHOSTUNREACH]
    private static let connecting: [HTTPClientError] = [
        .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout,
    ]
    private static let waiting: [HTTPClientError] = [.deadlineExceeded, .readTimeout, .writeTimeout]
}

extension TransportFailure: CustomStringConvertible {
    /// The reason and how often it was tried.
    public var description: String { "\(reason.rawValue), in \(attempts) attempt\(attempts == 1 ? "" : "s")" }
}
