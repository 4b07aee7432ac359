import Model
import Workflows

/// The pages of an owner who wants no more messages of people.
enum ContactPages {
    static func open(_ page: ContactPage, _ theme: Theme) -> [UInt8] {
        Document.write(theme, title: "No more messages like this?", gallery: page.gallery) { out in
            out.html("<h1>No more messages like this?</h1>\n<p class=\"soft\">For the account ")
            out.name(page.account.username.text)
            out.html(" at ")
            InvitationPages.galleryLink(page.gallery, &out)
            out.html(
                """
                . Nobody is told what you refuse.</p>\n<form method="post">\n<fieldset>\n<legend>Take no more messages and \
                invitations</legend>\n
                """)
            for scope in page.scopes { choice(scope, page, isChosen: scope == page.scopes.first, &out) }
            out.html(
                """
                </fieldset>\n<button name="action" value="block">Take no more</button>\n</form>\n<p class="soft">If the \
                message is abuse, tell the gallery as well.</p>\n
                """)
        }
    }

    static func done(_ page: ContactPage, _ scope: BlockScope, _ theme: Theme) -> [UInt8] {
        Document.write(theme, title: "You get no more of these", gallery: page.gallery) { out in
            Document.state(&out, .done, role: "status") { out in
                out.html("You get no more of these")
            } body: { out in
                out.html("<p>Messages and invitations ")
                words(scope, page, &out)
                out.html(
                    """
                     no longer come to this mailbox. It holds at once; the gallery can take it back for \
                    you.</p>\n<p><a class="button quiet" rel="noreferrer" href="
                    """)
                out.text(page.gallery.url)
                out.html("\">Go to ")
                out.text(page.gallery.name)
                out.html("</a></p>\n")
            }
        }
    }

    private static func choice(_ scope: BlockScope, _ page: ContactPage, isChosen: Bool, _ out: inout HTMLWriter) {
        out.html("<p class=\"choice\"><input type=\"radio\" id=\"block-")
        out.text(scope.rawValue)
        out.html("\" name=\"block\" value=\"")
        out.text(scope.rawValue)
        out.html(isChosen ? "\" checked> <label for=\"block-" : "\"> <label for=\"block-")
        out.text(scope.rawValue)
        out.html("\">")
        words(scope, page, &out)
        out.html("</label></p>\n")
    }

    private static func words(_ scope: BlockScope, _ page: ContactPage, _ out: inout HTMLWriter) {
        switch scope {
        case .inviter:
            out.html("of ")
            if let sender = page.sender { out.name(sender.username.text) }
        case .package:
            out.html("about ")
            if let package = page.package { out.name(package.id.text) }
        case .all: out.html("of anybody in this gallery")
        }
    }
}
