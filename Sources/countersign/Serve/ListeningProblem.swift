import Foundation
import NIOCore
import Settings

/// Why the pages' address cannot be listened on, said with the keys that name it.
enum ListeningProblem {
    /// Nil where the error is about something else.
    static func failure(_ error: any Error, _ http: ServiceConfiguration.HTTP) -> Failure? {
        if error is SocketAddressError.UnknownHost {
            return Failure(
                "http.host \(http.host): no address is known for this name; set http.host to one of this machine",
                code: .badConfiguration)
        }
        guard let error = error as? IOError else { return nil }
        let host = http.host.contains(":") ? "[\(http.host)]" : http.host
        switch error.errnoCode {
        case EADDRINUSE:
            return Failure(
                "http.host:http.port \(host):\(http.port) is in use; stop what listens there or set http.port")
        case EADDRNOTAVAIL:
            return Failure(
                "http.host \(host): this machine has no such address; set http.host to one that it has, or 0.0.0.0",
                code: .badConfiguration)
        case EACCES, EPERM:
            return Failure(
                "http.host:http.port \(host):\(http.port): this account may not listen there; set http.port")
        default: return nil
        }
    }
}
