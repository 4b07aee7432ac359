import HTTPTypes
import Links
import Logging
import Model
import Workflows

/// `/admin`: lets admins in, and leads them to the pages of their galleries.
struct AdminSite: Sendable {
    let configuration: WebConfiguration
    let context: WorkflowContext
    let signIns: AdminSignIn
    let proofs: AdminProof
    let enrolments: AdminEnrolment
    let sessions: AdminSessions
    let openIDs: AdminOpenID
    let logger: Logger
    let gate: LinkGate
    let theme: Theme
    /// Of the pages of galleries.
    let themes: Themes
    let parts: AdminParts

    init(
        configuration: WebConfiguration, context: WorkflowContext, keyring: KeyringHolder, parts: AdminParts,
        logger: Logger
    ) {
        var configuration = configuration
        if let own = configuration.adminBaseURL { configuration.baseURL = own }
        let isHTTPS = configuration.baseURL.lowercased().hasPrefix("https://")
        self.configuration = configuration
        self.context = context
        self.parts = parts
        themes = .admin(isHTTPS: isHTTPS)
        self.logger = logger
        gate = LinkGate(configuration: configuration, keyring: keyring, themes: Themes(isHTTPS: isHTTPS))
        let life = configuration.adminLife
        signIns = AdminSignIn(context)
        proofs = AdminProof(context, life: life)
        enrolments = AdminEnrolment(context, life: life)
        sessions = AdminSessions(context, life: life)
        openIDs = AdminOpenID(context, life: life)
        theme = Theme(colour: Stylesheet.standardColour, rules: SignInStyle.rules, isHTTPS: isHTTPS)
    }

    /// - Parameter method: HEAD comes as GET.
    func answer(
        _ route: AdminRoute, _ method: HTTPRequest.Method, _ target: RequestTarget, _ exchange: Exchange,
        _ body: inout BodyReader
    ) async throws -> Reply {
        // Where mail does not do, nothing of its way in is there.
        guard configuration.adminMail || !route.isOfMail else { throw notThere }
        do {
            switch route {
            case .signIn:
                guard method == .post else { return showSignIn(target, exchange) }
                return try await requestLink(exchange, &body)
            case .link(let token):
                guard method == .post else { return try await showLink(token, exchange) }
                return try await enter(token, exchange, &body)
            case .second:
                guard method == .post else { return try await showSecond(exchange) }
                return try await prove(exchange, &body)
            case .enrol:
                guard method == .post else { return try await showEnrolment(exchange) }
                return try await enrol(exchange, &body)
            case .again:
                guard method == .post else { return try await showAgain(target, exchange) }
                return try await proveAgain(exchange, &body)
            case .signOut: return try await signOut(exchange, &body)
            case .account:
                guard method == .post else { return try await showAccount(target, exchange) }
                return try await changeAccount(exchange, &body)
            case .shortcuts:
                guard method == .post else { return try await showShortcuts(target, exchange) }
                return try await setShortcuts(exchange, &body)
            case .home: return try await home(exchange)
            case .openIDStart: return try await startOpenID(target, exchange)
            case .openIDCallback: return try await finishOpenID(target, exchange)
            case .gallery(let slug, let place):
                return try await answer(place, slug, method, target, exchange, &body)
            }
        } catch Refusal.limited(let limit, let retryAfter) {
            throw Problem.limited(limit, retryAfter: retryAfter)
        }
    }

    private func answer(
        _ place: AdminRoute.Place, _ slug: String, _ method: HTTPRequest.Method, _ target: RequestTarget,
        _ exchange: Exchange, _ body: inout BodyReader
    ) async throws -> Reply {
        let entry: Entry
        switch try await enter(method, target, exchange) {
        case .turnedAway(let reply): return reply
        case .full(let found): entry = found
        }
        // The same whether there is no such gallery or it is another's.
        guard let role = entry.visitor.role(in: slug) else { throw notThere }
        var request = AdminRequest(
            visitor: entry.visitor, role: role, place: place, method: method, target: target, exchange: exchange,
            nonce: entry.token.nonce, form: nil)
        let origin = Origin.admin(entry.visitor.admin.id, address: exchange.client?.text)
        do {
            if method == .post { request.form = try await form(entry.token, exchange, &body) }
            return try await Origin.$current.withValue(origin) { [request] in
                try await Origin.$actor.withValue(request.actor) { try await answer(request) }
            }
        } catch let problem as Problem {
            // Within the site, so that there is a way on.
            let frame = frame(request)
            return Reply(
                HTTPResponse.Status(code: problem.kind.status), .page(frame.theme), RefusalPage.write(problem, frame),
                fields: problem.headers)
        }
    }

    /// There is no `default`, so that an area that is new has to be answered here.
    private func answer(_ request: AdminRequest) async throws -> Reply {
        switch request.place.area {
        case .queue: return try await queue(request)
        case .cases: return try await cases(request)
        case .reports: return try await reports(request)
        case .overview: return try await overview(request)
        case .audit: return try await audit(request)
        case .search: return try await search(request)
        case .approvals: return try await approvals(request)
        case .messages: return try await messages(request)
        case .suppressions: return try await suppressions(request)
        case .blocks: return try await blocks(request)
        case .publications: return try await publications(request)
        case .webhooks: return try await webhooks(request)
        case .keys: return try await keys(request)
        case .courier: return try await courier(request)
        }
    }

    var notThere: Problem { Problem(.notFound, "No page has this address.") }
}
