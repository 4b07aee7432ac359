import HTTPTypes
import Model
import Workflows

extension AdminSite {
    /// What surrounds a page of a gallery.
    func frame(_ request: AdminRequest) -> AdminFrame {
        let visitor = request.visitor
        let now = request.exchange.now
        var frame = AdminFrame(
            theme: themes.theme(request.gallery.policy.colour), gallery: request.gallery,
            admin: visitor.admin.name.text, nonce: request.nonce, root: request.site, now: now)
        frame.hasOthers = visitor.roles.count > 1
        frame.hasShortcuts = ShortcutCookie.isOn(request.exchange.headers)
        frame.session(of: visitor)
        return frame
    }

    /// A page of a gallery.
    func reply(_ request: AdminRequest, _ page: [UInt8]) -> Reply { reply(request, .ok, page) }

    func reply(_ request: AdminRequest, _ status: HTTPResponse.Status, _ page: [UInt8]) -> Reply {
        Reply(status, .page(themes.theme(request.gallery.policy.colour)), page)
    }
}

extension AdminRequest {
    var isPost: Bool { method == .post }

    var now: Timestamp { exchange.now }

    /// The query, read leniently.
    var asked: AdminQuery { AdminQuery(target.query) }

    /// The actor of what the admin does.
    var actor: String { visitor.admin.name.text }

    var mayOverride: Bool { role.scopes.contains(.override) }

    var typed: Typed { Typed(form ?? FormBody(fields: [])) }

    /// To the page that shows what was done.
    ///
    /// - Parameter path: Of the page: ``AdminFrame/path(_:)`` and what is behind it.
    func seeOther(_ path: String, _ done: AdminDone) -> Reply {
        let mark = path.utf8.contains(UInt8(ascii: "?")) ? "&" : "?"
        return Reply(.seeOther, .none, fields: [.location: "\(path)\(mark)done=\(done.rawValue)"])
    }

    /// - Throws: ``Problem`` unless the admin may act over the owners' heads.
    func requireOverride() throws(Problem) {
        guard mayOverride else {
            throw Problem(.insufficientScope, "This takes the scope ‘override’, which you do not have in this gallery.")
        }
    }

    /// Where to prove who one is, unless that was done a moment ago.
    ///
    /// - Parameter back: Where to go on afterwards.
    func proof(back: String, _ frame: AdminFrame) -> Reply? {
        guard !visitor.isFresh else { return nil }
        return Reply(
            .seeOther, .none, fields: [.location: ListPath("\(site)/again", [("next", frame.bare(back))]).text])
    }
}

extension HTTPResponse.Status {
    /// Of a page that answers a form: 200, or that of what is wrong with it.
    static func of(_ problem: Problem?, _ typed: Typed? = nil) -> HTTPResponse.Status {
        if let problem { return HTTPResponse.Status(code: problem.kind.status) }
        return typed?.isRight ?? true ? .ok : .unprocessableContent
    }
}

/// How many lines a page of a list has.
enum PageSize {
    static let list = 50
    /// Of what stands below something else.
    static let part = 20
}

/// A refusal as a page of the site.
enum RefusalPage {
    static func write(_ problem: Problem, _ frame: AdminFrame) -> [UInt8] {
        AdminDocument.write(frame, title: title(problem.kind)) { out in
            out.alert(problem.detail)
            out.html("<p><a class=\"button quiet\" href=\"")
            out.text(frame.base)
            out.html("/queue\">To the queue</a></p>\n")
        }
    }

    /// The API's titles are for programs that use it; these are met by people as well.
    static func title(_ kind: ProblemKind) -> String {
        switch kind {
        case .insufficientScope: "You may not do this"
        case .foreignOrigin: "This form is no longer valid"
        default: kind.title
        }
    }
}
