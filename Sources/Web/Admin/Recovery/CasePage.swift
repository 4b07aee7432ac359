import Model
import Storage
import Workflows

/// One case: where it stands and why, all that was done about it, and what can be done now.
struct CasePage {
    /// A form of the page; its name stands in the path that it is sent to.
    enum Form: String, Sendable, CaseIterable {
        case assign, note, tick, attempt, grant, deny, reopen, lock, unlock, name

        /// Whether what it decides is mailed to people, and can be read before.
        var mails: Bool { self == .grant || self == .deny || self == .reopen }

        /// Keeps the ids of its fields apart from those of the others.
        var prefix: StaticString {
            switch self {
            case .assign: "assign"
            case .note: "note"
            case .tick: "tick"
            case .attempt: "attempt"
            case .grant: "grant"
            case .deny: "deny"
            case .reopen: "reopen"
            case .lock: "lock"
            case .unlock: "unlock"
            case .name: "name"
            }
        }
    }

    let frame: AdminFrame
    let view: CaseView
    /// What its forms name as the state that they act on.
    let seen: String
    /// What happened to it, the newest first.
    let history: [Event]
    let messages: Listing<Message>
    /// Names of the gallery's admins.
    let admins: [String]
    let mayOverride: Bool
    /// What was typed into which form.
    var typed: (form: Form, values: Typed)?
    /// The mails that what was typed would send, where that was asked for.
    var preview: [MailPreview]?
    var done: AdminDone?

    var claim: RecoveryCase { view.claim }
    var path: String { "\(frame.path(.cases))/\(claim.id)" }

    func html() -> [UInt8] {
        AdminDocument.write(
            frame, title: "Recovery of \(claim.package.text)", current: .cases, trail: .cases,
            heading: { out in
                out.html("Recovery of ")
                out.name(claim.package.text)
                out.html(" ")
                out.badge(claim.state.words, claim.state.tone)
            }, done: done
        ) { out in
            if let typed { out.problems(typed.values, in: typed.form.prefix) }
            if let preview { previews(preview, &out) }
            CaseClockPanel(view: view, frame: frame).write(&out)
            out.html("<div class=\"columns\">\n")
            out.panel("claim", "Claim", facts)
            out.html("<div>\n")
            out.panel("owners", "Owners on record", owners)
            out.panel("checklist", "Evidence checklist", checklist)
            out.html("</div></div>\n")
            CaseForms(page: self).write(&out)
            out.html("<section aria-labelledby=\"past\">\n<h2 id=\"past\">What has happened</h2>\n")
            CaseTimeline(view: view, history: history, frame: frame).write(&out)
            out.html("<p>")
            out.link(
                ListPath(frame.path(.audit), [("subject", claim.id.description)]).text, "All events in the audit log")
            out.html("</p>\n</section>\n")
            mail(&out)
            others(&out)
        }
    }

    private func previews(_ previews: [MailPreview], _ out: inout HTMLWriter) {
        out.panel("preview", "What would be mailed") { out in
            out.html("<p>Nothing is done yet: the form below has what you typed.")
            if typed?.form == .grant { out.html(" The invitation, with the link to accept, goes out beside these.") }
            out.html("</p>\n")
            if previews.isEmpty { out.html("<p>Nobody would be mailed.</p>\n") }
            for preview in previews { out.preview(preview) }
        }
    }

    private func facts(_ out: inout HTMLWriter) {
        out.html("<dl>\n")
        out.fact("Assigned to") { CaseListPage.assignee(claim, frame, &$0) }
        if let claimant = claim.claimant {
            if !claimant.name.isEmpty { out.fact("Name") { $0.name(claimant.name) } }
            if let username = claimant.username { out.fact("Account") { $0.name(username.text) } }
            out.fact("Address") { out in
                out.name(claimant.email.text)
                out.html(" <small class=\"soft\">for this case alone; owners never see it</small>")
            }
            if !view.otherMailboxes.isEmpty {
                out.fact("The account’s mailbox") { out in
                    out.badge("another", .warn)
                    out.html(" ")
                    out.text(view.otherMailboxes.map(\.masked).joined(separator: ", "))
                    out.html(
                        """
                         <small class="soft">The gallery knows this account by another mailbox than the claimant’s: make sure \
                        that it is the claimant’s. The invitation is sent there, too.</small>
                        """)
                }
            }
        } else {
            out.fact("Claimed by", "Nobody yet: name a claimant below")
        }
        out.fact("Reason") { $0.quote(claim.why) }
        if !claim.links.isEmpty {
            out.fact("Evidence") { out in
                out.html("<ul>\n")
                for link in claim.links {
                    out.html("<li>")
                    out.text(link)
                    out.html("</li>\n")
                }
                out.html("</ul>\n<small class=\"soft\">Given by the claimant: look before you open one.</small>")
            }
        }
        if let report = claim.report {
            out.fact("Came from") { $0.link("\(frame.path(.reports))/\(report)", "a report") }
        }
        if claim.locked { out.fact("Package", "Locked: owners can invite nobody until the case ends") }
        if let decision = claim.decision {
            out.fact("Decided by") { out in
                out.name(decision.by)
                if decision.overridden { out.html(", before its time") }
            }
            out.fact("Decision") { $0.quote(decision.reason) }
            if let keeps = decision.keepsOwners {
                out.fact("Owners before", keeps ? "stay beside the claimant" : "are removed on acceptance")
            }
        }
        if let invitation = view.invitation {
            out.fact("Invitation") { out in
                out.link("\(frame.path(.approvals))/\(invitation.invitation.id)") { out in
                    out.badge(invitation.state.rawValue, invitation.state.tone)
                }
                out.html(" ")
                out.badge(invitation.delivery.state)
            }
        }
        out.fact("Id") { $0.id(claim.id) }
        out.html("</dl>\n")
    }

