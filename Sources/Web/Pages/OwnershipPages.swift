import Model
import Workflows

/// The pages of a new owner who says that they never agreed.
enum OwnershipPages {
    static func write(_ page: OwnershipPage, _ theme: Theme, isAnswer: Bool) -> [UInt8] {
        let isOpen = page.standing == .open || page.standing == .lastOwner
        return Document.write(theme, title: "This was not you?", gallery: page.gallery) { out in
            if isOpen, !(page.isDisowned && page.standing == .lastOwner) {
                open(page, &out)
            } else {
                done(page, isAnswer: isAnswer, &out)
            }
        }
    }

    private static func open(_ page: OwnershipPage, _ out: inout HTMLWriter) {
        let invitation = page.invitation
        out.html("<h1>Did you not agree to own ")
        out.name(invitation.package.id.text)
        out.html("?</h1>\n<p>Your account ")
        if let account = invitation.invitee { out.name(account.username.text) }
        out.html(" became an owner by an invitation of ")
        out.name(invitation.inviter.username.text)
        out.html(
            page.standing == .lastOwner
                ? """
                . It is the only owner left, so it stays one until the gallery has looked into this; the gallery is \
                told at once.</p>\n
                """
                : """
                . If that was not you, the button below gives the ownership back, and tells the gallery.</p>\n
                """)
        out.html(
            """
            <form method="post"><button name="action" value="disown">This was not me</button></form>\n<p \
            class="soft">If it was you, there is nothing to do: close this page. If it was not, somebody else can read \
            your mail: secure your mailbox.</p>\n
            """)
    }

    private static func done(_ page: OwnershipPage, isAnswer: Bool, _ out: inout HTMLWriter) {
        Document.state(&out, page.standing == .expired ? .ended : .done, role: isAnswer ? "status" : nil) { out in
            switch page.standing {
            case .expired: out.html("This link is too old")
            case .lastOwner: out.html("The gallery is told")
            default: out.html(page.isDisowned ? "You gave the ownership back" : "You are not an owner of this package")
            }
        } body: { out in
            out.html("<p>")
            switch page.standing {
            case .expired:
                out.html("Owners can leave ")
                out.name(page.invitation.package.id.text)
                out.html(" in the gallery.")
            case .lastOwner:
                out.html("Somebody will look into how you came to own ")
                out.name(page.invitation.package.id.text)
                out.html(". You need not do anything more here.")
            default:
                out.name(page.invitation.package.id.text)
                if page.isDisowned {
                    out.html(" stays with its other owners, who are told by mail. ")
                    out.text(page.gallery.name)
                    out.html(
                        """
                         is told too, and looks into it. Somebody else may be able to read your mail: secure your \
                        mailbox.
                        """)
                } else {
                    out.html(" has other owners. Nothing more has to be done here.")
                }
            }
            out.html("</p>\n")
            Document.wayOut(to: page.gallery, &out)
        }
    }
}
