import Crypto
import HTTPTypes
import Hummingbird
import HummingbirdCore
import JSONText
import Links
import Logging
import Model
import NIOCore
import Storage
import Telemetry
import Workflows

/// Everything that answers: finds what a request is for, lets it be answered, and makes every refusal presentable.
struct Site: Sendable {
    private let configuration: WebConfiguration
    private let clock: @Sendable () -> Timestamp
    private let readiness: Readiness
    private let api: API
    private let pages: LinkPages
    private let preferences: PreferenceLinkPages
    private let admin: AdminSite
    private let intake: IntakePages
    private let cases: CaseLinkPages
    private let part: SitePart
    private let themes: Themes
    private let log: AccessLog
    private let security: SecurityHeaders
    private let meter: RequestMeter
    private let metrics: MetricsPage?
    private let document: Reply
    private let reference: Reply
    private let date = HTTPDate()

    init(
        _ part: SitePart = .all, configuration: WebConfiguration, context: WorkflowContext, keyring: KeyringHolder,
        readiness: Readiness, metrics: MetricsPage?, admin parts: AdminParts = AdminParts(), logger: Logger
    ) {
        self.part = part
        self.configuration = configuration
        self.readiness = readiness
        clock = context.clock
        let isHTTPS = configuration.baseURL.lowercased().hasPrefix("https://")
        themes = Themes(isHTTPS: isHTTPS)
        security = SecurityHeaders(isHTTPS: isHTTPS)
        log = AccessLog(logger: logger)
        meter = RequestMeter(base: configuration.basePath)
        self.metrics = metrics
        api = API(configuration: configuration, context: context, keyring: keyring)
        let description = APIDescription(baseURL: configuration.baseURL)
        document = Reply(.ok, .text, description.yaml, fields: [.contentType: "application/yaml"])
        let theme = Theme.reference(isHTTPS: isHTTPS)
        reference = Reply(.ok, .page(theme), ReferencePage(description: description).html(theme))
        let gate = LinkGate(configuration: configuration, keyring: keyring, themes: themes)
        preferences = PreferenceLinkPages(
            configuration: configuration, links: PreferenceLinks(context), gate: gate, themes: themes)
        admin = AdminSite(
            configuration: configuration, context: context, keyring: keyring, parts: parts, logger: logger)
        let roomy = Themes(isHTTPS: isHTTPS, rules: IntakeStyle.rules)
        intake = IntakePages(configuration: configuration, context: context, gate: gate, themes: roomy)
        cases = CaseLinkPages(configuration: configuration, context: context, gate: gate, themes: roomy)
        pages = LinkPages(
            configuration: configuration, context: context, gate: gate, cases: cases, themes: themes)
    }

    /// Answers one request of a connection.
    ///
    /// - Throws: what the connection failed with, or that it cannot take another request.
    func serve(_ request: Request, to writer: consuming ResponseWriter, on channel: any Channel) async throws {
        channel.triggerUserOutboundEvent(RequestPhase.began, promise: nil)
        defer { channel.triggerUserOutboundEvent(RequestPhase.done, promise: nil) }
        var body = BodyReader(request, timeout: configuration.bodyTimeout, on: channel)
        var response = try await TraceContext.$current.withValue(RequestTrace.of(request.head)) {
            try await respond(request, &body, channel)
        }
        await body.discard()
        if let failure = body.failure { throw failure }
        guard !Self.isOfUnknownLength(response, to: request) else {
            response.headers[.connection] = "close"
            _ = try await writer.writeHead(response.head)
            throw Spent()
        }
        // Behind a request for another protocol there is none that would be read; see RequestGate.
        guard !body.leavesRoom || request.headers[.upgrade] != nil else {
            return try await writer.write(response: response.head, body: response.body)
        }
        response.headers[.connection] = "close"
        try await writer.write(response: response.head, body: response.body)
        throw Spent()
    }

