import HTTPTypes
import HummingbirdCore
import Model
import Telemetry
import Workflows

/// `/recovery` and `/report/…`: forms that anybody can send.
///
/// They have no token, so a nonce that is tied to a cookie stands behind each (OWASP, Cross-Site Request Forgery). Whatever
/// was typed is checked for form alone before it is taken: a right form gets the same answer whether or not the package
/// or the address is known.
struct IntakePages: Sendable {
    private let configuration: WebConfiguration
    private let galleries: Galleries
    private let claims: Claims
    private let reports: PublicReports
    private let gate: LinkGate
    private let nonces: FormNonce
    private let pace: EvenPace
    private let themes: Themes

    /// In bytes: the longest text in any script, percent-encoded.
    private static let longestForm = 96 * 1024

    init(configuration: WebConfiguration, context: WorkflowContext, gate: LinkGate, themes: Themes) {
        self.configuration = configuration
        self.gate = gate
        self.themes = themes
        pace = EvenPace(step: configuration.formPace)
        galleries = Galleries(context)
        claims = Claims(context)
        reports = PublicReports(context)
        nonces = FormNonce(baseURL: configuration.baseURL, secrets: context.secrets)
    }

    /// `/recovery`, where there is but one gallery or `?gallery=` names one, and `/recovery/{gallery}`.
    func recovery(
        _ slug: Substring?, _ target: RequestTarget, _ exchange: Exchange, _ body: inout BodyReader
    ) async throws -> Reply {
        let query = FormBody(Array((target.query ?? "").utf8)) ?? FormBody(fields: [])
        let named = slug.flatMap { PercentCoding.decode($0) } ?? query.value("gallery")
        guard let gallery = try await gallery(named) else { return which(named) }
        let page = Page(gallery: gallery, theme: themes.theme(gallery.policy.colour), exchange: exchange)
        guard exchange.request.method == .post else {
            return show(page) {
                RecoveryFormPages.form(
                    RecoveryForm(package: (query.value("package") ?? "").trimmed), gallery, page.theme, nonce: $0)
            }
        }
        let sent = try await self.sent(exchange, &body)
        let form = RecoveryForm(sent)
        guard nonces.admits(sent.value("nonce"), exchange.headers, at: exchange.now) else {
            return show(page, .forbidden) {
                RecoveryFormPages.form(form, gallery, page.theme, nonce: $0, notice: Self.unknownVisit)
            }
        }
        switch form.check() {
        case .failure(let flaws):
            return show(page, .unprocessableContent) {
                RecoveryFormPages.form(form, gallery, page.theme, nonce: $0, errors: flaws.errors)
            }
        case .success(let claim):
            do throws(any Error) {
                try await pace.run {
                    try await claims.submit(claim, gallery: gallery.id, client: gate.client(exchange))
                }
            } catch Refusal.limited(let limit, let wait) {
                return limited(page, limit, wait) {
                    RecoveryFormPages.form(form, gallery, page.theme, nonce: $0, notice: $1)
                }
            }
            return Reply(
                .ok, .page(page.theme), RecoveryFormPages.sent(to: claim.claimant.email, gallery, page.theme))
        }
    }

    /// `/report/{gallery}/{package}`: the form behind a package's link.
    func report(
        _ slug: Substring, _ package: Substring, _ exchange: Exchange, _ body: inout BodyReader
    ) async throws -> Reply {
        guard let slug = PercentCoding.decode(slug), let gallery = try await gallery(slug),
            let text = PercentCoding.decode(package), let package = try? Name(text, .package)
        else { throw Problem(.notFound, "No page has this address; follow the link on the package’s own page.") }
        let page = Page(gallery: gallery, theme: themes.theme(gallery.policy.colour), exchange: exchange)
        guard exchange.request.method == .post else {
            return show(page) { ReportPages.form(ReportForm(), package, gallery, page.theme, nonce: $0) }
        }
        let sent = try await self.sent(exchange, &body)
        let form = ReportForm(sent)
        guard nonces.admits(sent.value("nonce"), exchange.headers, at: exchange.now) else {
            return show(page, .forbidden) {
                ReportPages.form(form, package, gallery, page.theme, nonce: $0, notice: Self.unknownVisit)
            }
        }
        switch form.check(package: package) {
        case .failure(let flaws):
            return show(page, .unprocessableContent) {
                ReportPages.form(form, package, gallery, page.theme, nonce: $0, errors: flaws.errors)
            }
        case .success(let report):
            do throws(any Error) {
                try await pace.run {
                    try await reports.submit(report, gallery: gallery.id, client: gate.client(exchange))
                }
            } catch Refusal.limited(let limit, let wait) {
                return limited(page, limit, wait) {
                    ReportPages.form(form, package, gallery, page.theme, nonce: $0, notice: $1)
                }
            }
            return Reply(.ok, .page(page.theme), ReportPages.sent(to: report.email, gallery, page.theme))
        }
    }

    /// What a page of a form is about.
    private struct Page {
        let gallery: Gallery
        let theme: Theme
        let exchange: Exchange
    }

    private static let unknownVisit = """
        Nothing was sent yet. This page has been open for more than a day, or your browser keeps no cookies of it; press \
        the button once more.
        """

    /// A form with a nonce of its visit.
    private func show(_ page: Page, _ status: HTTPResponse.Status = .ok, _ write: (String) -> [UInt8]) -> Reply {
        let visit = nonces.visit(page.exchange.headers)
        return Reply(
            status, .page(page.theme), write(nonces.nonce(of: visit, at: page.exchange.now)),
            fields: nonces.fields(of: visit))
    }

    /// The form once more, with everything that was typed and when it can be sent.
    private func limited(
        _ page: Page, _ limit: RateLimitName, _ wait: Duration, _ write: (String, String) -> [UInt8]
    ) -> Reply {
        let problem = Problem.limited(limit, retryAfter: wait)
        var reply = show(page, .tooManyRequests) { write($0, "Nothing was sent yet. \(problem.detail)") }
        for field in problem.headers { reply.fields[field.name] = field.value }
        Metrics.limitRefusals.add(limit.rawValue)
        return reply
    }

    private func sent(_ exchange: Exchange, _ body: inout BodyReader) async throws -> FormBody {
        try gate.requireOwnOrigin(exchange)
        return try await LinkPages.form(exchange, &body, upTo: Self.longestForm)
    }

    /// The gallery of that name or, where none is named, the only one that there is.
    private func gallery(_ named: String?) async throws -> Gallery? {
        guard let named else {
            let all = try await galleries.list()
            return all.count == 1 ? all[0] : nil
        }
        return named.utf8.count <= 64 ? try await galleries.find(slug: named) : nil
    }

    private func which(_ named: String?) -> Reply {
        Reply(
            named == nil ? .ok : .notFound, .page(themes.standard),
            RecoveryFormPages.which(named ?? "", themes.standard, isUnknown: named != nil))
    }
}
