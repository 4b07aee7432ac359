extension ReferencePage {
    /// The fields of an object, those of objects within it as well.
    func fields(of schema: Schema, _ out: inout HTMLWriter) {
        switch schema.resolved {
        case .object(let shape):
            guard !shape.fields.isEmpty else { return out.paragraph("No field is known.") }
            out.html("<dl class=\"fields\">\n")
            rows(shape, under: "", &out)
            out.html("</dl>\n")
            if let rule = shape.rule { out.paragraph(rule.words) }
        case .either(let schemas):
            for (index, schema) in schemas.enumerated() {
                if index > 0 { out.paragraph("Or:") }
                fields(of: schema, &out)
            }
        default: break
        }
    }

    private func rows(_ shape: Schema.Shape, under prefix: String, _ out: inout HTMLWriter) {
        for field in shape.fields {
            // That null counts as left out is said once for all.
            let schema = shape.isClosed && !field.isRequired ? field.schema.withoutNull : field.schema
            self.field(prefix + field.name, schema, field.words, isRequired: field.isRequired, place: "", &out)
            switch schema {
            case .object(let inner): rows(inner, under: prefix + field.name + ".", &out)
            case .array(.object(let inner), _): rows(inner, under: prefix + field.name + "[].", &out)
            case .array(.either(let choices), _):
                for case .object(let inner) in choices { rows(inner, under: prefix + field.name + "[].", &out) }
            default: break
            }
        }
    }

    func field(
        _ name: String, _ schema: Schema, _ words: String, isRequired: Bool, place: String, _ out: inout HTMLWriter
    ) {
        out.html("<div><dt>")
        out.code(name)
        out.html(isRequired ? "" : " <span>optional</span>")
        out.html("</dt>\n<dd>")
        out.prose(words)
        out.html("<br><span>")
        out.type(schema)
        out.text(place)
        out.html("</span></dd></div>\n")
    }
}

extension HTMLWriter {
    /// What a value may be, in words.
    mutating func type(_ schema: Schema) {
        switch schema {
        case .object: html("an object")
        case .boolean: html("true or false")
        case .either: html("one of several objects")
        case .integer(let least, let most):
            html("a whole number")
            switch (least, most) {
            case (let least?, let most?) where most < .max: text(", \(least) to \(most)")
            case (let least?, _): text(", \(least) or more")
            default: break
            }
        case .array(let item, let count):
            html("a list, each ")
            type(item)
            if let count { text(count.lowerBound > 0 ? "; \(count.lowerBound) to" : "; up to") }
            if let count { text(" \(count.upperBound)") }
        case .preferably(let inner): type(inner)
        case .nullable(let inner):
            type(inner)
            html(", or null")
        case .component(let component):
            link(to: component.anchor, component.name)
        case .text(let facets): type(facets)
        }
    }

    private mutating func type(_ text: Schema.Text) {
        guard text.choices.isEmpty else {
            for (index, choice) in text.choices.enumerated() {
                if index > 0 { html(index == text.choices.count - 1 ? " or " : ", ") }
                code(choice)
            }
            return
        }
        switch text.format {
        case "uuid": html("a UUID")
        case "date-time": html("a time")
        case "idn-email": html("an e-mail address")
        default: text.words.map { prose($0) } ?? html("text")
        }
        guard let length = text.length else { return }
        self.text(
            length.lowerBound > 0
                ? "; \(length.lowerBound) to \(length.upperBound) characters"
                : "; up to \(length.upperBound) characters")
    }
}

extension Schema {
    fileprivate var withoutNull: Schema { if case .nullable(let inner) = self { inner } else { self } }
}
