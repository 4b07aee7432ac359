/// What the reference is made of.
extension HTMLWriter {
    /// Text in which code stands between backticks.
    mutating func prose(_ text: String) {
        var isCode = false
        for part in text.split(separator: "`", omittingEmptySubsequences: false) {
            if isCode { html("<code>") }
            self.text(String(part))
            if isCode { html("</code>") }
            isCode.toggle()
        }
    }

    mutating func paragraph(_ text: String) {
        html("<p>")
        prose(text)
        html("</p>\n")
    }

    mutating func code(_ text: String) {
        html("<code>")
        self.text(text)
        html("</code>")
    }

    /// Lines of code, which scroll within themselves: by the keyboard as well, and so they have a name.
    mutating func code(_ lines: String, label: String) {
        html("<pre tabindex=\"0\" role=\"group\" aria-label=\"")
        text(label)
        html("\"><code>")
        text(lines)
        html("</code></pre>\n")
    }

    mutating func link(to anchor: String, _ text: String) {
        html("<a href=\"#")
        self.text(anchor)
        html("\">")
        self.text(text)
        html("</a>")
    }

    /// Opens a section with a heading that links to itself.
    mutating func section(_ anchor: String, _ title: String) {
        html("<section id=\"")
        text(anchor)
        html("\">\n<h2>")
        link(to: anchor, title)
        html("</h2>\n")
    }

    mutating func heading(_ text: String) {
        html("<h4>")
        self.text(text)
        html("</h4>\n")
    }
}
