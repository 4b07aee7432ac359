/// One thing to fill in.
struct FormField {
    enum Kind {
        case line, email, url, search
        /// Several lines.
        case area
        case date
        /// Values with what they say.
        case choice([(value: String, words: String)])
    }

    var name: StaticString
    var label: String
    var kind: Kind = .line
    var hint: String?
    /// What is wrong with what was typed.
    var error: String?
    /// What was typed.
    var value = ""
    var isRequired = false
    /// In characters.
    var most: Int?
    var autocomplete: StaticString = "off"
}

extension HTMLWriter {
    /// Opens a form that acts, with what proves that it is ours.
    mutating func form(to path: String, nonce: String) {
        html("<form method=\"post\" action=\"")
        text(path)
        html("\"><input type=\"hidden\" name=\"nonce\" value=\"")
        text(nonce)
        html("\">\n")
    }

    /// A form that shows the same list otherwise: its fields stand in the address.
    ///
    /// - Parameters:
    ///   - path: Of the list.
    ///   - label: What it is for, for those who do not see where it stands.
    ///   - isFiltered: Whether there is a way back to all.
    mutating func filters(_ path: String, _ label: String, isFiltered: Bool, _ fields: (inout HTMLWriter) -> Void) {
        html("<form class=\"filters\" method=\"get\" aria-label=\"")
        text(label)
        html("\" action=\"")
        text(path)
        html("\">\n")
        fields(&self)
        html("<p class=\"actions\"><button class=\"quiet\">Filter</button>")
        if isFiltered {
            html(" ")
            link(path, "Show all")
        }
        html("</p></form>\n")
    }

    /// A form with one button and nothing to fill in.
    ///
    /// - Parameter style: `small`, `quiet`, `danger`.
    mutating func button(_ words: String, to path: String, nonce: String, style: StaticString = "quiet") {
        form(to: path, nonce: nonce)
        html("<button class=\"")
        html(style)
        html("\">")
        text(words)
        html("</button></form>\n")
    }

    /// What a form sends along unseen.
    mutating func hidden(_ name: StaticString, _ value: String) {
        html("<input type=\"hidden\" name=\"")
        html(name)
        html("\" value=\"")
        text(value)
        html("\">\n")
    }

    /// A field with its label, a hint, and what is wrong with it, all tied to it.
    ///
    /// - Parameter prefix: Keeps ids apart where a page has several forms.
    mutating func field(_ field: FormField, in prefix: StaticString = "f") {
        html("<div class=\"field\"><label for=\"")
        id(prefix, field.name)
        html("\">")
        text(field.label)
        html("</label>\n")
        if let hint = field.hint {
            html("<p class=\"hint\" id=\"")
            id(prefix, field.name)
            html("-hint\">")
            text(hint)
            html("</p>\n")
        }
        input(field, prefix)
        if let error = field.error {
            html("<p class=\"error\" id=\"")
            id(prefix, field.name)
            html("-error\">")
            text(error)
            html("</p>\n")
        }
        html("</div>\n")
    }

    private mutating func input(_ field: FormField, _ prefix: StaticString) {
        switch field.kind {
        case .line: open("<input type=\"text\"", field, prefix)
        case .email: open("<input type=\"email\" spellcheck=\"false\"", field, prefix)
        case .url: open("<input type=\"url\" spellcheck=\"false\"", field, prefix)
        case .search: open("<input type=\"search\" spellcheck=\"false\"", field, prefix)
        case .date: open("<input type=\"date\"", field, prefix)
        case .area:
            open("<textarea rows=\"3\"", field, prefix)
            // The first line break after the tag is not part of what is in it (HTML, 13.1.2.5).
            html(">\n")
            text(field.value)
            return html("</textarea>\n")
        case .choice(let choices):
            open("<select", field, prefix)
            html(">\n")
            for choice in choices {
                html("<option value=\"")
                text(choice.value)
                html(choice.value == field.value ? "\" selected>" : "\">")
                text(choice.words)
                html("</option>\n")
            }
            return html("</select>\n")
        }
        html(" value=\"")
        text(field.value)
        html("\">\n")
    }

    private mutating func open(_ tag: StaticString, _ field: FormField, _ prefix: StaticString) {
        html(tag)
        html(" id=\"")
        id(prefix, field.name)
        html("\" name=\"")
        html(field.name)
        html("\" autocomplete=\"")
        html(field.autocomplete)
        html("\"")
        if field.isRequired { html(" required") }
        if let most = field.most {
            html(" maxlength=\"")
            text(String(most))
            html("\"")
        }
        guard field.hint != nil || field.error != nil else { return }
        html(" aria-describedby=\"")
        if field.error != nil {
            id(prefix, field.name)
            html("-error")
            if field.hint != nil { html(" ") }
        }
        if field.hint != nil {
            id(prefix, field.name)
            html("-hint")
        }
        html("\"")
        if field.error != nil { html(" aria-invalid=\"true\"") }
    }

    private mutating func id(_ prefix: StaticString, _ name: StaticString) {
        html(prefix)
        html("-")
        html(name)
    }
}
