import HTTPTypes
import HummingbirdCore
import Links
import Logging
import Model
import OpenID
import Workflows

/// Signing in by an identity provider.
extension AdminSite {
    /// Sends the browser to the provider; nothing is written, for all that it has to come back with follows from a cookie.
    func startOpenID(_ target: RequestTarget, _ exchange: Exchange) async throws -> Reply {
        guard let provider = configuration.openID else { throw notThere }
        let query = FormBody(Array((target.query ?? "").utf8))
        let token = BrowserToken.make()
        let challenge = OpenIDChallenge(token)
        let next = AdminPath(query?.value("next")).map { "." + $0.text } ?? ""
        let isAgain = query?.value("again") != nil
        do throws(OpenIDFlaw) {
            let url = try await provider.authorizationURL(challenge, carrying: next, again: isAgain)
            return Reply(
                .seeOther, .none,
                fields: [.location: url, .setCookie: AdminCookie.openID.set(token, for: Self.openIDLife).value])
        } catch {
            return openIDFailed(error, .badGateway, exchange)
        }
    }

    /// In seconds: how long somebody may take at the provider.
    private static let openIDLife = 600

    /// Where the provider sends the browser back to: a GET that signs in, as the standard has it; it does so only in the
    /// browser that was sent there, and a code of the provider works once.
    func finishOpenID(_ target: RequestTarget, _ exchange: Exchange) async throws -> Reply {
        guard let provider = configuration.openID else { throw notThere }
        guard exchange.request.method == .get, let token = AdminCookie.openID.token(in: exchange.headers),
            let query = FormBody(Array((target.query ?? "").utf8)), let state = query.value("state")
        else { return openIDFailed(OpenIDFlaw("the sign-in was begun in another browser"), .forbidden, exchange) }
        let challenge = OpenIDChallenge(token)
        let parts = state.split(separator: ".", maxSplits: 1)
        guard let first = parts.first, ConstantTime.isEqual(Array(first.utf8), Array(challenge.state.utf8)) else {
            return openIDFailed(OpenIDFlaw("the sign-in was begun in another browser"), .forbidden, exchange)
        }
        guard let code = query.value("code"), !code.isEmpty else {
            return openIDFailed(OpenIDFlaw("the provider let nobody in"), .forbidden, exchange)
        }
        let identity: OpenIDIdentity
        do throws(OpenIDFlaw) {
            identity = try await provider.identity(of: code, challenge)
        } catch {
            return openIDFailed(error, .forbidden, exchange)
        }
        let session = try await openIDs.enter(
            identity.email, provedAt: identity.provedAt, before: AdminCookie.session.token(in: exchange.headers),
            client: exchange.client?.text, agent: BrowserFamily.name(exchange.headers[.userAgent]))
        guard let session else {
            return openIDFailed(OpenIDFlaw("no admin has the address that the provider names"), .forbidden, exchange)
        }
        let next = parts.count > 1 ? AdminPath(String(parts[1])) : nil
        return redirect(to: next, [AdminCookie.session.set(session), AdminCookie.openID.clearing])
    }

    private func openIDFailed(_ flaw: OpenIDFlaw, _ status: HTTPResponse.Status, _ exchange: Exchange) -> Reply {
        logger.warning("a sign-in by the identity provider did not do", metadata: ["reason": "\(flaw)"])
        return page(
            status, SignInPages.providerFailed(flaw, theme, site: site(exchange)), [AdminCookie.openID.clearing])
    }
}
