import HTTPTypes
import Model

extension ReferencePage {
    func operation(_ operation: Operation, _ out: inout HTMLWriter) {
        out.html("<article id=\"")
        out.text(operation.id)
        out.html("\">\n<h3>")
        out.link(to: operation.id, operation.summary)
        out.html("</h3>\n<p class=\"call\"><b>")
        out.text(operation.method.rawValue)
        out.html("</b> ")
        out.code(operation.path)
        out.html("</p>\n<p class=\"soft\">")
        if let scope = operation.scope {
            out.html("Scope: ")
            out.code(scope.rawValue)
            if operation.takesAdmins { out.html(", or <code>override</code> for an admin") }
        } else {
            out.html("No key is asked for.")
        }
        out.html("</p>\n")
        for text in operation.words { out.paragraph(text) }
        parameters(operation.allParameters, &out)
        if let body = operation.body {
            out.heading(body.isRequired ? "Body" : "Body, which may be left out")
            fields(of: body.schema, &out)
        }
        out.heading("Example")
        out.code(curl(operation), label: "Request: \(operation.summary)")
        for answer in operation.allAnswers { self.answer(answer, operation, &out) }
        refusals(operation.problems, &out)
        out.html("</article>\n")
    }

    private func parameters(_ parameters: [Parameter], _ out: inout HTMLWriter) {
        guard !parameters.isEmpty else { return }
        out.heading("Parameters")
        out.html("<dl class=\"fields\">\n")
        for parameter in parameters {
            let place = parameter.place == .query ? "" : parameter.place == .path ? "; in the path" : "; a header"
            field(
                parameter.name, parameter.schema, parameter.words, isRequired: parameter.isRequired, place: place, &out)
        }
        out.html("</dl>\n")
    }

    private func answer(_ answer: Answer, _ operation: Operation, _ out: inout HTMLWriter) {
        out.html("<p class=\"status\"><b>")
        out.text(String(answer.status))
        out.html("</b> ")
        out.prose(answer.words)
        if let content = answer.content, case .component(let component) = content.schema, component.isShown {
            out.html(" Shape: ")
            out.link(to: component.anchor, component.name)
            out.html(".")
        }
        out.html("</p>\n")
        for header in answer.headers {
            out.html("<p class=\"soft\">")
            out.code(header.name)
            out.html(": ")
            out.prose(header.words)
            out.html("</p>\n")
        }
        // The second of two answers of one shape looks like the first.
        guard let content = answer.content, answer.status == operation.answers.first?.status else { return }
        out.code(content.example.shownText, label: "Answer: \(operation.summary)")
    }

    private func refusals(_ kinds: [ProblemKind], _ out: inout HTMLWriter) {
        guard !kinds.isEmpty else { return }
        out.html("<details>\n<summary>Refusals</summary>\n<ul>\n")
        for kind in kinds {
            out.html("<li><b>")
            out.text(String(kind.status))
            out.html("</b> <a href=\"problems/")
            out.text(kind.rawValue)
            out.html("\">")
            out.text(kind.rawValue)
            out.html("</a> ")
            out.text(kind.title)
            out.html("</li>\n")
        }
        out.html("</ul>\n</details>\n")
    }
}

extension JSONValue {
    /// As an example of the page: a text alone is the text, and no string of JSON.
    fileprivate var shownText: String {
        if case .string(let text) = self { text } else { prettyText }
    }
}
