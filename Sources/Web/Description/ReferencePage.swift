/// `GET /docs`: the description of the API for people.
struct ReferencePage {
    let description: APIDescription

    func html(_ theme: Theme) -> [UInt8] {
        Document.write(theme, title: "API reference", gallery: nil) { out in
            out.html(
                """
                <h1>API reference</h1>\n<p>What a gallery’s backend can ask of Countersign. The same for programs: \
                <a href="openapi.yaml">openapi.yaml</a> (OpenAPI 3.1).</p>\n
                """)
            contents(&out)
            for chapter in Guide.chapters { self.chapter(chapter, &out) }
            for area in APIDescription.areas { self.area(area, &out) }
            shapes(&out)
        }
    }

    private func contents(_ out: inout HTMLWriter) {
        out.html("<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">Contents</h2>\n<ul>\n")
        for chapter in Guide.chapters {
            out.html("<li>")
            out.link(to: chapter.id, chapter.title)
            out.html("</li>\n")
        }
        for area in APIDescription.areas {
            out.html("<li>")
            out.link(to: area.anchor, area.name)
            out.html("\n<ul>\n")
            for operation in area.operations {
                out.html("<li>")
                out.link(to: operation.id, operation.summary)
                out.html("</li>\n")
            }
            out.html("</ul></li>\n")
        }
        out.html("<li>")
        out.link(to: "shapes", "Shapes")
        out.html("</li>\n</ul>\n</nav>\n")
    }

    private func chapter(_ chapter: Guide.Chapter, _ out: inout HTMLWriter) {
        out.section(chapter.id, chapter.title)
        for part in chapter.parts {
            switch part {
            case .text(let text): out.paragraph(text)
            case .list(let items):
                out.html("<ul>\n")
                for item in items {
                    out.html("<li>")
                    out.prose(item)
                    out.html("</li>\n")
                }
                out.html("</ul>\n")
            case .code(let code): out.code(code, label: "Example: \(chapter.title)")
            }
        }
        out.html("</section>\n")
    }

    private func area(_ area: Area, _ out: inout HTMLWriter) {
        out.section(area.anchor, area.name)
        out.paragraph(area.words)
        for operation in area.operations { self.operation(operation, &out) }
        out.html("</section>\n")
    }
}

extension Area {
    /// No operation's, for those are in camel case.
    var anchor: String { "calls-" + name.lowercased().replacing(" ", with: "-") }
}
