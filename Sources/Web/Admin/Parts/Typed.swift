import Model

/// What somebody typed into a form, and what is wrong with it; shown again, so that nothing typed is lost.
struct Typed {
    private let form: FormBody
    private(set) var errors: [(name: String, label: String, words: String)] = []
    /// What keeps it from being done although each field is right.
    var refusal: String?

    /// An empty form.
    static var nothing: Typed { Typed(FormBody(fields: [])) }

    init(_ form: FormBody) {
        self.form = form
    }

    /// Whether nothing stands in the way.
    var isRight: Bool { errors.isEmpty && refusal == nil }

    /// What was typed, without spaces around it.
    func text(_ name: String) -> String { (form.value(name) ?? "").replacingLineEnds.trimmed }

    func values(_ name: String) -> [String] { form.values(name) }

    mutating func error(_ name: String, _ label: String, _ words: String) {
        errors.append((name, label, words))
    }

    /// Words that are needed, such as a reason that is logged.
    mutating func words(_ name: String, _ label: String, most: Int = PlainText.limit) -> PlainText? {
        let typed = text(name)
        guard !typed.isEmpty else {
            error(name, label, "\(label) is needed: it is kept in the audit log.")
            return nil
        }
        do throws(PlainText.Flaw) {
            return try PlainText(typed, limit: most).withoutLinks
        } catch {
            self.error(name, label, "\(label) \(error).")
            return nil
        }
    }

    mutating func address(_ name: String, _ label: String) -> EmailAddress? {
        do throws(EmailAddress.Flaw) {
            return try EmailAddress(text(name))
        } catch {
            self.error(name, label, "The address \(error).")
            return nil
        }
    }

    /// A field with what was typed into it, and what is wrong with that.
    func filling(_ field: FormField) -> FormField {
        var filled = field
        let name = "\(field.name)"
        filled.value = form.value(name) ?? field.value
        filled.error = errors.first { $0.name == name }?.words
        return filled
    }
}

extension HTMLWriter {
    /// What is wrong with a form, with a way to each field; nothing where nothing is.
    mutating func problems(_ typed: Typed, in prefix: StaticString = "f") {
        guard !typed.isRight else { return }
        html("<div class=\"alert\" role=\"alert\"><p>")
        text(typed.refusal ?? "Nothing was done yet.")
        html("</p>\n")
        if !typed.errors.isEmpty {
            html("<ul>\n")
            for error in typed.errors {
                html("<li><a href=\"#")
                html(prefix)
                html("-")
                text(error.name)
                html("\">")
                text(error.words)
                html("</a></li>\n")
            }
            html("</ul>")
        }
        html("</div>\n")
    }
}
