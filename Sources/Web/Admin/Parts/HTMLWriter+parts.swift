import Model

/// What the pages of the admin site are made of.
extension HTMLWriter {
    /// What was just done.
    mutating func status(_ words: String) {
        html("<p class=\"status\" role=\"status\">")
        text(words)
        html("</p>\n")
    }

    /// What keeps something from being done.
    mutating func alert(_ words: String) {
        html("<p class=\"alert\" role=\"alert\">")
        text(words)
        html("</p>\n")
    }

    /// Something that an admin should not overlook.
    mutating func note(_ words: String) {
        html("<p class=\"note\">")
        text(words)
        html("</p>\n")
    }

    /// One line under the heading that says what the page is for.
    mutating func lead(_ words: String) {
        html("<p class=\"lead\">")
        text(words)
        html("</p>\n")
    }

    /// One line of a definition list.
    mutating func fact(_ term: String, _ write: (inout HTMLWriter) -> Void) {
        html("<div><dt>")
        text(term)
        html("</dt><dd>")
        write(&self)
        html("</dd></div>\n")
    }

    mutating func fact(_ term: String, _ words: String) { fact(term) { $0.text(words) } }

    mutating func fact(_ term: String, _ moment: Timestamp, now: Timestamp) {
        fact(term) { $0.when(moment, now: now) }
    }

    /// A link; its address is escaped here, so that it may hold a query.
    mutating func link(_ path: String, _ write: (inout HTMLWriter) -> Void) {
        html("<a href=\"")
        text(path)
        html("\">")
        write(&self)
        html("</a>")
    }

    mutating func link(_ path: String, _ words: String) { link(path) { $0.text(words) } }

    /// An id as code.
    mutating func id(_ id: Identifier) {
        html("<span class=\"id\">")
        text(id.description)
        html("</span>")
    }

    /// Words of a person, as they wrote them.
    mutating func quote(_ words: String) {
        html("<blockquote dir=\"auto\">")
        text(words)
        html("</blockquote>")
    }

    /// A box with a heading of its own.
    ///
    /// - Parameter id: Of the heading.
    mutating func panel(_ id: StaticString, _ title: String, _ write: (inout HTMLWriter) -> Void) {
        html("<section class=\"panel\" aria-labelledby=\"")
        html(id)
        html("\">\n<h2 id=\"")
        html(id)
        html("\">")
        text(title)
        html("</h2>\n")
        write(&self)
        html("</section>\n")
    }

    /// Links to the same list in other ways: by state, for example.
    mutating func tabs(_ label: String, _ tabs: [(words: String, path: String, isCurrent: Bool)]) {
        html("<nav class=\"tabs\" aria-label=\"")
        text(label)
        html("\"><ul>\n")
        for tab in tabs {
            html("<li><a href=\"")
            text(tab.path)
            html(tab.isCurrent ? "\" aria-current=\"page\">" : "\">")
            text(tab.words)
            html("</a></li>\n")
        }
        html("</ul></nav>\n")
    }
}
