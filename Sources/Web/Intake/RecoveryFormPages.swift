import Model

/// The public form for a package that has lost its active owner, and what follows when it was sent.
enum RecoveryFormPages {
    /// - Parameters:
    ///   - notice: What kept the form from being taken, where no field is at fault.
    static func form(
        _ form: RecoveryForm, _ gallery: Gallery, _ theme: Theme, nonce: String, errors: FieldErrors = FieldErrors(),
        notice: String? = nil
    ) -> [UInt8] {
        let title = "Ask for a package that has lost its owner"
        return Document.write(
            theme, title: errors.isEmpty && notice == nil ? title : "Error: \(title)", gallery: gallery
        ) { out in
            out.html(
                """
                <h1>Ask for a package that has lost its owner</h1>\n<p>Use this form when nobody looks after a package any \
                more and you are the one who should. The administrators of 
                """)
            out.name(gallery.name)
            out.html(
                """
                 check what you write, try to reach the present owners in more than one way, and wait before they decide. \
                That takes weeks. If you can still reach an owner, ask them to invite you instead: that takes \
                minutes.</p>\n
                """)
            if let notice {
                out.html("<p class=\"error\" role=\"alert\">")
                out.text(notice)
                out.html("</p>\n")
            }
            out.html("<form method=\"post\" novalidate>\n")
            out.hidden("nonce", nonce)
            out.wrong(errors, in: "f")
            fields(form, gallery, errors, &out)
            promise(gallery, &out)
            out.html("<button>Send the claim</button>\n</form>\n")
        }
    }

    private static func fields(
        _ form: RecoveryForm, _ gallery: Gallery, _ errors: FieldErrors, _ out: inout HTMLWriter
    ) {
        out.field(
            FormField(
                name: "package", label: "Package", hint: "Its name, as \(gallery.name) shows it.",
                error: errors["package"], value: form.package, isRequired: true))
        out.field(
            FormField(
                name: "name", label: "Your name",
                hint: "The present owners see it. What people of the project know you by is best.",
                error: errors["name"], value: form.name, isRequired: true, autocomplete: "name"))
        out.field(
            FormField(
                name: "username", label: "Your account on \(gallery.name) (optional)", error: errors["username"],
                value: form.username, autocomplete: "username"))
        out.field(
            FormField(
                name: "email", label: "Your address", kind: .email,
                hint: "You get a mail with a link first. The present owners never see the address.",
                error: errors["email"], value: form.email, isRequired: true, autocomplete: "email"))
        out.field(
            FormField(
                name: "why", label: "Why should the package be yours?", kind: .area,
                hint: """
                    What you have to do with it, and what you know about its owners: what you tried, and when they were \
                    last heard of. The present owners read this.
                    """,
                error: errors["why"], value: form.why, isRequired: true))
        out.field(
            FormField(
                name: "evidence", label: "Evidence (optional)", kind: .area,
                hint: """
                    Web addresses that show it, one a line, at most \(RecoveryCase.mostLinks): the source repository, the \
                    project’s site, a discussion.
                    """,
                error: errors["evidence"], value: form.evidence))
    }

    /// What is done with what is written here, before it is sent.
    private static func promise(_ gallery: Gallery, _ out: inout HTMLWriter) {
        out.html(
            """
            <div class="promise"><h2>What is done with it</h2>\n<ul>\n<li>A mail goes to your address. Nobody reads the claim \
            until you have opened the link in it; after seven days without that, all of it is deleted.</li>\n<li>Then the \
            administrators of 
            """)
        out.name(gallery.name)
        out.html(
            """
             see all of it, and the present owners are shown your name, your reason and your evidence, and nothing \
            else.</li>\n<li>Your address is used for this claim alone: to tell you how it stands, and to invite you if it is \
            granted.</li>\n</ul></div>\n
            """)
    }

    /// The same whatever is known of the package and of the address, so that it tells nobody about either.
    static func sent(to address: EmailAddress, _ gallery: Gallery, _ theme: Theme) -> [UInt8] {
        OneStepPage.write(for: "claim", to: address, gallery, theme)
    }

    /// Where several galleries are served, and none was named.
    static func which(_ typed: String, _ theme: Theme, isUnknown: Bool) -> [UInt8] {
        Document.write(theme, title: "Which gallery is it about?", gallery: nil) { out in
            out.html(
                """
                <h1>Which gallery is it about?</h1>\n<p>This service works for several galleries. Each of them links to its \
                own form; if you came here without such a link, give the short name of the gallery.</p>\n<form method="get">\n
                """)
            out.field(
                FormField(
                    name: "gallery", label: "Short name of the gallery",
                    error: isUnknown ? "There is no gallery of this name here." : nil, value: typed, isRequired: true,
                    most: 64))
            out.html("<button>Continue</button>\n</form>\n")
        }
    }
}
