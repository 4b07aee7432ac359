import HTTPTypes
import Links
import Model
import Workflows

/// Signing in by mail: the form, the link, and what comes before the second factor.
extension AdminSite {
    func showSignIn(_ target: RequestTarget, _ exchange: Exchange) -> Reply {
        let query = FormBody(Array((target.query ?? "").utf8))
        let held = AdminCookie.signIn.token(in: exchange.headers)
        let token = held ?? BrowserToken.make()
        let form = SignInPages.Form(
            nonce: token.nonce, site: site(exchange), next: AdminPath(query?.value("next")),
            mail: configuration.adminMail,
            provider: configuration.openID != nil)
        return page(.ok, SignInPages.ask(form, theme), held == nil ? [AdminCookie.signIn.set(token)] : [])
    }

    /// Always the same answer, whoever asks for whomever.
    func requestLink(_ exchange: Exchange, _ body: inout BodyReader) async throws -> Reply {
        guard configuration.adminMail else { throw notThere }
        try requireOwnOrigin(exchange)
        guard let token = AdminCookie.signIn.token(in: exchange.headers) else {
            return page(.forbidden, SignInPages.noCookie(theme, site: site(exchange)))
        }
        let form = try await form(token, exchange, &body)
        let typed = (form.value("address") ?? "").filter { !$0.isWhitespace }
        let next = AdminPath(form.value("next"))
        guard !typed.isEmpty else {
            var again = SignInPages.Form(
                nonce: token.nonce, site: site(exchange), next: next, mail: true, provider: configuration.openID != nil)
            again.error = "Type the address that you are known by here."
            return page(.unprocessableContent, SignInPages.ask(again, theme))
        }
        try await EvenPace(step: configuration.formPace).run {
            try await signIns.request(
                typed, browser: token, known: AdminCookie.known.token(in: exchange.headers), next: next,
                client: gate.client(exchange))
        }
        return page(.ok, SignInPages.sent(theme, site: site(exchange)))
    }

    /// Writes nothing: scanners open links.
    func showLink(_ token: Substring, _ exchange: Exchange) async throws -> Reply {
        guard let claims = gate.verify(token, for: [.adminSignIn]) else { return try unknown(exchange) }
        let browser = AdminCookie.signIn.token(in: exchange.headers)
        let standing = try await signIns.show(claims, browser: browser)
        guard case .open(let admin) = standing, let browser else { return deadEnd(standing, exchange) }
        return page(.ok, SignInPages.press(admin, nonce: browser.nonce, theme))
    }

    func enter(_ token: Substring, _ exchange: Exchange, _ body: inout BodyReader) async throws -> Reply {
        guard let claims = gate.verify(token, for: [.adminSignIn]) else { return try unknown(exchange) }
        try requireOwnOrigin(exchange)
        guard let browser = AdminCookie.signIn.token(in: exchange.headers) else {
            return deadEnd(try await signIns.show(claims, browser: nil), exchange)
        }
        _ = try await form(browser, exchange, &body)
        let (session, standing) = try await signIns.enter(
            claims, browser: browser, before: AdminCookie.session.token(in: exchange.headers),
            client: exchange.client?.text,
            agent: BrowserFamily.name(exchange.headers[.userAgent]))
        guard let session, case .open(let admin) = standing else { return deadEnd(standing, exchange) }
        return redirect(
            admin.enrolledAt == nil ? "/enrol" : "/second",
            [AdminCookie.session.set(session), AdminCookie.signIn.clearing])
    }

    private func unknown(_ exchange: Exchange) throws(Problem) -> Reply {
        try gate.unknown(exchange, signIn: "\(site(exchange))/sign-in")
    }

    /// What is behind a link that leads nowhere.
    private func deadEnd(_ standing: AdminSignIn.Standing, _ exchange: Exchange) -> Reply {
        let status: HTTPResponse.Status =
            switch standing {
            case .otherBrowser: .forbidden
            case .open, .used, .expired, .gone: .gone
            }
        return page(status, SignInPages.deadEnd(standing, theme, site: site(exchange)))
    }

    func signOut(_ exchange: Exchange, _ body: inout BodyReader) async throws -> Reply {
        guard let token = AdminCookie.session.token(in: exchange.headers) else { return redirect("/sign-in") }
        _ = try await form(token, exchange, &body)
        try await sessions.signOut(token)
        return page(.ok, SignInPages.signedOut(theme, site: site(exchange)), [AdminCookie.session.clearing])
    }

    /// The queue of the only gallery, or a choice.
    func home(_ exchange: Exchange) async throws -> Reply {
        switch try await enter(.get, nil, exchange) {
        case .turnedAway(let reply): return reply
        case .full(let entry):
            guard entry.visitor.roles.count > 1 else {
                return redirect("/g/\(entry.visitor.roles[0].gallery.slug)/queue")
            }
            let frame = frame(entry, exchange)
            return Reply(.ok, .page(frame.theme), AccountPages.choice(entry.visitor, frame))
        }
    }
}
