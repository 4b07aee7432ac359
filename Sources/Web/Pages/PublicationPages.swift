import Model
import Workflows

/// The pages of a link to confirm or reject a version that is held.
enum PublicationPages {
    static func write(_ page: PublicationPage, _ theme: Theme, isAnswer: Bool) -> [UInt8] {
        switch page.standing {
        case .open: open(page, theme)
        default: outcome(page, theme, isAnswer: isAnswer)
        }
    }

    private static func open(_ page: PublicationPage, _ theme: Theme) -> [UInt8] {
        let publication = page.publication
        return Document.write(
            theme, title: "Confirm \(publication.package.id.text) \(publication.version.text)", gallery: page.gallery
        ) { out in
            out.html("<h1>Is this version of ")
            out.name(publication.package.id.text)
            out.html(" yours?</h1>\n<p class=\"soft\">")
            out.name(publication.publisher.username.text)
            out.html(
                """
                 published it, and it waits for the word of an owner. If you confirm, it goes on its way to the public; \
                if you reject it, it does not go public.</p>\n
                """)
            if publication.unusual {
                out.html("<p><strong>")
                out.name(publication.publisher.username.text)
                out.html(" has never published a version of ")
                out.name(publication.package.id.text)
                out.html(" before.</strong></p>\n")
            }
            facts(page, &out)
            list("Warnings", publication.warnings, &out)
            out.html(
                """
                <form method="post"><button name="action" value="confirm">Confirm this version</button></form>\n
                <section aria-labelledby="no">\n<h2 id="no">Not yours?</h2>\n<form method="post"><button class="quiet" \
                name="action" value="reject">Reject this version</button></form>\n</section>\n
                """)
        } footer: { out in
            out.html(
                """
                <p>If nobody answers in time, the version is rejected. Should it not be yours, change the password of \
                your account, and take back the keys that can publish.</p>
                """)
        }
    }

    private static func facts(_ page: PublicationPage, _ out: inout HTMLWriter) {
        let publication = page.publication
        out.html("<dl>\n<div><dt>Package</dt><dd>")
        out.name(publication.package.id.text)
        out.html("</dd></div>\n<div><dt>Version</dt><dd>")
        out.name(publication.version.text)
        out.html("</dd></div>\n<div><dt>Published by</dt><dd>")
        out.name(publication.publisher.username.text)
        if let via = publication.via {
            out.html("</dd></div>\n<div><dt>Through</dt><dd>")
            out.name(via)
        }
        out.html("</dd></div>\n<div><dt>Gallery</dt><dd>")
        InvitationPages.galleryLink(page.gallery, &out)
        if let until = publication.holdUntil {
            out.html("</dd></div>\n<div><dt>Open until</dt><dd>")
            out.time(until)
        }
        out.html("</dd></div>\n</dl>\n")
    }

    private static func list(_ heading: StaticString, _ items: [String], _ out: inout HTMLWriter) {
        guard !items.isEmpty else { return }
        out.html("<h2>")
        out.html(heading)
        out.html("</h2>\n<ul>\n")
        for item in items {
            out.html("<li>")
            // Not the item itself: its mark would hang out of the page on the other side.
            out.name(item)
            out.html("</li>\n")
        }
        out.html("</ul>\n")
    }

    private static func outcome(_ page: PublicationPage, _ theme: Theme, isAnswer: Bool) -> [UInt8] {
        let words = Words(page)
        return Document.write(theme, title: words.title, gallery: page.gallery) { out in
            Document.state(&out, words.mark, role: isAnswer ? "status" : nil) { out in
                out.html(words.heading)
            } body: { out in
                out.html("<p>")
                out.name(page.publication.package.id.text)
                out.html(" ")
                out.name(page.publication.version.text)
                out.html(words.sentence)
                out.html("</p>\n")
                if case .decided = page.standing, let decider = page.publication.decidedBy {
                    out.html("<p class=\"soft\">Decided by ")
                    out.name(decider)
                    out.html(".</p>\n")
                }
                Document.wayOut(to: page.gallery, &out)
            }
        }
    }

    private struct Words {
        let title: String
        let heading: StaticString
        let sentence: StaticString
        let mark: Document.Mark

        init(_ page: PublicationPage) {
            switch page.standing {
            case .decided(.rejected):
                (title, heading, mark) = ("Version rejected", "The version is rejected", .done)
                sentence = " does not go public. All owners are told."
            case .decided:
                (title, heading, mark) = ("Version confirmed", "The version is confirmed", .done)
                sentence = " goes on its way to the public. All owners are told."
            case .overtaken:
                (title, heading, mark) = ("There is nothing to confirm", "There is nothing to confirm any more", .ended)
                sentence = " no longer waits for an owner: the gallery has gone on with it."
            case .revoked:
                (title, heading, mark) = ("You cannot decide this", "You can no longer decide this", .attention)
                sentence = " can be confirmed by an owner of the package, and you are not one any more."
            case .expired, .open:
                (title, heading, mark) = ("The time is over", "The time to confirm this is over", .ended)
                sentence = " was not confirmed in time, and does not go public. It can be published again."
            }
        }
    }
}