    private func owners(_ out: inout HTMLWriter) {
        guard !view.owners.isEmpty else {
            return out.html(
                """
                <p>None: there is nobody to contact. The waiting time runs from the opening of the case, and the checklist has to be \
                complete.</p>\n
                """)
        }
        out.html("<ul class=\"plain\">\n")
        for owner in view.owners {
            out.html("<li>")
            out.name(owner.account.username.text)
            let answer = view.answers.last { $0.account == owner.account.number && $0.holds(in: claim) }
            if let answer {
                out.html(" ")
                out.badge(answer.word == .agree ? "agrees" : "objects", answer.word == .agree ? .good : .bad)
            } else if owner.account.mailboxes.isEmpty {
                out.html(" ")
                out.badge("no mailbox", .warn)
            }
            out.html("<small class=\"soft\"> since ")
            out.time(owner.since)
            out.html("</small></li>\n")
        }
        out.html(
            "</ul>\n<p class=\"soft\">An answer by link shows that somebody reads the owner’s mail, and no more.</p>\n")
    }

    private func checklist(_ out: inout HTMLWriter) {
        guard !view.checklist.isEmpty else { return out.html("<p>This gallery asks for nothing here.</p>\n") }
        out.html("<ul class=\"plain checks\">\n")
        for item in view.checklist {
            out.html("<li>")
            out.badge(item.tick == nil ? "open" : "proven", item.tick == nil ? .quiet : .good)
            out.html("<div>")
            out.text(item.item.spelledOut.capitalizedFirst)
            if let tick = item.tick {
                out.html("<small class=\"soft\"> by ")
                out.name(tick.by)
                out.html(", ")
                out.time(tick.at)
                out.html("</small>")
            }
            out.html("</div>")
            if !claim.isOver {
                out.form(to: "\(path)/tick", nonce: frame.nonce, seen: seen)
                out.hidden("item", item.item)
                out.hidden("ticked", item.tick == nil ? "yes" : "no")
                out.html("<button class=\"small quiet\">")
                out.html(item.tick == nil ? "Mark as proven" : "Not proven after all")
                out.html("<span class=\"unseen\">: ")
                out.text(item.item.spelledOut)
                out.html("</span></button></form>")
            }
            out.html("</li>\n")
        }
        out.html("</ul>\n")
    }

    private func mail(_ out: inout HTMLWriter) {
        out.html("<section aria-labelledby=\"mail\">\n<h2 id=\"mail\">Its mail</h2>\n")
        if messages.items.isEmpty {
            out.empty("No mail about it is kept.")
        } else {
            MessagePages.table(frame, messages.items, &out)
            if messages.older != nil {
                out.html("<p>")
                out.link(
                    ListPath(frame.path(.messages), [("about", claim.id.description)]).text, "All messages about it")
                out.html("</p>\n")
            }
        }
        out.html("</section>\n")
    }

    private func others(_ out: inout HTMLWriter) {
        guard !view.others.isEmpty else { return }
        out.html("<section aria-labelledby=\"others\">\n<h2 id=\"others\">Other cases of this package</h2>\n")
        out.table(
            "Other cases of this package", view.others,
            [
                Column("Claimed by", isHeader: true, .wide) { other, out in
                    out.link("\(frame.path(.cases))/\(other.id)") { $0.name(other.claimant?.shown ?? "Nobody yet") }
                },
                Column("State") { other, out in out.badge(other.state.words, other.state.tone) },
                Column("Assigned to", .wide) { other, out in CaseListPage.assignee(other, frame, &out) },
                Column("Opened") { other, out in out.stamp(other.confirmedAt ?? other.createdAt, now: frame.now) },
            ])
        out.html("</section>\n")
    }
}
