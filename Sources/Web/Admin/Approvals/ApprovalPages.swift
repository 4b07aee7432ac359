import Model
import Workflows

/// Invitations that wait for an answer, over all packages of a gallery.
enum ApprovalPages {
    static func list(
        _ frame: AdminFrame, _ listing: Listing<InvitationView>, _ filter: PendingFilter, done: AdminDone?
    ) -> [UInt8] {
        AdminDocument.write(frame, title: AdminArea.approvals.title, current: .approvals, done: done) { out in
            out.lead("Who was invited to own a package and has not answered yet, the newest first.")
            filters(frame, filter, &out)
            guard !listing.items.isEmpty else {
                let isFiltered = filter.package != nil || filter.account != nil
                return out.empty(
                    isFiltered
                        ? "Nothing is pending for this package and account. Names are compared whole, in any case."
                        : "Nobody is asked at the moment: each invitation was answered, or has ended.")
            }
            out.table("Pending approvals", listing.items, columns(frame))
            let query = [("package", filter.package), ("account", filter.account)]
            out.pager(ListPath(frame.path(.approvals), query), listing)
        }
    }

    private static func filters(_ frame: AdminFrame, _ filter: PendingFilter, _ out: inout HTMLWriter) {
        out.filters(frame.path(.approvals), "Filter pending approvals", isFiltered: filter != PendingFilter()) { out in
            out.field(
                FormField(name: "package", label: "Package", kind: .search, value: filter.package ?? "", most: 128))
            out.field(
                FormField(
                    name: "account", label: "Invitee or inviter", kind: .search, value: filter.account ?? "", most: 128)
            )
        }
    }

    private static func columns(_ frame: AdminFrame) -> [Column<InvitationView>] {
        [
            Column("Package", isHeader: true, .wide) { view, out in
                out.link("\(frame.path(.approvals))/\(view.invitation.id)") { $0.name(view.invitation.package.id.text) }
            },
            Column("Invitee", .wide) { view, out in
                invitee(view.invitation, &out)
            },
            Column("Invited by", .wide) { view, out in
                out.name(view.invitation.inviter.username.text)
                if view.invitation.asAdmin { out.html("<small>as an admin</small>") }
            },
            Column("Since") { view, out in out.stamp(view.invitation.createdAt, now: frame.now) },
            Column("Until") { view, out in
                out.stamp(view.invitation.expiresAt, now: frame.now)
                reminder(view.invitation, frame, &out)
            },
            Column("Mail", .wide) { view, out in
                out.badge(view.delivery.state)
                guard view.delivery.state != .sent, let detail = view.delivery.detail else { return }
                out.html("<small>")
                out.text(detail)
                out.html("</small>")
            },
        ]
    }

    /// The account, and where the mail goes; hidden but for what its owner recognises.
    static func invitee(_ invitation: Invitation, _ out: inout HTMLWriter) {
        if let account = invitation.invitee { out.name(account.username.text) } else { out.html("No account yet") }
        out.html("<small>")
        out.text(invitation.email.masked)
        out.html("</small>")
    }

    private static func reminder(_ invitation: Invitation, _ frame: AdminFrame, _ out: inout HTMLWriter) {
        guard let remind = invitation.remindAt else { return }
        out.html("<small>Reminder ")
        out.text(Ago.words(remind, now: frame.now))
        out.html("</small>")
    }
}
