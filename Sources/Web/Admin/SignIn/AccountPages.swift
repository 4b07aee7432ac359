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

    static func write(_ own: Own, done: Done?, _ frame: AdminFrame) -> [UInt8] {
        AdminDocument.write(frame, title: "Your account") { out in
            if done == .ended { out.status("The session has ended.") }
            out.panel("you", "You") { facts(own, frame, &$0) }
            out.panel("sessions", "Where you are signed in") { sessions(own, frame, &$0) }
            if own.visitor.admin.enrolledAt != nil { out.panel("codes", "Backup codes") { codes(own, frame, &$0) } }
        }
    }

    /// For who has several galleries.
    static func choice(_ visitor: AdminVisitor, _ frame: AdminFrame) -> [UInt8] {
        AdminDocument.write(frame, title: "Your galleries") { out in
            out.html("<div class=\"panel\"><ul class=\"plain\">\n")
            for role in visitor.roles {
                out.html("<li>")
                gallery(role, frame, &out)
                out.html("</li>\n")
            }
            out.html("</ul></div>\n")
        }
    }

    private static func facts(_ own: Own, _ frame: AdminFrame, _ out: inout HTMLWriter) {
        out.html("<dl>\n")
        out.fact("Name") { $0.name(own.visitor.admin.name.text) }
        out.fact("Email address", own.visitor.admin.email.text)
        out.fact("Galleries") { out in
            out.html("<ul class=\"plain\">\n")
            for role in own.visitor.roles {
                out.html("<li>")
                gallery(role, frame, &out)
                if role.scopes.contains(.override) { out.html("<small>You may override.</small>") }
                out.html("</li>\n")
            }
            out.html("</ul>")
        }
        out.html("</dl>\n")
    }

    private static func gallery(_ role: AdminRole, _ frame: AdminFrame, _ out: inout HTMLWriter) {
        out.link("\(frame.root)/g/\(role.gallery.slug)/queue") { $0.name(role.gallery.name) }
    }

    private static func sessions(_ own: Own, _ frame: AdminFrame, _ out: inout HTMLWriter) {
        out.html("<p>This session ends on ")
        out.time(own.visitor.end)
        out.html(", and before that when nothing was opened for ")
        out.text(words(own.visitor.idle))
        out.html(". Save what you type before that.</p>\n<ul class=\"plain checks\">\n")
        for session in own.sessions {
            out.html("<li><div>")
            out.text(session.browser)
            if session.id == own.visitor.session { out.html(" <strong>(this one)</strong>") }
            out.html("<small class=\"soft\">")
            if let client = session.client {
                out.html("from ")
                out.text(client)
                out.html(", ")
            }
            out.html("since ")
            out.time(session.createdAt)
            out.html(", last used ")
            out.time(session.usedAt)
            out.html("</small></div>\n")
            out.form(to: "\(frame.root)/account", nonce: frame.nonce)
            out.hidden("session", session.id.description)
            out.html(
                "<button class=\"quiet small\" name=\"action\" value=\"end\">End this session</button></form></li>\n")
        }
        out.html("</ul>\n")
        out.form(to: "\(frame.root)/account", nonce: frame.nonce)
        out.html(
            "<button class=\"danger\" name=\"action\" value=\"end-all\">Sign out everywhere</button></form>\n")
    }

    private static func codes(_ own: Own, _ frame: AdminFrame, _ out: inout HTMLWriter) {
        out.html("<p>")
        out.text(own.codes == 1 ? "1 code is left." : "\(own.codes) codes are left.")
        out.html(" New codes replace all earlier ones.</p>\n")
        out.form(to: "\(frame.root)/account", nonce: frame.nonce)
        out.html("<button class=\"quiet\" name=\"action\" value=\"codes\">Make new codes</button></form>\n")
    }

    private static func words(_ duration: Duration) -> String { Problem.words(duration.secondsRoundedUp) }
}
