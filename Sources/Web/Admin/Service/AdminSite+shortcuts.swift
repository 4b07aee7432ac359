import HTTPTypes
import Links
import Model
import Workflows

/// Whether this browser's keys go somewhere: on, unless it says otherwise (WCAG 2.1.4).
///
/// It opens nothing, so it may hold what everybody can guess.
enum ShortcutCookie {
    private static let name = "__Host-countersign-shortcuts"

    static func isOn(_ headers: HTTPFields) -> Bool {
        !headers.cookies(name).contains("off")
    }

    /// The field that makes a browser remember it: off for as long as browsers remember, on by forgetting.
    static func set(_ isOn: Bool) -> HTTPField {
        let (value, age) = isOn ? ("", 0) : ("off", 34_560_000)
        return HTTPField(
            name: .setCookie, value: "\(name)=\(value); Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=\(age)")
    }
}

extension AdminSite {
    func showShortcuts(_ target: RequestTarget, _ exchange: Exchange) async throws -> Reply {
        switch try await enter(.get, nil, exchange) {
        case .turnedAway(let reply): return reply
        case .full(let entry):
            let frame = frame(entry, exchange)
            return Reply(
                .ok, .page(frame.theme), ShortcutPage.write(frame, done: AdminQuery(target.query).done))
        }
    }

    func setShortcuts(_ exchange: Exchange, _ body: inout BodyReader) async throws -> Reply {
        switch try await enter(.post, nil, exchange) {
        case .turnedAway(let reply): return reply
        case .full(let entry):
            let form = try await form(entry.token, exchange, &body)
            let isOn = form.value("shortcuts") != "off"
            let done: AdminDone = isOn ? .shortcutsOn : .shortcutsOff
            return redirect("/shortcuts?done=\(done.rawValue)", [ShortcutCookie.set(isOn)])
        }
    }

    /// What surrounds a page that belongs to no gallery.
    func frame(_ entry: Entry, _ exchange: Exchange) -> AdminFrame {
        var frame = AdminFrame(
            theme: themes.standard, gallery: nil, admin: entry.visitor.admin.name.text, nonce: entry.token.nonce,
            root: site(exchange), now: exchange.now)
        frame.hasOthers = entry.visitor.roles.count > 1
        frame.hasShortcuts = ShortcutCookie.isOn(exchange.headers)
        frame.session(of: entry.visitor)
        return frame
    }
}
