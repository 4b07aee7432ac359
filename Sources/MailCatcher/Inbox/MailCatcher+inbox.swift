import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

extension MailCatcher {
    /// The web server, not yet running; `bound` hears of its port.
    func inbox(
        port: Int, bound: @escaping @Sendable (any Channel) -> Void
    ) -> Application<InboxResponder> {
        let site = InboxSite(mailbox: mailbox, faults: faults, boundHost: configuration.host)
        return Application(
            responder: InboxResponder(site: site),
            server: HTTPServerBuilder { responder in
                InboxChannel(
                    inner: HTTP1Channel(responder: responder, configuration: .init(idleTimeout: .seconds(90))))
            },
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: port),
                availableConnectionsDelegate: MaximumAvailableConnections(500)),
            onServerRunning: { bound($0) },
            logger: logger)
    }
}

/// Between the server library and `InboxSite`.
struct InboxResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let site: InboxSite

    func respond(to request: Request, context: Context) async throws -> Response {
        let head = request.head
        var asked = InboxRequest(
            method: head.method.rawValue,
            path: request.uri.path.split(separator: "/").map(String.init),
            query: InboxRequest.parseQuery(request.uri.query ?? ""),
            host: head.authority,
            fetchSite: Self.field("Sec-Fetch-Site", head.headerFields),
            fetchDestination: Self.field("Sec-Fetch-Dest", head.headerFields),
            origin: Self.field("Origin", head.headerFields))
        if head.method == .put {
            do {
                let body = try await request.body.collect(upTo: 1_048_576)
                asked.body = Array(body.readableBytesView)
            } catch {
                return Self.response(site.refuse(413, "Too large", asked), isHead: false)
            }
        }
        var response = Self.response(await site.answer(asked), isHead: head.method == .head)
        // Nothing behind it would be read.
        if head.method == .connect || head.headerFields[.upgrade] != nil { response.headers[.connection] = "close" }
        return response
    }

    private static func field(_ name: String, _ fields: HTTPFields) -> String? {
        HTTPField.Name(name).flatMap { fields[$0] }
    }

    private static func response(_ answer: InboxAnswer, isHead: Bool) -> Response {
        var fields = HTTPFields()
        for field in answer.fields {
            guard let name = HTTPField.Name(field.name) else { continue }
            fields[name] = field.value
        }
        let body = ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        let response = Response(status: .init(code: answer.status), headers: fields, body: body)
        return isHead ? response.createHeadResponse() : response
    }
}
