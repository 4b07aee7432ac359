import Links
import Model
import Workflows

/// The page of a link that can be acted on.
enum InvitationPages {
    /// - Parameters:
    ///   - handOver: Where the gallery takes over, where the signed-in account has to accept; nil for its own site.
    ///   - error: What was wrong with the form that came, and the reason as it was typed.
    static func open(
        _ page: LinkPage, _ theme: Theme, handOver: String? = nil, error: (words: String, reason: String)? = nil
    ) -> [UInt8] {
        page.purpose == .invitationNotice
            ? notice(page, theme) : invitation(page, theme, handOver: handOver, error: error)
    }

    private static func invitation(
        _ page: LinkPage, _ theme: Theme, handOver: String?, error: (words: String, reason: String)?
    ) -> [UInt8] {
        let invitation = page.invitation
        let title = "Invitation to own \(invitation.package.id.text)"
        return Document.write(theme, title: title, gallery: page.gallery) { out in
            out.html("<h1>")
            out.name(invitation.inviter.username.text)
            out.html(invitation.transfer ? " hands over to you: " : " invites you to own ")
            out.name(invitation.package.id.text)
            out.html(
                """
                </h1>\n<p class="soft">If you accept, you become an owner of this package, with the same rights \
                as the others: to publish versions, and to invite and remove owners. All owners are told.
                """)
            if invitation.transfer {
                out.html(" ")
                out.name(invitation.inviter.username.text)
                out.html(" ceases to be an owner then.")
            }
            if invitation.asAdmin {
                out.html(" The invitation comes from the administrators of the gallery.")
            }
            out.html("</p>\n")
            facts(page, &out)
            note(invitation, &out)
            accept(page, handOver, &out)
            decline(invitation, &out, error: error)
            refuse(invitation, &out)
        } footer: { out in
            out.html(
                """
                <p>Did you not expect this? Then just close this page: nothing happens unless you accept, and the \
                invitation ends by itself. The link was mailed to you alone; whoever holds it can answer in your \
                place, so do not pass it on.</p>
                """)
        }
    }

    private static func notice(_ page: LinkPage, _ theme: Theme) -> [UInt8] {
        let invitation = page.invitation
        let title = "Invitation to \(invitation.package.id.text)"
        return Document.write(theme, title: title, gallery: page.gallery) { out in
            out.html("<h1>")
            out.name(invitation.inviter.username.text)
            out.html(" invited ")
            invitee(invitation, &out)
            out.html(" to own ")
            out.name(invitation.package.id.text)
            out.html(
                """
                </h1>\n<p class="soft">You own this package too, so you can stop this. If the owners agreed on \
                it, there is nothing to do: close this page.</p>\n
                """)
            facts(page, &out)
            out.html(
                """
                <form method="post"><button name="action" value="cancel">This was not agreed: cancel the \
                invitation</button></form>\n
                """)
        } footer: { out in
            out.html(
                """
                <p>Until the invitation is accepted, nobody but the present owners can change the package. Should 
                """)
            out.name(invitation.inviter.username.text)
            out.html(" not be somebody that you trust, look at the package’s owners in the gallery.</p>")
        }
    }

    private static func facts(_ page: LinkPage, _ out: inout HTMLWriter) {
        let invitation = page.invitation
        out.html("<dl>\n<div><dt>Package</dt><dd>")
        out.name(invitation.package.id.text)
        out.html("</dd></div>\n<div><dt>Invited by</dt><dd>")
        out.name(invitation.inviter.username.text)
        out.html(
            page.purpose == .invitation
                ? """
                </dd></div>\n<div><dt>Your account</dt><dd>
                """ : "</dd></div>\n<div><dt>Invited</dt><dd>")
        if let account = invitation.invitee {
            out.name(account.username.text)
        } else {
            out.html("none yet (")
            out.name(invitation.email.masked)
            out.html(")")
        }
        out.html("</dd></div>\n<div><dt>Gallery</dt><dd>")
        galleryLink(page.gallery, &out)
        out.html("</dd></div>\n<div><dt>Open until</dt><dd>")
        out.time(invitation.expiresAt)
        out.html("</dd></div>\n</dl>\n")
    }

