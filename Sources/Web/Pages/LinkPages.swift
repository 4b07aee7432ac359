import HTTPTypes
import Links
import Model
import Workflows

/// `/c/{token}`: shows what a link is about, and does what its buttons ask for.
///
/// The MAC is checked before the database is touched. GET and HEAD write nothing, however often a scanner comes by.
struct LinkPages: Sendable {
    private let configuration: WebConfiguration
    private let links: ConfirmationLinks
    private let publications: PublicationLinks
    private let ownerships: OwnershipLinks
    private let contacts: ContactLinks
    private let gate: LinkGate
    private let themes: Themes

    private static let purposes: Set<LinkPurpose> = [
        .invitation, .invitationNotice, .publication, .ownership, .contact,
    ]

    init(configuration: WebConfiguration, context: WorkflowContext, gate: LinkGate, themes: Themes) {
        self.configuration = configuration
        self.gate = gate
        self.themes = themes
        links = ConfirmationLinks(context)
        publications = PublicationLinks(context)
        ownerships = OwnershipLinks(context)
        contacts = ContactLinks(context)
    }

    func show(_ token: Substring, _ exchange: Exchange) async throws -> Reply {
        guard let claims = gate.verify(token, for: Self.purposes) else { return try gate.unknown(exchange) }
        switch claims.purpose {
        case .publication:
            guard let page = try await publications.show(claims) else { return vanished }
            return answer(page, isAnswer: false)
        case .ownership:
            guard let page = try await ownerships.show(claims) else { return vanished }
            return answer(page, isAnswer: false)
        case .contact:
            guard let page = try await contacts.show(claims) else { return vanished }
            let theme = themes.theme(page.gallery.policy.colour)
            return Reply(.ok, .page(theme), ContactPages.open(page, theme))
        default: break
        }
        guard let page = try await links.show(claims) else { return vanished }
        let theme = themes.theme(page.gallery.policy.colour)
        guard page.standing == .open else {
            return Reply(.gone, .page(theme), OutcomePages.write(page, theme, isAnswer: false))
        }
        return Reply(.ok, .page(theme), open(page, claims, exchange, theme))
    }

    func act(_ token: Substring, _ exchange: Exchange, _ body: inout BodyReader) async throws -> Reply {
        guard let claims = gate.verify(token, for: Self.purposes) else { return try gate.unknown(exchange) }
        try gate.requireOwnOrigin(exchange)
        do {
            // Before the form is looked at, so that one which says nothing is counted too.
            if let client = gate.client(exchange) { try await links.count(client, for: claims) }
            let form = try await form(exchange, &body)
            switch claims.purpose {
            case .publication: return try await decide(claims, form, exchange)
            case .ownership: return try await disown(claims, form, exchange)
            case .contact: return try await refuse(claims, form)
            default: return try await answer(claims, form, exchange)
            }
        } catch Refusal.limited(let limit, let retryAfter) {
            throw Problem.limited(limit, retryAfter: retryAfter)
        }
    }

    private func answer(_ claims: LinkClaims, _ form: FormBody, _ exchange: Exchange) async throws -> Reply {
        guard let action = form.value("action").flatMap({ ConfirmationLinks.Action(spelled: $0) }),
            action.suits(claims.purpose)
        else { return wrongAction }
        let typed = (form.value("reason") ?? "").replacingLineEnds
        var reason: PlainText?
        if action == .decline || action == .report {
            do throws(PlainText.Flaw) {
                reason = try PlainText(typed).withoutLinks
            } catch {
                return try await again(claims, exchange, error: ("The reason \(error). Nothing was sent yet.", typed))
            }
        }
        var scope = BlockScope.inviter
        if action == .block, let chosen = form.value("block") {
            guard let known = BlockScope(spelled: chosen) else { return wrongAction }
            scope = known
        }
        let page = try await links.act(
            action, claims, reason: reason, scope: scope)
        guard let page else { return vanished }
        return answer(page, claims, exchange)
    }

    private func decide(_ claims: LinkClaims, _ form: FormBody, _ exchange: Exchange) async throws -> Reply {
        guard let action = form.value("action"), action == "confirm" || action == "reject" else { return wrongAction }
        let page = try await publications.act(confirm: action == "confirm", claims)
        guard let page else { return vanished }
        return answer(page, isAnswer: true)
    }

    private func disown(_ claims: LinkClaims, _ form: FormBody, _ exchange: Exchange) async throws -> Reply {
        guard form.value("action") == "disown" else { return wrongAction }
        guard let page = try await ownerships.disown(claims) else { return vanished }
        return answer(page, isAnswer: true)
    }

    private func refuse(_ claims: LinkClaims, _ form: FormBody) async throws -> Reply {
        guard form.value("action") == "block", let scope = BlockScope(spelled: form.value("block") ?? "") else {
            return wrongAction
        }
        guard let page = try await contacts.block(scope, claims) else { return vanished }
        guard page.scopes.contains(scope) else { return wrongAction }
        let theme = themes.theme(page.gallery.policy.colour)
        return Reply(.ok, .page(theme), ContactPages.done(page, scope, theme))
    }

