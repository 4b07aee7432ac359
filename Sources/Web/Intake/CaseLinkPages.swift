import HTTPTypes
import Links
import Model
import Workflows

/// Links to a recovery case, the claimant's and the owners', and to a report of the public form.
///
/// The MAC is checked before the database is touched. GET and HEAD write nothing.
struct CaseLinkPages: Sendable {
    private let configuration: WebConfiguration
    private let cases: RecoveryLinks
    private let reports: PublicReports
    private let counts: ConfirmationLinks
    private let gate: LinkGate
    private let themes: Themes

    /// Those whose links begin with `/c/`.
    static let ofMails: Set<LinkPurpose> = [.recoveryConfirm, .recoveryContact, .reportConfirm]

    init(configuration: WebConfiguration, context: WorkflowContext, gate: LinkGate, themes: Themes) {
        self.configuration = configuration
        self.gate = gate
        self.themes = themes
        cases = RecoveryLinks(context)
        reports = PublicReports(context)
        counts = ConfirmationLinks(context)
    }

    /// `/recovery/status/{token}`.
    func showStatus(_ token: Substring, _ exchange: Exchange) async throws -> Reply {
        guard let claims = gate.verify(token, for: [.recoveryStatus]) else { return try gate.unknown(exchange) }
        return try await show(claims)
    }

    func actOnStatus(_ token: Substring, _ exchange: Exchange, _ body: inout BodyReader) async throws -> Reply {
        guard let claims = gate.verify(token, for: [.recoveryStatus]) else { return try gate.unknown(exchange) }
        try gate.requireOwnOrigin(exchange)
        do {
            if let client = gate.client(exchange) { try await counts.count(client, for: claims) }
            return try await act(claims, try await LinkPages.form(exchange, &body, upTo: configuration.longestForm))
        } catch Refusal.limited(let limit, let retryAfter) {
            throw Problem.limited(limit, retryAfter: retryAfter)
        }
    }

    /// - Parameter claims: Verified, and for one of the purposes that these pages know.
    func show(_ claims: LinkClaims) async throws -> Reply {
        if claims.purpose == .reportConfirm {
            guard let page = try await reports.show(claims) else { return vanished }
            return reply(page, isAnswer: false)
        }
        guard let page = try await cases.show(claims) else { return vanished }
        return reply(page, isAnswer: false)
    }

    /// - Parameter claims: Verified, and for one of the purposes that these pages know.
    func act(_ claims: LinkClaims, _ form: FormBody) async throws -> Reply {
        if claims.purpose == .reportConfirm {
            guard form.value("action") == "confirm" else { return wrongAction }
            guard let page = try await reports.confirm(claims) else { return vanished }
            return reply(page, isAnswer: true)
        }
        guard let action = form.value("action").flatMap({ RecoveryLinks.Action(spelled: $0) }),
            action.suits(claims.purpose)
        else { return wrongAction }
        var reason: PlainText?
        if claims.purpose == .recoveryContact {
            let typed = (form.value("reason") ?? "").replacingLineEnds
            do throws(PlainText.Flaw) {
                reason = try PlainText(typed).withoutLinks
            } catch {
                return try await again(claims, error: ("What you wrote \(error). Nothing was sent yet.", typed))
            }
        }
        guard let page = try await cases.act(action, claims, reason: reason) else { return vanished }
        return reply(page, isAnswer: true)
    }

    /// 200 while it can be acted on and after it was; 410 where the link came too late.
    private func reply(
        _ page: RecoveryPage, isAnswer: Bool, error: (words: String, reason: String)? = nil
    ) -> Reply {
        let theme = themes.theme(page.gallery.policy.colour)
        switch page.purpose {
        case .recoveryConfirm:
            switch page.standing {
            case .open: return Reply(.ok, .page(theme), ClaimPages.confirm(page, theme))
            case .done:
                return Reply(
                    isAnswer ? .ok : .gone, .page(theme), ClaimPages.confirmed(page, theme, isAnswer: isAnswer))
            case .ended:
                return Reply(
                    isAnswer ? .ok : .gone, .page(theme), ClaimPages.disowned(page, theme, isAnswer: isAnswer))
            case .expired, .revoked: return Reply(.gone, .page(theme), ClaimPages.tooLate(page, theme))
            }
        case .recoveryStatus:
            switch page.standing {
            case .open, .done, .ended:
                return Reply(.ok, .page(theme), ClaimPages.status(page, theme, isAnswer: isAnswer))
            case .expired, .revoked: return Reply(.gone, .page(theme), ClaimPages.tooLate(page, theme))
            }
        default:
            let body = OwnerContactPages.write(page, theme, isAnswer: isAnswer, error: error)
            guard error == nil else { return Reply(.unprocessableContent, .page(theme), body) }
            let status: HTTPResponse.Status =
                switch page.standing {
                case .open: .ok
                // Whoever presses again, or too late, is told how it ended (CONTRACT: a later decision on a spent link).
                case .done, .ended: isAnswer ? .ok : .gone
                case .expired, .revoked: .gone
                }
            return Reply(status, .page(theme), body)
        }
    }

    private func reply(_ page: ReportPage, isAnswer: Bool) -> Reply {
        let theme = themes.theme(page.gallery.policy.colour)
        let isDone = page.opensUntil == nil
        return Reply(
            isDone && !isAnswer ? .gone : .ok, .page(theme), ReportPages.confirm(page, theme, isAnswer: isAnswer))
    }

    /// The same page once more, with what was wrong with the form.
    private func again(_ claims: LinkClaims, error: (words: String, reason: String)) async throws -> Reply {
        guard let page = try await cases.show(claims) else { return vanished }
        return reply(page, isAnswer: false, error: page.standing == .open ? error : nil)
    }

    private var wrongAction: Reply {
        Reply(.badRequest, .page(themes.standard), PlainPages.wrongAction(themes.standard))
    }

    private var vanished: Reply { Reply(.gone, .page(themes.standard), PlainPages.vanished(themes.standard)) }
}
