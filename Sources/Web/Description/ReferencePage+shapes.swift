extension ReferencePage {
    /// Whatever has a name and is used in more than one place.
    func shapes(_ out: inout HTMLWriter) {
        out.section("shapes", "Shapes")
        for component in APIDescription.components where component.isShown {
            out.html("<article id=\"")
            out.text(component.anchor)
            out.html("\">\n<h3>")
            out.link(to: component.anchor, component.name)
            out.html("</h3>\n")
            out.paragraph(component.words)
            switch component.schema {
            case .object, .either: fields(of: component.schema, &out)
            default:
                out.html("<p class=\"soft\">")
                out.type(component.schema)
                out.html(".</p>\n")
            }
            if let example = component.example { out.code(example.prettyText, label: "Example: \(component.name)") }
            out.html("</article>\n")
        }
        out.html("</section>\n")
    }
}

extension Component {
    var anchor: String { "shape-\(name)" }

    /// Whether it has a place of its own on the page: the body of a call has not, for its fields are told there.
    var isShown: Bool { !Self.bodies.contains(name) }

    private static let bodies: Set<String> = Set(
        APIDescription.operations.compactMap { operation in
            if case .component(let component)? = operation.body?.schema { component.name } else { nil }
        })
}
