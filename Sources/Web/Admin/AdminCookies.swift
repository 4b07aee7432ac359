import HTTPTypes
import Links

/// What a browser holds for the admin site, each in a cookie of its own.
///
/// The prefix keeps other hosts of the domain from planting one (RFC 6265bis, 4.1.3.2). `Lax` and not `Strict`: with the
/// latter, whoever opens a link of a mail would look signed out; no GET changes anything.
enum AdminCookie: String, CaseIterable {
    /// The session.
    case session = "__Host-countersign-admin"
    /// Before there is one: ties the form, and the link that is mailed for it, to this browser.
    case signIn = "__Host-countersign-sign-in"
    /// That the admin has signed in here before.
    case known = "__Host-countersign-known"
    /// What a sign-in at the identity provider has to come back with.
    case openID = "__Host-countersign-openid"

    /// Nil where there is none, more than one, or one that cannot be ours.
    func token(in headers: HTTPFields) -> BrowserToken? {
        let values = headers.cookies(rawValue)
        guard values.count == 1, let value = values.first else { return nil }
        return BrowserToken(value)
    }

    /// The field that makes a browser hold it.
    func set(_ token: BrowserToken, for life: Int? = nil) -> HTTPField {
        let age = life.map { "; Max-Age=\($0)" } ?? ""
        return HTTPField(
            name: .setCookie, value: "\(rawValue)=\(token.text); Path=/; Secure; HttpOnly; SameSite=Lax\(age)")
    }

    /// The field that makes a browser forget it.
    var clearing: HTTPField {
        HTTPField(name: .setCookie, value: "\(rawValue)=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
    }
}