    /// Whether the answer is the head of one whose length nobody knows.
    ///
    /// Its body would be framed in chunks. There is none, and so no end of one may follow either: a client would take it
    /// for the next answer. The framing is written by whoever ends the answer, so that it is not ended.
    private static func isOfUnknownLength(_ response: Response, to request: Request) -> Bool {
        request.method == .head && response.headers[.contentLength] == nil && response.status != .noContent
            && response.status != .notModified
    }

    /// The connection holds the rest of a body, another protocol that nobody will read, or an answer without an end.
    private struct Spent: Error {}

    /// - Throws: only what the connection failed with.
    func respond(_ request: Request, _ body: inout BodyReader, _ channel: any Channel) async throws -> Response {
        let start = ContinuousClock.now
        let exchange = Exchange(request: request, channel: channel, now: clock(), configuration: configuration)
        let reply = await answer(exchange, &body)
        if let failure = body.failure { throw failure }
        meter.count(request.head, status: reply.status.code, took: ContinuousClock.now - start)
        if log.logger.logLevel <= .debug {
            log.record(
                request.method, try? RequestTarget(request.head.path ?? "", base: configuration.basePath),
                status: reply.status.code, since: start)
        }
        var fields = security.fields(for: reply.content)
        for field in reply.fields where field.name != .setCookie { fields[field.name] = field.value }
        // Each cookie is a field of its own (RFC 6265, 3).
        for cookie in reply.fields[fields: .setCookie] { fields.append(cookie) }
        fields[.date] = date.text(at: .wallClock())
        if reply.status != .noContent, reply.stream == nil {
            fields[.contentLength] = String(reply.body.readableBytes)
        }
        var response = Response(status: reply.status, body: Self.body(of: reply, isHead: request.method == .head))
        response.headers = fields
        return response
    }

    private static func body(of reply: Reply, isHead: Bool) -> ResponseBody {
        guard !isHead else { return ResponseBody() }
        guard let stream = reply.stream else {
            return reply.body.readableBytes == 0 ? ResponseBody() : ResponseBody(byteBuffer: reply.body)
        }
        return ResponseBody { writer in
            try await stream { bytes in
                guard !bytes.isEmpty else { return }
                try await writer.write(ByteBuffer(bytes: bytes))
            }
            try await writer.finish(nil)
        }
    }

    private func answer(_ exchange: Exchange, _ body: inout BodyReader) async -> Reply {
        var target: RequestTarget?
        do {
            let found = try RequestTarget(exchange.request.head.path ?? "", base: configuration.basePath)
            target = found
            guard body.framing.isPlain else {
                throw Problem(.malformedRequest, "Of the transfer codings, 'chunked' alone is taken, and once.")
            }
            if found.path == MetricsPage.path, let metrics { return await metrics.reply(exchange.request.method) }
            guard let route = try Route(found, exchange.request.method), part.serves(route) else {
                throw Problem(.notFound, "No page and no call has this address.")
            }
            try requireOneHost(exchange.request, route)
            return try await answer(route, found, exchange, &body)
        } catch let problem as Problem {
            return refusal(problem, target)
        } catch is IdempotencyMismatch {
            return refusal(
                Problem(
                    .idempotencyMismatch,
                    """
                    This Idempotency-Key came with another method, path or body before.
                    """), target)
        } catch {
            if body.failure == nil { log.failure(error, exchange.request.method, target) }
            if let problem = Problem(unavailable: error) { return refusal(problem, target) }
            return refusal(
                Problem(
                    .internalError,
                    """
                    The request was not carried out. The log of the service says why.
                    """), target)
        }
    }

