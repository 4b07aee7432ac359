import HTTPTypes
import Links
import Model
import Workflows

/// `/u/{token}`: one-click unsubscribing (RFC 8058), and the page on which a reader chooses.
///
/// GET and HEAD write nothing: scanners open every link of a mail.
struct PreferenceLinkPages: Sendable {
    let configuration: WebConfiguration
    let links: PreferenceLinks
    let gate: LinkGate
    let themes: Themes

    func show(_ token: Substring, _ exchange: Exchange) async throws -> Reply {
        guard let claims = gate.verify(token, for: [.preferences]) else { return try gate.unknown(exchange) }
        guard isFresh(claims, exchange), let page = try await links.show(claims) else { return gone }
        let theme = themes.theme(page.gallery.policy.colour)
        return Reply(.ok, .page(theme), PreferencePages.write(page, theme, isSaved: false))
    }

    func act(_ token: Substring, _ exchange: Exchange, _ body: inout BodyReader) async throws -> Reply {
        guard let claims = gate.verify(token, for: [.preferences]) else { return try gate.unknown(exchange) }
        let form = try await form(exchange, &body)
        if form.value("List-Unsubscribe") == "One-Click" {
            // From a mail provider, and so from another site; RFC 8058, 3.2 wants neither cookies nor a redirect. It is
            // not counted: providers ask for many people from few addresses, and it mails nobody.
            guard isFresh(claims, exchange), try await links.choose(.unsubscribe, claims, client: nil) != nil
            else { return Reply(.gone, .text, Array("This link is too old.\n".utf8)) }
            return Reply(.ok, .text, Array("Unsubscribed.\n".utf8))
        }
        try gate.requireOwnOrigin(exchange)
        guard isFresh(claims, exchange) else { return gone }
        let choice: PreferenceLinks.Choice
        switch form.value("action") {
        case "unsubscribe": choice = .unsubscribe
        case "save":
            choice = .set(ofPackage: muted(form.values("package")), ofAll: muted(form.values("all")))
        default: return Reply(.badRequest, .page(themes.standard), PlainPages.wrongAction(themes.standard))
        }
        do {
            guard let page = try await links.choose(choice, claims, client: gate.client(exchange)) else { return gone }
            let theme = themes.theme(page.gallery.policy.colour)
            return Reply(.ok, .page(theme), PreferencePages.write(page, theme, isSaved: true))
        } catch Refusal.limited(let limit, let retryAfter) {
            throw Problem.limited(limit, retryAfter: retryAfter)
        }
    }

    /// What is not ticked is muted.
    private func muted(_ wanted: [String]) -> Set<MailKind> {
        Set(Mute.kinds.filter { !wanted.contains($0.rawValue) })
    }

    private func isFresh(_ claims: LinkClaims, _ exchange: Exchange) -> Bool {
        exchange.now < Timestamp(seconds: Int64(claims.expires))
    }

    /// Mail providers send what RFC 8058 allows: a form in either of its two types.
    private func form(_ exchange: Exchange, _ body: inout BodyReader) async throws -> FormBody {
        let bytes = try await body.collect(upTo: configuration.longestForm)
        let (type, _) = exchange.contentType
        let form =
            switch type {
            case "application/x-www-form-urlencoded": FormBody(bytes)
            case "multipart/form-data": FormBody(multipart: bytes, contentType: exchange.headers[.contentType] ?? "")
            default: nil as FormBody?
            }
        guard let form else {
            throw Problem(.unsupportedMediaType, "A form is what is taken here, as RFC 8058 describes it.")
        }
        return form
    }

    private var gone: Reply { Reply(.gone, .page(themes.standard), PreferencePages.gone(themes.standard)) }
}
