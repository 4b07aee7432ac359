import HTTPTypes
import Telemetry

/// Counts requests as they are answered.
struct RequestMeter: Sendable {
    /// The path of the public address.
    let base: String

    func count(_ request: HTTPRequest, status: Int, took time: Duration) {
        let route = RouteClass.name(request.path ?? "", base: base)
        Metrics.httpRequests.add(route, Self.method(request.method), Self.statusClass(status))
        Metrics.httpSeconds.observe(
            Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18, route)
        guard route == "link" || route == "unsubscribe" else { return }
        if status == 404 { Metrics.linkRefusals.add("forged") }
        if status == 410 { Metrics.linkRefusals.add("ended") }
    }

    /// A client can make up methods; those that nothing takes are counted together.
    private static func method(_ method: HTTPRequest.Method) -> String {
        switch method {
        case .get, .head, .post, .put, .patch, .delete, .options: method.rawValue
        default: "other"
        }
    }

    private static func statusClass(_ status: Int) -> String {
        switch status {
        case 200..<300: "2xx"
        case 300..<400: "3xx"
        case 400..<500: "4xx"
        case 500..<600: "5xx"
        default: "1xx"
        }
    }
}