    /// 200 while it can be decided and after somebody has; 410 where the link came too late.
    private func answer(_ page: PublicationPage, isAnswer: Bool) -> Reply {
        let theme = themes.theme(page.gallery.policy.colour)
        let status: HTTPResponse.Status =
            switch page.standing {
            case .open: .ok
            case .decided: isAnswer ? .ok : .gone
            case .overtaken, .expired, .revoked: .gone
            }
        return Reply(status, .page(theme), PublicationPages.write(page, theme, isAnswer: isAnswer))
    }

    private func answer(_ page: OwnershipPage, isAnswer: Bool) -> Reply {
        let theme = themes.theme(page.gallery.policy.colour)
        let status: HTTPResponse.Status =
            switch page.standing {
            case .open, .lastOwner: .ok
            case .notAnOwner: isAnswer ? .ok : .gone
            case .expired: .gone
            }
        return Reply(status, .page(theme), OwnershipPages.write(page, theme, isAnswer: isAnswer))
    }

    private var wrongAction: Reply {
        Reply(.badRequest, .page(themes.standard), PlainPages.wrongAction(themes.standard))
    }

    /// The page that can be acted on.
    ///
    /// Where the signed-in account has to accept, the way to the gallery carries a ticket that says from which mailbox
    /// its holder came.
    private func open(
        _ page: LinkPage, _ claims: LinkClaims, _ exchange: Exchange, _ theme: Theme,
        error: (words: String, reason: String)? = nil
    ) -> [UInt8] {
        guard page.gallery.policy.acceptance == .signedIn, page.purpose == .invitation,
            let target = page.gallery.policy.acceptanceURL
        else { return InvitationPages.open(page, theme, error: error) }
        let ticket = LinkClaims(
            purpose: .ticket,
            expires: UInt32(clamping: min(claims.expiry, exchange.now + Self.ticketLife).seconds),
            subject: claims.subject, recipient: claims.recipient, generation: claims.generation)
        let mark = target.contains("?") ? "&" : "?"
        let handOver = "\(target)\(mark)invitation=\(page.invitation.id)&ticket=\(gate.sign(ticket))"
        return InvitationPages.open(page, theme, handOver: handOver, error: error)
    }

    /// How long a ticket works after the page was opened.
    private static let ticketLife: Duration = .seconds(900)

    /// The page after a button was pressed: 200 where it shows what was decided, 410 where the link came too late.
    private func answer(_ page: LinkPage, _ claims: LinkClaims, _ exchange: Exchange) -> Reply {
        let theme = themes.theme(page.gallery.policy.colour)
        let status: HTTPResponse.Status
        switch page.standing {
        case .open:
            // The gallery asks for a signed-in account, and the link alone does not do.
            return Reply(.forbidden, .page(theme), open(page, claims, exchange, theme))
        case .decided(.accepted), .decided(.declined): status = .ok
        case .decided(.cancelled): status = page.purpose == .invitationNotice ? .ok : .gone
        default: status = .gone
        }
        return Reply(status, .page(theme), OutcomePages.write(page, theme, isAnswer: true))
    }

    /// The same page once more, with what was wrong with the form.
    private func again(
        _ claims: LinkClaims, _ exchange: Exchange, error: (words: String, reason: String)
    ) async throws -> Reply {
        guard let page = try await links.show(claims) else { return vanished }
        guard page.standing == .open else { return answer(page, claims, exchange) }
        let theme = themes.theme(page.gallery.policy.colour)
        return Reply(.unprocessableContent, .page(theme), open(page, claims, exchange, theme, error: error))
    }

    private func form(_ exchange: Exchange, _ body: inout BodyReader) async throws -> FormBody {
        guard exchange.contentType.type == "application/x-www-form-urlencoded" else {
            throw Problem(.unsupportedMediaType, "The page's own form is what is taken here.")
        }
        guard let form = FormBody(try await body.collect(upTo: configuration.longestForm)) else {
            throw Problem(.malformedRequest, "The form holds a broken percent-encoding, or one that is not UTF-8.")
        }
        return form
    }

    private var vanished: Reply { Reply(.gone, .page(themes.standard), PlainPages.vanished(themes.standard)) }
}

extension LinkClaims {
    fileprivate var expiry: Timestamp { Timestamp(seconds: Int64(expires)) }
}

extension String {
    /// Browsers send CRLF for each line end of a text area and count it as one character; so do we.
    var replacingLineEnds: String {
        guard utf8.contains(0x0D) else { return self }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        for byte in utf8 {
            if byte == 0x0A, bytes.last == 0x0D { bytes.removeLast() }
            bytes.append(byte)
        }
        return String(decoding: bytes.map { $0 == 0x0D ? 0x0A : $0 }, as: UTF8.self)
    }
}
