import HTTPTypes
import Links
import Model
import Workflows

/// The admin's own sessions and codes.
extension AdminSite {
    func showAccount(_ target: RequestTarget, _ exchange: Exchange) async throws -> Reply {
        switch try await enter(.get, target, exchange) {
        case .turnedAway(let reply): return reply
        case .full(let entry):
            let query = FormBody(Array((target.query ?? "").utf8))
            let done = query?.value("done").flatMap { AccountPages.Done(spelled: $0) }
            return try await account(entry, done: done, exchange)
        }
    }

    private func account(
        _ entry: Entry, done: AccountPages.Done?, _ exchange: Exchange
    ) async throws -> Reply {
        let own = AccountPages.Own(
            visitor: entry.visitor, sessions: try await sessions.list(of: entry.visitor),
            codes: try await sessions.countCodes(of: entry.visitor), now: exchange.now)
        let frame = frame(entry, exchange)
        return Reply(.ok, .page(frame.theme), AccountPages.write(own, done: done, frame))
    }

    func changeAccount(_ exchange: Exchange, _ body: inout BodyReader) async throws -> Reply {
        switch try await enter(.post, nil, exchange) {
        case .turnedAway(let reply): return reply
        case .full(let entry):
            let form = try await form(entry.token, exchange, &body)
            switch form.value("action").flatMap({ AccountPages.Action(spelled: $0) }) {
            case .end:
                guard let id = form.value("session").flatMap({ Identifier($0) }) else { throw notThere }
                guard try await sessions.end(id, by: entry.visitor) else { throw notThere }
                return redirect("/account?done=ended")
            case .endAll:
                try await sessions.endAll(by: entry.visitor)
                return page(
                    .ok, SignInPages.signedOut(theme, site: site(exchange)),
                    [AdminCookie.session.clearing, AdminCookie.known.clearing])
            case .codes:
                guard let codes = try await enrolments.renewCodes(of: entry.visitor) else {
                    return redirect("/again?next=%2Fadmin%2Faccount")
                }
                return page(
                    .ok,
                    CodePages.codes(codes, next: AdminPath("/admin/account"), isNew: false, theme, site: site(exchange))
                )
            case nil: throw Problem(.malformedRequest, "The form does not say what to do.")
            }
        }
    }
}