    private static func note(_ invitation: Invitation, _ out: inout HTMLWriter) {
        guard let note = invitation.note, !note.isEmpty else { return }
        out.html("<figure><figcaption>")
        out.name(invitation.inviter.username.text)
        out.html(" writes:</figcaption><blockquote dir=\"auto\">")
        out.text(note)
        out.html("</blockquote></figure>\n")
    }

    private static func accept(_ page: LinkPage, _ handOver: String?, _ out: inout HTMLWriter) {
        guard page.gallery.policy.acceptance == .link else {
            out.html(
                """
                <p>This gallery asks you to sign in before you accept.</p>\n<p><a class="button" rel="noreferrer" \
                href="
                """)
            out.text(handOver ?? page.gallery.url)
            out.html("\">Sign in at ")
            out.text(page.gallery.name)
            out.html("</a></p>\n")
            return
        }
        out.html(
            """
            <form method="post"><button name="action" value="accept">Accept and become an owner</button></form>\n
            """)
    }

    private static func decline(
        _ invitation: Invitation, _ out: inout HTMLWriter, error: (words: String, reason: String)?
    ) {
        out.html("<section aria-labelledby=\"no\">\n<h2 id=\"no\">Not for you?</h2>\n<form method=\"post\">\n")
        if let error {
            out.html("<p class=\"error\" id=\"wrong\" role=\"alert\">")
            out.text(error.words)
            out.html("</p>\n")
        }
        out.html("<label for=\"reason\">Reason <span>(optional; ")
        out.name(invitation.inviter.username.text)
        out.html(
            """
             will read it)</span></label>\n<textarea id="reason" name="reason" rows="3" maxlength="500" dir="auto"
            """)
        if error != nil { out.html(" aria-invalid=\"true\" aria-describedby=\"wrong\"") }
        out.html(">\n")
        if let error { out.text(error.reason) }
        out.html(
            """
            </textarea>\n<button class="quiet" name="action" \
            value="decline">Decline</button>\n</form>\n</section>\n
            """)
    }

    /// Declining with consequences.
    private static func refuse(_ invitation: Invitation, _ out: inout HTMLWriter) {
        out.html(
            """
            <section aria-labelledby="more">\n<details>\n<summary id="more">Unwanted? Block or report</summary>\n<form \
            method="post">\n<fieldset>\n<legend>Decline, and take no more invitations</legend>\n
            """)
        // An admin's name is no account that could be blocked.
        if invitation.inviter.isKnown {
            out.html(
                """
                <p class="choice"><input type="radio" id="block-inviter" name="block" value="inviter" checked> <label \
                for="block-inviter">of 
                """)
            out.name(invitation.inviter.username.text)
            out.html("</label></p>\n")
        }
        out.html("<p class=\"choice\"><input type=\"radio\" id=\"block-package\" name=\"block\" value=\"package\"")
        if !invitation.inviter.isKnown { out.html(" checked") }
        out.html("> <label for=\"block-package\">to ")
        out.name(invitation.package.id.text)
        out.html(
            """
            </label></p>\n<p class="choice"><input type="radio" id="block-all" name="block" value="all"> <label \
            for="block-all">of anybody in this gallery</label></p>\n</fieldset>\n<button class="quiet" name="action" \
            value="block">Decline and block</button>\n</form>\n<form method="post">\n<label for="why">What is wrong? \
            <span>(optional; the gallery will read it)</span></label>\n<textarea id="why" name="reason" rows="3" \
            maxlength="500" dir="auto"></textarea>\n<button class="quiet" name="action" value="report">Decline and \
            report</button>\n</form>\n</details>\n</section>\n
            """)
    }

    /// The invitee's account or, where there is none, as much of the address as can be shown.
    static func invitee(_ invitation: Invitation, _ out: inout HTMLWriter) {
        out.name(invitation.invitee?.username.text ?? invitation.email.masked)
    }

    static func galleryLink(_ gallery: Gallery, _ out: inout HTMLWriter) {
        out.html("<a rel=\"noreferrer\" href=\"")
        out.text(gallery.url)
        out.html("\">")
        out.name(gallery.name)
        out.html("</a>")
    }
}
