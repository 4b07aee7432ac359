import HTTPTypes
import Links
import Model
import Workflows

/// The second factor, on the way in and once more.
extension AdminSite {
    func showSecond(_ exchange: Exchange) async throws -> Reply {
        let token = AdminCookie.session.token(in: exchange.headers)
        switch try await sessions.visit(token) {
        case .none: return redirect("/sign-in")
        case .full: return redirect("")
        case .halfway(let admin, _):
            guard admin.enrolledAt != nil else { return redirect("/enrol") }
            guard let token else { return redirect("/sign-in") }
            return page(.ok, CodePages.ask(.signIn, nonce: token.nonce, theme, site: site(exchange)))
        }
    }

    func prove(_ exchange: Exchange, _ body: inout BodyReader) async throws -> Reply {
        guard let token = AdminCookie.session.token(in: exchange.headers) else { return redirect("/sign-in") }
        let form = try await form(token, exchange, &body)
        return try await prove(form, token, .signIn, to: nil, exchange)
    }

    func showAgain(_ target: RequestTarget, _ exchange: Exchange) async throws -> Reply {
        switch try await enter(.get, nil, exchange) {
        case .turnedAway(let reply): return reply
        case .full(let entry):
            let next = AdminPath(FormBody(Array((target.query ?? "").utf8))?.value("next"))
            return page(
                .ok,
                CodePages.ask(
                    .again(next), nonce: entry.token.nonce, ways: ways(entry.visitor.admin), theme,
                    site: site(exchange)))
        }
    }

    func proveAgain(_ exchange: Exchange, _ body: inout BodyReader) async throws -> Reply {
        switch try await enter(.post, nil, exchange) {
        case .turnedAway(let reply): return reply
        case .full(let entry):
            let form = try await form(entry.token, exchange, &body)
            guard configuration.adminMail else { throw notThere }
            let next = AdminPath(form.value("next"))
            return try await prove(form, entry.token, .again(next), to: next, exchange)
        }
    }

    /// How an admin can prove once more who they are.
    private func ways(_ admin: Admin) -> CodePages.Ways {
        CodePages.Ways(
            code: configuration.adminMail && admin.enrolledAt != nil, provider: configuration.openID != nil)
    }

    private func prove(
        _ form: FormBody, _ token: BrowserToken, _ purpose: CodePages.Purpose, to next: AdminPath?,
        _ exchange: Exchange
    ) async throws -> Reply {
        let known = AdminCookie.known.token(in: exchange.headers)
        let outcome = try await proofs.prove(form.value("code") ?? "", token, known: known)
        func again(_ status: HTTPResponse.Status, _ error: String) -> Reply {
            page(
                status, CodePages.ask(purpose, nonce: token.nonce, error: error, theme, site: site(exchange)))
        }
        switch outcome {
        case .right(let pass): return redirect(to: next ?? pass.next, cookies(of: pass))
        case .wrong(let left):
            return again(
                .unprocessableContent,
                "The code is not right, or was used already. Wait for the next one; \(left) more \(left == 1 ? "try is" : "tries are") left."
            )
        case .wait(let wait): return Self.tooManyCodes(wait, again)
        case .notEnrolled:
            if case .again = purpose {
                return again(.unprocessableContent, "There is no authenticator app to prove it with.")
            }
            return redirect("/enrol")
        case .over:
            return page(.forbidden, CodePages.over(theme, site: site(exchange)), [AdminCookie.session.clearing])
        }
    }

    /// The page once more, with how long nobody can try.
    static func tooManyCodes(_ wait: Duration, _ again: (HTTPResponse.Status, String) -> Reply) -> Reply {
        let seconds = max(1, wait.secondsRoundedUp)
        var reply = again(
            .tooManyRequests, "Too many wrong codes. It can be tried again in \(Problem.words(seconds)).")
        reply.fields[.retryAfter] = String(seconds)
        return reply
    }

    /// What the browser holds once somebody has proved who they are.
    func cookies(of pass: AdminProof.Pass) -> [HTTPField] {
        [AdminCookie.session.set(pass.token)]
            + (pass.known.map { [AdminCookie.known.set($0, for: Int(AdminLife.known.components.seconds))] } ?? [])
    }
}
