import Crypto
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
    private let keyring: KeyringHolder
    private let themes: Themes
    private let ownOrigin: OwnOrigin
    private let forged = ForgedTokens()

    init(configuration: WebConfiguration, context: WorkflowContext, keyring: KeyringHolder, themes: Themes) {
        self.configuration = configuration
        self.keyring = keyring
        self.themes = themes
        links = ConfirmationLinks(context)
        ownOrigin = OwnOrigin(baseURL: configuration.baseURL)
    }

    func show(_ token: Substring, _ exchange: Exchange) async throws -> Reply {
        guard let claims = keyring.keyring.verify(token) else { return try unknown(exchange) }
        guard let page = try await links.show(claims) else { return vanished }
        let theme = themes.theme(page.gallery.policy.colour)
        guard page.standing == .open else {
            return Reply(.gone, .page(theme), OutcomePages.write(page, theme, isAnswer: false))
        }
        return Reply(.ok, .page(theme), InvitationPages.open(page, theme))
    }

    func act(_ token: Substring, _ exchange: Exchange, _ body: inout BodyReader) async throws -> Reply {
        guard let claims = keyring.keyring.verify(token) else { return try unknown(exchange) }
        guard ownOrigin.admits(exchange.headers) else {
            throw Problem(.foreignOrigin, "Only the page behind the link itself can answer; nothing was changed.")
        }
        // Before the form is looked at, so that one which says nothing is counted too.
        do {
            if let client = client(exchange) { try await links.count(client, for: claims) }
        } catch Refusal.limited(let limit, let retryAfter) {
            throw Problem.limited(limit, retryAfter: retryAfter)
        }
        let form = try await form(exchange, &body)
        guard let action = form.value("action").flatMap({ ConfirmationLinks.Action(spelled: $0) }),
            action.suits(claims.purpose)
        else {
            return Reply(.badRequest, .page(themes.standard), PlainPages.wrongAction(themes.standard))
        }
        let typed = (form.value("reason") ?? "").replacingLineEnds
        var reason: PlainText?
        if action == .decline {
            do throws(PlainText.Flaw) {
                reason = try PlainText(typed)
            } catch {
                return try await again(claims, error: ("The reason \(error). Nothing was sent yet.", typed))
            }
        }
        guard let page = try await links.act(action, claims, reason: reason) else { return vanished }
        return answer(page)
    }

    /// The page after a button was pressed: 200 where it shows what was decided, 410 where the link came too late.
    private func answer(_ page: LinkPage) -> Reply {
        let theme = themes.theme(page.gallery.policy.colour)
        let status: HTTPResponse.Status
        switch page.standing {
        case .open:
            // The gallery asks for a signed-in account, and the link alone does not do.
            return Reply(.forbidden, .page(theme), InvitationPages.open(page, theme))
        case .decided(.accepted), .decided(.declined): status = .ok
        case .decided(.cancelled): status = page.purpose == .invitationNotice ? .ok : .gone
        default: status = .gone
        }
        return Reply(status, .page(theme), OutcomePages.write(page, theme, isAnswer: true))
    }

    /// The same page once more, with what was wrong with the form.
    private func again(_ claims: LinkClaims, error: (words: String, reason: String)) async throws -> Reply {
        guard let page = try await links.show(claims) else { return vanished }
        guard page.standing == .open else { return answer(page) }
        let theme = themes.theme(page.gallery.policy.colour)
        return Reply(.unprocessableContent, .page(theme), InvitationPages.open(page, theme, error: error))
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

    /// Every token that does not verify looks the same, and is counted.
    private func unknown(_ exchange: Exchange) throws(Problem) -> Reply {
        if configuration.limitsOn, let wait = forged.count(exchange.client, at: exchange.now) {
            throw Problem.limited(.tokens, retryAfter: wait)
        }
        return Reply(.notFound, .page(themes.standard), PlainPages.unknownLink(themes.standard))
    }

    private var vanished: Reply { Reply(.gone, .page(themes.standard), PlainPages.vanished(themes.standard)) }

    /// What the database counts by: a digest, so that no address of a visitor is stored.
    private func client(_ exchange: Exchange) -> [UInt8]? {
        guard configuration.limitsOn, let client = exchange.client else { return nil }
        return Array(SHA256.hash(data: Array("client\0".utf8) + client.limitKey.bytes))
    }
}

extension String {
    /// Browsers send CRLF for each line end of a text area and count it as one character; so do we.
    fileprivate var replacingLineEnds: String {
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
