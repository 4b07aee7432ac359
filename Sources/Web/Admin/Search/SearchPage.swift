import Model
import Storage
import Workflows

/// What was found, by what it is; a link for each, and nobody is sent anywhere unasked.
struct SearchPage {
    let frame: AdminFrame
    let words: String
    let results: SearchResults

    func html() -> [UInt8] {
        AdminDocument.write(frame, title: title, current: .search, heading: heading) { out in
            guard !words.isEmpty else {
                return out.empty(
                    """
                    Type the beginning of a package or an account, a whole address, or the id of an invitation, a \
                    message, a publication, a webhook or a key into the box above.
                    """)
            }
            guard results.count > 0 else {
                return out.empty(
                    "Nothing in this gallery has this name, address or id. Try the beginning of a name, or a whole address."
                )
            }
            packages(&out)
            accounts(&out)
            invitations(&out)
            cases(&out)
            messages(&out)
            others(&out)
        }
    }

    private var title: String { words.isEmpty ? "Search" : "Search: \(words)" }

    private func heading(_ out: inout HTMLWriter) {
        guard !words.isEmpty else { return out.html("Search") }
        out.html("Search: ")
        out.name(words)
    }

    private func group(
        _ id: StaticString, _ title: String, _ count: Int, _ write: (inout HTMLWriter) -> Void, _ out: inout HTMLWriter
    ) {
        guard count > 0 else { return }
        out.panel(id, title) { out in
            out.html("<ul>\n")
            write(&out)
            out.html("</ul>\n")
            if count >= Search.most {
                out.html("<p class=\"soft\">")
                out.text("The first \(Search.most); type more of the name to see others.")
                out.html("</p>\n")
            }
        }
    }

    private func list<Item>(
        _ id: StaticString, _ title: String, _ items: [Item], _ out: inout HTMLWriter,
        _ write: (Item, inout HTMLWriter) -> Void
    ) {
        group(
            id, title, items.count,
            { out in
                for item in items {
                    out.html("<li>")
                    write(item, &out)
                    out.html("</li>\n")
                }
            }, &out)
    }

    private func packages(_ out: inout HTMLWriter) {
        list("packages", "Packages", results.packages, &out) { package, out in
            let id = package.id.text
            out.name(id)
            out.html(": ")
            out.link(ListPath(frame.path(.approvals), [("package", id)]).text, "pending approvals")
            out.html(", ")
            out.link(ListPath(frame.path(.publications), [("package", id)]).text, "publications")
            out.html(", ")
            out.link(ListPath(frame.path(.cases), [("package", id)]).text, "recovery cases")
            out.html(", ")
            out.link(ListPath(frame.path(.audit), [("package", id)]).text, "what happened")
        }
    }

    private func accounts(_ out: inout HTMLWriter) {
        list("accounts", "Accounts", results.accounts, &out) { account, out in
            let name = account.username.text
            out.name(name)
            if let address = account.mailboxes.first {
                out.html(" <span class=\"soft\">")
                out.text(address.masked)
                out.html("</span>")
            }
            out.html(": ")
            out.link(ListPath(frame.path(.approvals), [("account", name)]).text, "pending approvals")
            out.html(", ")
            out.link(ListPath(frame.path(.audit), [("actor", name)]).text, "what they did")
        }
    }

    private func invitations(_ out: inout HTMLWriter) {
        list("invitations", "Invitations", results.invitations, &out) { invitation, out in
            out.link("\(frame.path(.approvals))/\(invitation.id)") { out in
                out.name(invitation.invitee?.username.text ?? invitation.email.masked)
                out.html(" to ")
                out.name(invitation.package.id.text)
            }
            out.html(", ")
            out.text(invitation.state(at: frame.now).rawValue)
            out.html(", ")
            out.when(invitation.createdAt, now: frame.now)
        }
    }

    private func cases(_ out: inout HTMLWriter) {
        list("cases", "Recovery cases", results.cases, &out) { claim, out in
            out.link("\(frame.path(.cases))/\(claim.id)") { $0.name(claim.package.text) }
            out.html(", ")
            out.text(claim.state.rawValue)
            out.html(", ")
            out.when(claim.createdAt, now: frame.now)
        }
    }

    private func messages(_ out: inout HTMLWriter) {
        list("messages", "Messages", results.messages, &out) { message, out in
            out.link("\(frame.path(.messages))/\(message.id)") { out in
                out.text(message.kind.words)
                if !message.facts.package.isEmpty {
                    out.html(" about ")
                    out.name(message.facts.package)
                }
            }
            out.html(" ")
            out.badge(message.state)
            out.html(" ")
            out.when(message.createdAt, now: frame.now)
        }
    }

    /// What is found by an id or by an address.
    private func others(_ out: inout HTMLWriter) {
        let count =
            results.publications.count + results.webhooks.count + results.keys.count + results.blocks.count
            + (results.suppression == nil ? 0 : 1) + (results.isInLog ? 1 : 0)
        group(
            "others", "Other things", count,
            { out in
                for publication in results.publications {
                    item(
                        "\(frame.path(.publications))/\(publication.id)",
                        "The publication of a version: \(publication.version.text)", &out)
                }
                for webhook in results.webhooks { item("\(frame.path(.webhooks))/\(webhook.id)", "A webhook", &out) }
                for key in results.keys {
                    item(frame.path(.keys), key.revokedAt == nil ? "An API key" : "An API key that was revoked", &out)
                }
                if let suppression = results.suppression {
                    item(frame.path(.suppressions), "The address is not mailed: \(suppression.reason)", &out)
                }
                if !results.blocks.isEmpty {
                    item(frame.path(.blocks), "The address refuses invitations or messages", &out)
                }
                if results.isInLog {
                    item(
                        ListPath(frame.path(.audit), [("subject", words.lowercased())]).text,
                        "Something that is only in the audit log", &out)
                }
            }, &out)
    }

    private func item(_ path: String, _ words: String, _ out: inout HTMLWriter) {
        out.html("<li>")
        out.link(path, words)
        out.html("</li>\n")
    }
}
