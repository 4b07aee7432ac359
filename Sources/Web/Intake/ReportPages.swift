import Model
import Workflows

/// The public form that reports a package, and the pages behind the link that it leads to.
enum ReportPages {
    static func form(
        _ form: ReportForm, _ package: Name, _ gallery: Gallery, _ theme: Theme, nonce: String,
        errors: FieldErrors = FieldErrors(), notice: String? = nil
    ) -> [UInt8] {
        let title = "Report \(package.text)"
        return Document.write(
            theme, title: errors.isEmpty && notice == nil ? title : "Error: \(title)", gallery: gallery
        ) { out in
            out.html("<h1>Report ")
            out.name(package.text)
            out.html("</h1>\n<p>The administrators of ")
            out.name(gallery.name)
            out.html(
                """
                 read every report. If it is about something that harms people who use the package, say how it can be \
                seen.</p>\n
                """)
            if let notice {
                out.html("<p class=\"error\" role=\"alert\">")
                out.text(notice)
                out.html("</p>\n")
            }
            out.html("<form method=\"post\" novalidate>\n")
            out.hidden("nonce", nonce)
            out.wrong(errors, in: "f")
            let choices = ReportTopic.allCases.map { (value: $0.rawValue, words: $0.words) }
            out.field(
                FormField(
                    name: "topic", label: "What is wrong?", kind: .choice([("", "Choose one")] + choices),
                    error: errors["topic"], value: form.topic, isRequired: true))
            out.field(
                FormField(
                    name: "message", label: "How can it be seen?", kind: .area,
                    hint: "Which versions, which files, what they do. The owners of the package do not read this.",
                    error: errors["message"], value: form.message, isRequired: true))
            out.field(
                FormField(
                    name: "email", label: "Your address", kind: .email,
                    hint: "You get a mail with a link first. The owners of the package never see the address.",
                    error: errors["email"], value: form.email, isRequired: true, autocomplete: "email"))
            promise(gallery, &out)
            out.html("<button>Send the report</button>\n</form>\n")
        }
    }

    private static func promise(_ gallery: Gallery, _ out: inout HTMLWriter) {
        out.html(
            """
            <div class="promise"><h2>What is done with it</h2>\n<ul>\n<li>A mail goes to your address. Nobody reads the report \
            until you have opened the link in it; after seven days without that, all of it is deleted.</li>\n<li>Then the \
            administrators of 
            """)
        out.name(gallery.name)
        out.html(" see it with your address, and can ask you about it.</li>\n</ul></div>\n")
    }

    /// The same whatever is known of the package and of the address.
    static func sent(to address: EmailAddress, _ gallery: Gallery, _ theme: Theme) -> [UInt8] {
        OneStepPage.write(for: "report", to: address, gallery, theme)
    }

    /// Behind the link: the report as it was written, to be confirmed or, once it was, to be seen.
    static func confirm(_ page: ReportPage, _ theme: Theme, isAnswer: Bool) -> [UInt8] {
        guard let until = page.opensUntil else { return received(page, theme, isAnswer: isAnswer) }
        return Document.write(theme, title: "Confirm your report", gallery: page.gallery) { out in
            out.html("<h1>Did you report ")
            out.name(page.package.text)
            out.html("?</h1>\n<p class=\"soft\">Nobody has read it yet. The administrators of ")
            InvitationPages.galleryLink(page.gallery, &out)
            out.html(" see it, with your address, once you confirm that it is yours.</p>\n")
            words(page, &out)
            out.html(
                """
                <form method="post"><button name="action" value="confirm">Yes, send the report</button></form>\n<p \
                class="soft">If it was not you, close this page: the report is forgotten on 
                """)
            out.time(until)
            out.html(".</p>\n")
        }
    }

    private static func received(_ page: ReportPage, _ theme: Theme, isAnswer: Bool) -> [UInt8] {
        Document.write(theme, title: "The report was received", gallery: page.gallery) { out in
            Document.state(&out, .done, role: isAnswer ? "status" : nil) { out in
                out.html("The report was received")
            } body: { out in
                out.html("<p>The administrators of ")
                out.name(page.gallery.name)
                out.html(" read it, and may write to your address. Thank you.</p>\n")
            }
            words(page, &out)
            Document.wayOut(to: page.gallery, &out)
        }
    }

    private static func words(_ page: ReportPage, _ out: inout HTMLWriter) {
        out.html("<dl>\n<div><dt>Package</dt><dd>")
        out.name(page.package.text)
        out.html("</dd></div>\n<div><dt>What is wrong</dt><dd>")
        out.text(page.reason)
        out.html("</dd></div>\n</dl>\n")
        guard let message = page.message else { return }
        out.html("<figure>\n<figcaption>You wrote:</figcaption>\n<blockquote dir=\"auto\">")
        out.text(message)
        out.html("</blockquote>\n</figure>\n")
    }
}
