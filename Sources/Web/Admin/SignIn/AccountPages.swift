import Model
import Workflows

/// `/admin/account`.
enum AccountPages {
    enum Action: String, CaseIterable {
        /// One session.
        case end
        case endAll = "end-all"
        /// New backup codes.
        case codes
    }

    /// What was done, as the address says.
    enum Done: String, CaseIterable {
        case ended
    }

    struct Own {
        let visitor: AdminVisitor
        let sessions: [AdminSession]
        /// How many backup codes are left.
        let codes: Int
        let now: Timestamp
    }

    static func write(_ own: Own, done: Done?, nonce: String, _ theme: Theme, site: String) -> [UInt8] {
        Document.write(theme, title: "Your account", gallery: nil) { out in
            if done == .ended { out.html("<p class=\"saved\" role=\"status\">The session has ended.</p>\n") }
            out.html("<h1>Your account</h1>\n<dl><div><dt>Name</dt><dd>")
            out.name(own.visitor.admin.name.text)
            out.html("</dd></div>\n<div><dt>Address</dt><dd>")
            out.text(own.visitor.admin.email.text)
            out.html("</dd></div>\n<div><dt>Galleries</dt><dd>")
            for (index, role) in own.visitor.roles.enumerated() {
                if index > 0 { out.html("<br>") }
                out.html("<a href=\"")
                out.text("\(site)/g/\(role.gallery.slug)/queue")
                out.html("\">")
                out.name(role.gallery.name)
                out.html("</a>")
                if role.scopes.contains(.override) { out.html(" (also over the owners’ heads)") }
            }
            out.html("</dd></div></dl>\n")
            sessions(own, nonce: nonce, site: site, &out)
            if own.visitor.admin.enrolledAt != nil { codes(own, nonce: nonce, site: site, &out) }
        } footer: { out in
            SignInPages.account(own.visitor, nonce: nonce, site: site, &out)
        }
    }

    private static func sessions(_ own: Own, nonce: String, site: String, _ out: inout HTMLWriter) {
        out.html(
            "<section aria-labelledby=\"sessions\">\n<h2 id=\"sessions\">Where you are signed in</h2>\n<p>This session ends on "
        )
        out.time(own.visitor.end)
        out.html(", and before that when nothing was opened for ")
        out.text(words(own.visitor.idle))
        out.html(". Save what you type before that.</p>\n<ul class=\"list\">\n")
        for session in own.sessions {
            out.html("<li>")
            out.text(session.browser)
            if session.id == own.visitor.session { out.html(" <strong>(this one)</strong>") }
            out.html("<br><span class=\"soft\">")
            if let client = session.client {
                out.html("from ")
                out.text(client)
                out.html(", ")
            }
            out.html("since ")
            out.time(session.createdAt)
            out.html(", last used ")
            out.time(session.usedAt)
            out.html("</span>\n<form method=\"post\" action=\"")
            out.text(site)
            out.html("/account\">\n")
            SignInPages.nonce(nonce, &out)
            out.html("<input type=\"hidden\" name=\"session\" value=\"")
            out.text(session.id.description)
            out.html(
                "\">\n<button class=\"quiet\" name=\"action\" value=\"end\">End this session</button></form></li>\n")
        }
        out.html("</ul>\n<form method=\"post\" action=\"")
        out.text(site)
        out.html("/account\">\n")
        SignInPages.nonce(nonce, &out)
        out.html(
            "<button class=\"quiet\" name=\"action\" value=\"end-all\">Sign out everywhere</button></form>\n</section>\n"
        )
    }

    private static func codes(_ own: Own, nonce: String, site: String, _ out: inout HTMLWriter) {
        out.html("<section aria-labelledby=\"codes\">\n<h2 id=\"codes\">Backup codes</h2>\n<p>")
        out.text(own.codes == 1 ? "1 code is left." : "\(own.codes) codes are left.")
        out.html(" New ones make all earlier ones void.</p>\n<form method=\"post\" action=\"")
        out.text(site)
        out.html("/account\">\n")
        SignInPages.nonce(nonce, &out)
        out.html("<button class=\"quiet\" name=\"action\" value=\"codes\">Make new codes</button></form>\n</section>\n")
    }

    private static func words(_ duration: Duration) -> String { Problem.words(duration.secondsRoundedUp) }
}
