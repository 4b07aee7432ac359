import HTTPTypes
import Links
import Model
import Workflows

extension AdminSite {
    /// What a signed-in admin's request comes with.
    struct Entry: Sendable {
        let visitor: AdminVisitor
        let token: BrowserToken
    }

    enum Admission {
        case full(Entry)
        case turnedAway(Reply)
    }

    /// Lets in who is signed in, and shows everybody else where that is done.
    func enter(
        _ method: HTTPRequest.Method, _ target: RequestTarget?, _ exchange: Exchange
    ) async throws -> Admission {
        let token = AdminCookie.session.token(in: exchange.headers)
        switch try await sessions.visit(token) {
        case .full(let visitor):
            guard let token else { return .turnedAway(redirect("/sign-in")) }
            return .full(Entry(visitor: visitor, token: token))
        case .halfway(let admin, _): return .turnedAway(redirect(admin.enrolledAt == nil ? "/enrol" : "/second"))
        case .none:
            guard method != .post else {
                let page = SignInPages.sessionOver(theme, site: site(exchange))
                return .turnedAway(Reply(.forbidden, .page(theme), page))
            }
            let next = target.flatMap { target in
                AdminPath(String(target.path) + (target.query.map { "?\($0)" } ?? ""))
            }
            return .turnedAway(redirect("/sign-in" + (next.map { "?next=\(PercentCoding.encode($0.text))" } ?? "")))
        }
    }

    /// Reads a form that has to come from a page of ours, in the browser that holds the token.
    ///
    /// - Throws: ``Problem`` where it comes from elsewhere, or cannot be read.
    func form(_ token: BrowserToken, _ exchange: Exchange, _ body: inout BodyReader) async throws -> FormBody {
        try requireOwnOrigin(exchange)
        guard exchange.contentType.type == "application/x-www-form-urlencoded" else {
            throw Problem(.unsupportedMediaType, "The page's own form is what is taken here.")
        }
        guard let form = FormBody(try await body.collect(upTo: configuration.longestAdminForm)) else {
            throw Problem(.malformedRequest, "The form holds a broken percent-encoding, or one that is not UTF-8.")
        }
        guard let nonce = form.value("nonce"), token.hasNonce(nonce) else {
            throw Problem(
                .foreignOrigin,
                "The page was opened in another session, or from elsewhere; nothing was changed. Go back, open it again, and send it from there."
            )
        }
        return form
    }

    func requireOwnOrigin(_ exchange: Exchange) throws(Problem) {
        guard gate.comesFromHere(exchange) else {
            throw Problem(.foreignOrigin, "Only a page of this site can do that; nothing was changed.")
        }
    }

    /// `/admin`, with the path of the public address in front.
    func site(_ exchange: Exchange) -> String { configuration.basePath + "/admin" }

    /// - Parameter path: Behind `/admin`; never of a request, unless it was checked.
    func redirect(_ path: String, _ cookies: [HTTPField] = []) -> Reply {
        var fields: HTTPFields = [.location: configuration.basePath + "/admin" + path]
        for cookie in cookies { fields.append(cookie) }
        return Reply(.seeOther, .none, fields: fields)
    }

    /// To where somebody was going before they signed in.
    func redirect(to next: AdminPath?, _ cookies: [HTTPField] = []) -> Reply {
        redirect(next.map { String($0.text.dropFirst("/admin".count)) } ?? "", cookies)
    }

    func page(_ status: HTTPResponse.Status = .ok, _ bytes: [UInt8], _ cookies: [HTTPField] = []) -> Reply {
        var reply = Reply(status, .page(theme), bytes)
        for cookie in cookies { reply.fields.append(cookie) }
        return reply
    }
}
