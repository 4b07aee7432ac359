/// One column of a table.
struct Column<Row> {
    enum Style { case plain, wide, roomy, count }

    let title: String
    /// Whether it names its row.
    let isHeader: Bool
    let style: Style
    let write: (Row, inout HTMLWriter) -> Void

    /// - Parameters:
    ///   - isHeader: Whether it names its row; the first column alone.
    ///   - style: `wide` for what may be long, `roomy` for what is read at a glance, such as an address, `count` for numbers.
    init(
        _ title: String, isHeader: Bool = false, _ style: Style = .plain,
        write: @escaping (Row, inout HTMLWriter) -> Void
    ) {
        self.title = title
        self.isHeader = isHeader
        self.style = style
        self.write = write
    }
}

extension HTMLWriter {
    /// A table that becomes cards where there is no room for it.
    ///
    /// The roles are said, because a browser that is told to show rows as blocks forgets that they are rows.
    ///
    /// - Parameter caption: What it lists, for those who do not see the heading above it.
    mutating func table<Row>(_ caption: String, _ rows: [Row], _ columns: [Column<Row>]) {
        html("<div class=\"table\"><table role=\"table\">\n<caption class=\"unseen\">")
        text(caption)
        html("</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">")
        for column in columns {
            html("<th role=\"columnheader\" scope=\"col\"")
            style(column.style)
            html(">")
            text(column.title)
            html("</th>")
        }
        html("</tr></thead>\n<tbody role=\"rowgroup\">\n")
        for row in rows {
            html("<tr role=\"row\">")
            for column in columns { cell(row, column) }
            html("</tr>\n")
        }
        html("</tbody></table></div>\n")
    }

    private mutating func cell<Row>(_ row: Row, _ column: Column<Row>) {
        if column.isHeader {
            html("<th role=\"rowheader\" scope=\"row\"")
        } else {
            html("<td role=\"cell\" data-label=\"")
            text(column.title)
            html("\"")
        }
        style(column.style)
        html("><div>")
        column.write(row, &self)
        html(column.isHeader ? "</div></th>" : "</div></td>")
    }

    private mutating func style<Row>(_ style: Column<Row>.Style) {
        switch style {
        case .plain: break
        case .wide: html(" class=\"wide\"")
        case .roomy: html(" class=\"roomy\"")
        case .count: html(" class=\"count\"")
        }
    }

    /// Says that there is nothing, and what that means.
    mutating func empty(_ words: String) {
        html("<p class=\"empty\">")
        text(words)
        html("</p>\n")
    }
}
