import Model
import Workflows

/// `/u/{token}`: which mails come.
enum PreferencePages {
    /// - Parameter isSaved: Whether it answers a form.
    static func write(_ page: PreferencePage, _ theme: Theme, isSaved: Bool) -> [UInt8] {
        Document.write(theme, title: "Which mails you get", gallery: page.gallery) { out in
            if isSaved { out.html("<div role=\"status\">\n") }
            out.html("<h1>Which mails you get</h1>\n")
            if isSaved { out.html("<p class=\"saved\">Saved. It holds at once.</p>\n</div>\n") }
            out.html("<p class=\"soft\">For the account ")
            out.name(page.account.username.text)
            out.html(" at ")
            InvitationPages.galleryLink(page.gallery, &out)
            out.html(
                """
                . What failed, and what somebody publishes who never did before, is always mailed: it may mean that \
                something is wrong.</p>\n<form method="post">\n
                """)
            group(page, of: "package", &out)
            group(page, of: "all", &out)
            out.html(
                """
                <button name="action" value="save">Save</button>\n</form>\n<section aria-labelledby="one">\n<h2 \
                id="one">Only this kind of mail?</h2>\n<form method="post"><button class="quiet" name="action" \
                value="unsubscribe">No more mails about “
                """)
            out.text(words(page.kind))
            out.html("” of ")
            out.text(page.package.id.text)
            out.html("</button></form>\n</section>\n")
        }
    }

    /// The boxes of one scope; a ticked box is a mail that comes.
    private static func group(_ page: PreferencePage, of scope: StaticString, _ out: inout HTMLWriter) {
        let isPackage = "\(scope)" == "package"
        let muted = isPackage ? page.ofPackage : page.ofAll
        out.html("<fieldset>\n<legend>")
        if isPackage {
            out.html("About ")
            out.name(page.package.id.text)
        } else {
            out.html("About all packages of the gallery")
        }
        out.html("</legend>\n")
        for kind in Mute.kinds {
            out.html("<p class=\"choice\"><input type=\"checkbox\" id=\"")
            out.html(scope)
            out.html("-")
            out.text(kind.rawValue)
            out.html("\" name=\"")
            out.html(scope)
            out.html("\" value=\"")
            out.text(kind.rawValue)
            out.html(muted.contains(kind) ? "\"> <label for=\"" : "\" checked> <label for=\"")
            out.html(scope)
            out.html("-")
            out.text(kind.rawValue)
            out.html("\">")
            out.text(words(kind))
            out.html("</label></p>\n")
        }
        out.html("</fieldset>\n")
    }

    static func words(_ kind: MailKind) -> String {
        switch kind {
        case .publicationReceived: "A version was received"
        case .publicationLive: "A version went live"
        case .publicationDelayed: "A version takes longer than usual"
        case .publicationWithdrawn: "A version was withdrawn"
        case .publicationDigest: "Several versions in one mail"
        default: kind.rawValue
        }
    }

    /// What a link is about that leads to no mailbox any more.
    static func gone(_ theme: Theme) -> [UInt8] {
        Document.write(theme, title: "There is nothing to choose any more", gallery: nil) { out in
            Document.state(&out, .ended) { out in
                out.html("There is nothing to choose any more")
            } body: { out in
                out.html(
                    """
                    <p>The link is too old, or the mailbox that it was sent to no longer belongs to the account. Newer \
                    mails have a link that works.</p>\n
                    """)
            }
        }
    }
}
