import HTTPTypes
import Telemetry

/// The place of a request in a trace (W3C Trace Context).
enum RequestTrace {
    // Each literal is a name, as the tests see; the other side is there for the type alone.
    private static let parent = HTTPField.Name("traceparent") ?? .server
    private static let state = HTTPField.Name("tracestate") ?? .server

    static func of(_ request: HTTPRequest) -> TraceContext {
        var random = SystemRandomNumberGenerator()
        return .ofRequest(
            traceparent: request.headerFields[values: parent], tracestate: request.headerFields[values: state],
            using: &random)
    }
}
