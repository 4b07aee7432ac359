import Model

/// A whole page: title, whose it is, one heading's worth of content.
enum Document {
    /// - Parameters:
    ///   - title: Escaped here.
    ///   - gallery: Whose page it is; nil for one of the service itself.
    ///   - footer: What stands below the card.
    static func write(
        _ theme: Theme, title: String, gallery: Gallery?, main: (inout HTMLWriter) -> Void,
        footer: ((inout HTMLWriter) -> Void)? = nil
    ) -> [UInt8] {
        var writer = HTMLWriter(theme.beginning)
        writer.text(title)
        if let gallery {
            writer.html(" · ")
            writer.text(gallery.name)
        }
        writer.html("</title>\n</head>\n<body>\n<header><p>")
        if let gallery { writer.name(gallery.name) } else { writer.html("Countersign") }
        writer.html("</p></header>\n<main>\n")
        main(&writer)
        writer.html("</main>\n<footer>")
        footer?(&writer)
        writer.html("</footer>\n</body>\n</html>\n")
        return writer.bytes
    }

    /// What is left to do where nothing is left to decide.
    static func wayOut(to gallery: Gallery, _ out: inout HTMLWriter) {
        out.html("<p><a class=\"button quiet\" rel=\"noreferrer\" href=\"")
        out.text(gallery.url)
        out.html("\">Go to ")
        out.text(gallery.name)
        out.html("</a></p>\n")
    }

    /// A heading with a mark beside it, and what it says.
    static func state(
        _ writer: inout HTMLWriter, _ mark: Mark, role: StaticString? = nil, heading: (inout HTMLWriter) -> Void,
        body: (inout HTMLWriter) -> Void
    ) {
        writer.html(mark == .done ? #"<div class="state good""# : #"<div class="state""#)
        if let role {
            writer.html(#" role=""#)
            writer.html(role)
            writer.html(#"""#)
        }
        writer.html(">")
        writer.html(mark.drawing)
        writer.html("<div>\n<h1>")
        heading(&writer)
        writer.html("</h1>\n")
        body(&writer)
        writer.html("</div></div>\n")
    }

    /// The drawing beside a heading; says nothing that the words do not say.
    enum Mark: Sendable {
        case done, ended, attention

        fileprivate var drawing: StaticString {
            switch self {
            case .done:
                #"""
                <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="none" \#
                stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><circle \#
                cx="12" cy="12" r="10"/><path d="m7.5 12.5 3 3 6-6.5"/></svg>
                """#
            case .ended:
                #"""
                <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="none" \#
                stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><circle \#
                cx="12" cy="12" r="10"/><path d="M12 6.5V12l3.5 2"/></svg>
                """#
            case .attention:
                #"""
                <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="none" \#
                stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><circle \#
                cx="12" cy="12" r="10"/><path d="M12 7v6M12 16.5v.5"/></svg>
                """#
            }
        }
    }
}
