import Model

/// A page of the admin site: header, navigation, one heading's worth of content.
enum AdminDocument {
    /// - Parameters:
    ///   - title: Escaped here; also the heading, unless another is given.
    ///   - current: The part of the site that it belongs to.
    ///   - trail: The list that it was reached from.
    ///   - heading: What stands in the heading.
    ///   - done: What was just done.
    static func write(
        _ frame: AdminFrame, title: String, current: AdminArea? = nil, trail: AdminArea? = nil,
        heading: ((inout HTMLWriter) -> Void)? = nil, done: AdminDone? = nil, main: (inout HTMLWriter) -> Void
    ) -> [UInt8] {
        var out = HTMLWriter(frame.theme.beginning)
        out.text(title)
        if let gallery = frame.gallery {
            out.html(" · ")
            out.text(gallery.name)
        }
        out.html(" · Admin</title>\n</head>\n<body class=\"")
        out.html(frame.gallery == nil ? "alone\">\n" : "admin\">\n")
        out.html("<a class=\"skip\" href=\"#main\">Skip to the page</a>\n")
        header(frame, &out)
        if frame.gallery != nil { navigation(frame, current, &out) }
        out.html("<main id=\"main\" tabindex=\"-1\">\n")
        if let trail { self.trail(frame, trail, &out) }
        out.html("<h1>")
        if let heading { heading(&out) } else { out.text(title) }
        out.html("</h1>\n")
        if let done { out.status(done.words) }
        lastWarning(frame, &out)
        main(&out)
        out.html("</main>\n")
        footer(frame, &out)
        if frame.gallery != nil, frame.hasShortcuts { AdminScript.write(&out) }
        out.html("</body>\n</html>\n")
        return out.bytes
    }

    private static func header(_ frame: AdminFrame, _ out: inout HTMLWriter) {
        out.html("<header class=\"bar\">\n")
        if let gallery = frame.gallery {
            out.html(
                """
                <button type="button" class="quiet small menu" popovertarget="areas">Menu</button>\n<p class="brand"><a \
                href="
                """)
            out.text(frame.base)
            out.html("/queue\">")
            out.name(gallery.name)
            out.html("</a></p>\n<form class=\"search\" role=\"search\" method=\"get\" action=\"")
            out.text(frame.path(.search))
            out.html(
                """
                "><label class="unseen" for="search">Search this gallery</label><input id="search" name="q" \
                type="search" maxlength="320" autocomplete="off" spellcheck="false" placeholder="Package, account, \
                address or id" value="
                """)
            out.text(frame.sought)
            out.html("\"><button class=\"quiet\">Search</button></form>\n")
        } else {
            out.html("<p class=\"brand\"><a href=\"")
            out.text(frame.root)
            out.html("\">Countersign</a></p>\n")
        }
        until(frame, &out)
        if let admin = frame.admin { account(frame, admin, &out) }
        out.html("</header>\n")
    }

    /// When the session ends, where it is seen before a form is filled in (WCAG 2.2.1).
    private static func until(_ frame: AdminFrame, _ out: inout HTMLWriter) {
        guard let ends = frame.ends else { return }
        out.html("<p class=\"until\">Signed in until ")
        out.clock(ends, now: frame.now)
        out.html("</p>\n")
    }

    /// A session that no page makes longer: what is typed now may come too late.
    private static func lastWarning(_ frame: AdminFrame, _ out: inout HTMLWriter) {
        guard frame.isLast, let ends = frame.ends else { return }
        out.html("<p class=\"note\">Your session ends at ")
        out.clock(ends, now: frame.now)
        out.html(", whatever you do. Send what you type before that, then sign in again.</p>\n")
    }

    private static func account(_ frame: AdminFrame, _ admin: String, _ out: inout HTMLWriter) {
        out.html("<details class=\"account\"><summary><span class=\"unseen\">Signed in as </span>")
        out.name(admin)
        out.html("</summary>\n<div><ul>\n<li><a href=\"")
        out.text(frame.root)
        out.html("/account\">Account and sessions</a></li>\n")
        if frame.hasOthers || frame.gallery == nil {
            out.html("<li><a href=\"")
            out.text(frame.root)
            out.html("\">Galleries</a></li>\n")
        }
        out.html("<li><a href=\"")
        out.text(frame.root)
        out.html("/shortcuts\">Keyboard shortcuts</a></li>\n</ul>\n")
        out.form(to: "\(frame.root)/sign-out", nonce: frame.nonce)
        out.html("<button class=\"quiet small\">Sign out</button></form></div></details>\n")
    }

    private static func navigation(_ frame: AdminFrame, _ current: AdminArea?, _ out: inout HTMLWriter) {
        out.html("<nav id=\"areas\" class=\"areas\" aria-label=\"Areas\" popover>\n")
        out.html(
            """
            <button type="button" class="quiet small close" popovertarget="areas" popovertargetaction="hide">Close</button>\n
            """)
        for group in AdminArea.groups {
            out.html("<p>")
            out.html(group.title)
            out.html("</p>\n<ul>\n")
            for area in group.areas {
                out.html("<li><a href=\"")
                out.text(frame.path(area))
                out.html("\"")
                if area == current { out.html(" aria-current=\"page\"") }
                if let key = area.key {
                    out.html(" data-key=\"")
                    out.text(String(key))
                    out.html("\"")
                }
                out.html(">")
                out.text(area.title)
                out.html("</a></li>\n")
            }
            out.html("</ul>\n")
        }
        out.html("</nav>\n")
    }

    private static func trail(_ frame: AdminFrame, _ area: AdminArea, _ out: inout HTMLWriter) {
        out.html("<nav class=\"trail\" aria-label=\"Where you are\"><a href=\"")
        out.text(frame.path(area))
        out.html("\">")
        out.text(area.title)
        out.html("</a></nav>\n")
    }

    private static func footer(_ frame: AdminFrame, _ out: inout HTMLWriter) {
        out.html("<footer><p>Times are in UTC.")
        if let ends = frame.ends {
            out.html(" You are signed in until ")
            out.time(ends)
            out.html(frame.isLast ? "." : ", and longer with each page that you open before.")
        }
        out.html("</p></footer>\n")
    }
}
