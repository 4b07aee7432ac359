import HTTPTypes
import Links
import Model
import Workflows

/// Getting a second factor.
extension AdminSite {
    /// What an authenticator app calls the service: where it is.
    private var issuer: String {
        let authority = configuration.baseURL.drop { $0 != ":" }.dropFirst(3).prefix {
            $0 != "/" && $0 != ":" && $0 != "["
        }
        return authority.isEmpty ? "Countersign" : String(authority)
    }

    func showEnrolment(_ exchange: Exchange) async throws -> Reply {
        let token = AdminCookie.session.token(in: exchange.headers)
        switch try await sessions.visit(token) {
        case .none: return redirect("/sign-in")
        case .full: return redirect("")
        case .halfway(let admin, _):
            guard admin.enrolledAt == nil else { return redirect("/second") }
            guard let token else { return redirect("/sign-in") }
            guard let offer = try await enrolments.offer(token) else {
                return page(.ok, CodePages.askSetup(admin, nonce: token.nonce, theme, site: site(exchange)))
            }
            return page(
                .ok, CodePages.askFirst(offer, issuer: issuer, nonce: token.nonce, theme, site: site(exchange)))
        }
    }

    func enrol(_ exchange: Exchange, _ body: inout BodyReader) async throws -> Reply {
        let token = AdminCookie.session.token(in: exchange.headers)
        guard let token, case .halfway(let admin, _) = try await sessions.visit(token) else {
            return redirect("/sign-in")
        }
        let form = try await form(token, exchange, &body)
        if let code = form.value("code") { return try await finish(code, token, exchange) }
        func again(_ status: HTTPResponse.Status, _ error: String) -> Reply {
            page(status, CodePages.askSetup(admin, nonce: token.nonce, error: error, theme, site: site(exchange)))
        }
        switch try await enrolments.begin(form.value("setup") ?? "", token) {
        case .offer: return redirect("/enrol")
        case .wrong(let left):
            return again(
                .unprocessableContent,
                "That is not the code. \(left) more \(left == 1 ? "try is" : "tries are") left, then a new link is needed."
            )
        case .wait(let wait): return Self.tooManyCodes(wait, again)
        case .tooOld:
            return again(.gone, "The code is too old. Whoever runs the service can make a new one.")
        case .enrolled: return redirect("/second")
        case .over: return over(exchange)
        }
    }

    private func finish(_ code: String, _ token: BrowserToken, _ exchange: Exchange) async throws -> Reply {
        switch try await enrolments.finish(code, token) {
        case .done(let pass, let codes):
            return page(
                .ok, CodePages.codes(codes, next: pass.next, isNew: true, theme, site: site(exchange)),
                cookies(of: pass))
        case .wrong(let left):
            guard let offer = try await enrolments.offer(token) else { return redirect("/enrol") }
            let error =
                "The code is not right. Look whether the phone’s clock is; \(left) more \(left == 1 ? "try is" : "tries are") left."
            return page(
                .unprocessableContent,
                CodePages.askFirst(
                    offer, issuer: issuer, nonce: token.nonce, error: error, theme, site: site(exchange)))
        case .notBegun: return redirect("/enrol")
        case .over: return over(exchange)
        }
    }

    private func over(_ exchange: Exchange) -> Reply {
        page(.forbidden, CodePages.over(theme, site: site(exchange)), [AdminCookie.session.clearing])
    }
}
