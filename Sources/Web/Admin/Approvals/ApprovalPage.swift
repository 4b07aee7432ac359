import Model
import Workflows

/// One invitation, whatever became of it, with its mail.
struct ApprovalPage {
    let frame: AdminFrame
    let view: InvitationView
    let messages: Listing<Message>
    /// Whether the admin may act over the owners' heads.
    let mayOverride: Bool
    /// What was typed into which of the two forms.
    var typed: (call: Invitations.Call, form: Typed)?
    var done: AdminDone?

    private var invitation: Invitation { view.invitation }

    func html() -> [UInt8] {
        AdminDocument.write(
            frame, title: "Invitation to \(invitation.package.id.text)", current: .approvals, trail: .approvals,
            heading: { out in
                out.html("Invitation to ")
                out.name(invitation.package.id.text)
            }, done: done
        ) { out in
            if let typed { out.problems(typed.form, in: Self.prefix(typed.call)) }
            out.html("<div class=\"columns\">\n")
            out.panel("facts", "Invitation", facts)
            if view.state == .pending { out.panel("act", "Act for the owners", act) }
            out.html("</div>\n")
            out.html("<section aria-labelledby=\"mail\">\n<h2 id=\"mail\">Its mail</h2>\n")
            if messages.items.isEmpty {
                out.empty("No mail about it is kept any more.")
            } else {
                MessagePages.table(frame, messages.items, &out)
                if messages.older != nil {
                    out.html("<p>")
                    let path = ListPath(frame.path(.messages), [("about", invitation.id.description)])
                    out.link(path.text, "All messages about it")
                    out.html("</p>\n")
                }
            }
            out.html("</section>\n")
        }
    }

    private func facts(_ out: inout HTMLWriter) {
        out.html("<dl>\n")
        out.fact("State") { $0.badge(view.state.rawValue, view.state.tone) }
        out.fact("Package") { $0.name(invitation.package.id.text) }
        out.fact("Invitee") { ApprovalPages.invitee(invitation, &$0) }
        out.fact("Invited by") { out in
            out.name(invitation.inviter.username.text)
            if invitation.asAdmin { out.html(" as an admin") }
        }
        if invitation.transfer { out.fact("Handing over", "The inviter leaves when it is accepted.") }
        out.fact("Invited", invitation.createdAt, now: frame.now)
        if invitation.sentAt != invitation.createdAt { out.fact("Last sent", invitation.sentAt, now: frame.now) }
        if let decided = invitation.decidedAt { out.fact("Decided", decided, now: frame.now) }
        if view.state == .pending {
            out.fact("Open until", invitation.expiresAt, now: frame.now)
            if let remind = invitation.remindAt { out.fact("Reminder", remind, now: frame.now) }
        }
        out.fact("Mail") { out in
            out.badge(view.delivery.state)
            if let detail = view.delivery.detail {
                out.html(" ")
                out.text(detail.withoutAddresses)
            }
        }
        if let note = invitation.note { out.fact("Note") { $0.quote(note) } }
        if let reason = invitation.reason { out.fact("Reason") { $0.quote(reason) } }
        out.fact("Id") { $0.id(invitation.id) }
        out.html("</dl>\n")
    }

    private func act(_ out: inout HTMLWriter) {
        guard mayOverride else {
            return out.html(
                """
                <p class="soft">To send it again or to cancel it without the owners takes the right to override, which you do \
                not have in this gallery. The inviter can do both.</p>\n
                """)
        }
        form(.resend, "Send again", "A new link goes out; the one before does nothing any more.", "quiet", &out)
        form(.cancel, "Cancel the invitation", "Nobody can accept it any more. The invitee is told.", "danger", &out)
    }

    private func form(
        _ call: Invitations.Call, _ words: String, _ hint: String, _ style: StaticString, _ out: inout HTMLWriter
    ) {
        let prefix = Self.prefix(call)
        out.form(to: "\(frame.path(.approvals))/\(invitation.id)/\(call.rawValue)", nonce: frame.nonce)
        out.html("<h3>")
        out.text(words)
        out.html("</h3>\n")
        let field = FormField(
            name: "reason", label: "Reason", hint: "\(hint) The reason is kept in the audit log.", isRequired: true,
            most: PlainText.limit)
        let isTyped = typed?.call == call
        out.field(isTyped ? typed?.form.filling(field) ?? field : field, in: prefix)
        out.html("<p class=\"actions\"><button class=\"")
        out.html(style)
        out.html("\">")
        out.text(words)
        out.html("</button></p>\n</form>\n")
    }

    private static func prefix(_ call: Invitations.Call) -> StaticString {
        switch call {
        case .resend: "resend"
        case .cancel: "cancel"
        case .accept: "accept"
        case .decline: "decline"
        }
    }
}

extension InvitationState {
    var tone: Tone {
        switch self {
        case .pending: .info
        case .accepted: .good
        case .declined: .warn
        case .cancelled, .expired, .void: .quiet
        }
    }
}
