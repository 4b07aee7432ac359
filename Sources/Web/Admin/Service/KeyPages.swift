import Model
import Storage
import Workflows

/// What the gallery's backend is let in by.
struct KeyPages {
    let frame: AdminFrame
    /// The scopes that the admin may give away: none that they do not have themselves.
    let scopes: [Scope]
    /// Whether the admin has proved a moment ago who they are.
    let isFresh: Bool

    func list(_ keys: [APIKey], typed: Typed = .nothing, done: AdminDone? = nil) -> [UInt8] {
        AdminDocument.write(frame, title: AdminArea.keys.title, current: .keys, done: done) { out in
            out.lead("Keys by which programs use the API in this gallery’s name. Nobody can read a secret again.")
            out.problems(typed, in: "add")
            if keys.isEmpty {
                out.empty("There is no key: nothing can use the API in this gallery’s name.")
            } else {
                table(keys, &out)
            }
            out.panel("new", "Add a key") { add(typed, &$0) }
        }
    }

    private func table(_ keys: [APIKey], _ out: inout HTMLWriter) {
        let newestFirst = keys.sorted { $0.createdAt > $1.createdAt }
        out.table(
            "API keys", newestFirst,
            [
                Column("Key", isHeader: true, .wide) { key, out in
                    out.link("\(frame.path(.keys))/\(key.id)") { $0.id(key.id) }
                },
                Column("State") { key, out in state(key, &out) },
                Column("Scopes") { key, out in out.text(key.scopes.map(\.rawValue).sorted().joined(separator: ", ")) },
                Column("Added") { key, out in out.stamp(key.createdAt, now: frame.now) },
                Column("Last used") { key, out in
                    guard let used = key.lastUsedAt else { return out.html("never") }
                    out.stamp(used, now: frame.now)
                },
                Column("Ends") { key, out in
                    if let revoked = key.revokedAt {
                        out.stamp(revoked, now: frame.now)
                    } else if let end = key.expiresAt {
                        out.stamp(end, now: frame.now)
                    } else {
                        out.html("never")
                    }
                },
            ])
    }

    private func add(_ typed: Typed, _ out: inout HTMLWriter) {
        guard isFresh else {
            out.html("<p>To add a key, prove first that it is you.</p>\n")
            return out.proof(frame, back: frame.path(.keys), "Prove that it is you")
        }
        out.form(to: frame.path(.keys), nonce: frame.nonce)
        let error = typed.errors.first { $0.name == "scope" }
        out.html("<fieldset id=\"add-scope\" tabindex=\"-1\"")
        if error != nil { out.html(" aria-describedby=\"add-scope-error\"") }
        out.html("><legend>What it may be used for</legend>\n")
        let chosen = typed.values("scope")
        for scope in scopes {
            out.html("<p class=\"choice\"><input type=\"checkbox\" name=\"scope\" id=\"scope-")
            out.text(scope.rawValue)
            out.html("\" value=\"")
            out.text(scope.rawValue)
            out.html(chosen.contains(scope.rawValue) ? "\" checked> <label for=\"scope-" : "\"> <label for=\"scope-")
            out.text(scope.rawValue)
            out.html("\"><b>")
            out.text(scope.rawValue)
            out.html("</b>: ")
            out.html(scope.words)
            out.html("</label></p>\n")
        }
        if let error {
            out.html("<p class=\"error\" id=\"add-scope-error\">")
            out.text(error.words)
            out.html("</p>\n")
        }
        out.html("</fieldset>\n")
        out.field(
            typed.filling(
                FormField(
                    name: "ends", label: "Ends",
                    hint:
                        "How long, such as 90d, or a day, such as 2027-01-31. Leave it empty for a key that never ends.",
                    most: 30)),
            in: "add")
        out.html("<button>Add the key</button></form>\n")
    }

    private func standing(_ key: APIKey) -> KeyStanding {
        KeyStanding(revokedAt: key.revokedAt, expiresAt: key.expiresAt, at: frame.now)
    }

    private func state(_ key: APIKey, _ out: inout HTMLWriter) {
        switch standing(key) {
        case .good: out.badge("in force", .good)
        case .revoked: out.badge("revoked", .quiet)
        case .expired: out.badge("expired", .quiet)
        }
    }

    /// One of them, and what is asked before it is revoked: that cannot be undone (WCAG 3.3.4).
    func show(_ key: APIKey) -> [UInt8] {
        AdminDocument.write(frame, title: "API key", current: .keys, trail: .keys) { out in
            out.html("<div class=\"columns\">\n")
            out.panel("facts", "Key") { out in
                out.html("<dl>\n")
                out.fact("State") { state(key, &$0) }
                out.fact("Scopes", key.scopes.map(\.rawValue).sorted().joined(separator: ", "))
                out.fact("Added", key.createdAt, now: frame.now)
                if let used = key.lastUsedAt { out.fact("Last used", used, now: frame.now) }
                if let revoked = key.revokedAt { out.fact("Revoked", revoked, now: frame.now) }
                if let end = key.expiresAt { out.fact("Ends", end, now: frame.now) }
                out.fact("Id") { $0.id(key.id) }
                out.html("</dl>\n")
            }
            if standing(key) == .good { out.panel("act", "Revoke it") { revoke(key, &$0) } }
            out.html("</div>\n")
        }
    }

    private func revoke(_ key: APIKey, _ out: inout HTMLWriter) {
        out.html(
            """
            <p>Whatever uses it is refused as of then. This cannot be undone: give those who need it another key first.</p>\n
            """)
        guard isFresh else {
            return out.proof(frame, back: "\(frame.path(.keys))/\(key.id)", "Prove that it is you")
        }
        out.button("Revoke this key", to: "\(frame.path(.keys))/\(key.id)/revoke", nonce: frame.nonce, style: "danger")
    }

    /// A new key's secret, this once.
    func secret(_ key: APIKey, _ secret: String) -> [UInt8] {
        AdminDocument.write(frame, title: "New API key", current: .keys, trail: .keys) { out in
            out.status("The key is added.")
            out.html(
                "<div class=\"panel\"><p>Copy its secret now: it is shown this once and never again.</p>\n<code class=\"secret\">"
            )
            out.text(secret)
            out.html("</code>\n<dl>\n")
            out.fact("Scopes", key.scopes.map(\.rawValue).sorted().joined(separator: ", "))
            if let end = key.expiresAt { out.fact("Ends", end, now: frame.now) }
            out.fact("Id") { $0.id(key.id) }
            out.html("</dl>\n<p><a class=\"button quiet\" href=\"")
            out.text(frame.path(.keys))
            out.html("\">Back to the keys</a></p></div>\n")
        }
    }
}

extension Scope {
    /// What it allows, as a clause.
    fileprivate var words: StaticString {
        switch self {
        case .notify: "post what causes mail, and change owners"
        case .read: "read what the gallery knows"
        case .admin: "recovery cases and configuration; also notify and read"
        case .override: "act for owners without asking them"
        }
    }
}

extension HTMLWriter {
    /// A way to prove once more who one is, and back.
    ///
    /// - Parameter back: A path of the site.
    mutating func proof(_ frame: AdminFrame, back: String, _ words: String) {
        html("<p><a class=\"button quiet\" href=\"")
        text(ListPath("\(frame.root)/again", [("next", frame.bare(back))]).text)
        html("\">")
        text(words)
        html("</a></p>\n")
    }
}