    private func answer(
        _ route: Route, _ target: RequestTarget, _ exchange: Exchange, _ body: inout BodyReader
    ) async throws -> Reply {
        let method: HTTPRequest.Method = exchange.request.method == .head ? .get : exchange.request.method
        guard method != .options else {
            return Reply(.noContent, .none, fields: [.allow: route.allow])
        }
        guard route.methods.contains(method) else {
            var problem = Problem(.methodNotAllowed, "This address takes \(route.allow).")
            problem.headers[.allow] = route.allow
            throw problem
        }
        switch route {
        case .link(let token):
            guard method == .post else { return try await pages.show(token, exchange) }
            return try await Origin.$current.withValue(.link) { try await pages.act(token, exchange, &body) }
        case .preferences(let token):
            guard method == .post else { return try await preferences.show(token, exchange) }
            return try await Origin.$current.withValue(.link) { try await preferences.act(token, exchange, &body) }
        case .admin(let route):
            return try await Origin.$client.withValue(exchange.client?.text) {
                try await admin.answer(route, method, target, exchange, &body)
            }
        case .recovery(let slug):
            return try await Origin.$current.withValue(.form) {
                try await intake.recovery(slug, target, exchange, &body)
            }
        case .report(let slug, let package):
            return try await Origin.$current.withValue(.form) {
                try await intake.report(slug, package, exchange, &body)
            }
        case .recoveryStatus(let token):
            guard method == .post else { return try await cases.showStatus(token, exchange) }
            return try await Origin.$current.withValue(.link) { try await cases.actOnStatus(token, exchange, &body) }
        case .api(let route): return try await api.answer(route, method, target, exchange, &body)
        case .document: return document
        case .reference: return reference
        case .home: return Reply(.ok, .page(themes.standard), PlainPages.home(themes.standard))
        case .problem(let kind): return Reply(.ok, .page(themes.standard), PlainPages.problem(kind, themes.standard))
        case .favicon: return Reply(.noContent, .none, fields: [.cacheControl: "public, max-age=604800"])
        case .robots: return Reply(.ok, .text, Array("User-agent: *\nDisallow: /\n".utf8))
        case .security: return try SecurityText.reply(configuration, at: exchange.now)
        case .healthz: return Reply(.ok, .json, Array(#"{"status":"ok"}"#.utf8))
        case .readyz: return await ready()
        }
    }

    /// One Host field, as RFC 9112, 3.2 has it: two are how a proxy and a server are made to disagree.
    ///
    /// The checks of load balancers speak HTTP/1.0, which knows no Host.
    private func requireOneHost(_ request: Request, _ route: Route) throws {
        let isProbe = if case .healthz = route { true } else if case .readyz = route { true } else { false }
        let hasMore = request.headers.contains { $0.name.canonicalName == "host" }
        guard request.head.authority != nil || isProbe, !hasMore else {
            throw Problem(.malformedRequest, "A request has exactly one Host field.")
        }
    }

    private func ready() async -> Reply {
        let report = await readiness.report()
        let isReady = report.allSatisfy { $0.problem == nil }
        var writer = JSONWriter()
        writer.open()
        writer.field("status", isReady ? "ready" : "not ready")
        writer.key("parts")
        writer.openArray()
        for part in report {
            writer.open()
            writer.field("name", part.name)
            writer.field("status", part.problem == nil ? "ready" : "not ready")
            if let problem = part.problem { writer.field("detail", problem) }
            writer.close()
        }
        writer.closeArray()
        writer.close()
        return Reply(isReady ? .ok : .serviceUnavailable, .json, writer.bytes)
    }

    private func refusal(_ problem: Problem, _ target: RequestTarget?) -> Reply {
        let status = HTTPResponse.Status(code: problem.kind.status)
        if let limit = problem.limit { Metrics.limitRefusals.add(limit.rawValue) }
        guard let target, !target.isForPrograms else {
            let body = problem.json(baseURL: configuration.baseURL, instance: target?.redacted)
            return Reply(status, .problem, body, fields: problem.headers)
        }
        let isOfAdmin = target.path == "/admin" || target.path.hasPrefix("/admin/")
        return Reply(
            status, .page(themes.standard),
            PlainPages.refusal(problem, themes.standard, admin: isOfAdmin ? configuration.basePath + "/admin" : nil),
            fields: problem.headers)
    }
}
