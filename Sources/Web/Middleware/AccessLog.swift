import HTTPTypes
import Logging

/// One line a request, at `debug`, and without anything that opens a door: no query, no token, no header.
struct AccessLog: Sendable {
    let logger: Logger

    func record(
        _ method: HTTPRequest.Method, _ target: RequestTarget?, status: Int, since start: ContinuousClock.Instant
    ) {
        let time = (ContinuousClock.now - start).components
        logger.debug(
            "request",
            metadata: [
                "method": "\(method.rawValue)", "path": "\(target?.redacted ?? "?")", "status": "\(status)",
                "microseconds": "\(time.seconds * 1_000_000 + time.attoseconds / 1_000_000_000_000)",
            ])
    }

    /// What went wrong behind a 5xx: the client is not told, so the log is.
    func failure(_ error: any Error, _ method: HTTPRequest.Method, _ target: RequestTarget?) {
        logger.error(
            "request failed",
            metadata: [
                "method": "\(method.rawValue)", "path": "\(target?.redacted ?? "?")", "error": "\(error)",
            ])
    }
}
