extension InboxPages {
    /// The views of one mail, each a page of its own so that no script is needed.
    enum Tab: String, CaseIterable {
        case text, html, source, headers

        var title: String {
            switch self {
            case .text: "Text"
            case .html: "HTML"
            case .source: "Source"
            case .headers: "Headers"
            }
        }
    }

    func message(_ message: CaughtMessage, tab wanted: Tab?) -> Markup {
        let content = message.content
        let tab = wanted ?? (content.html != nil ? .html : .text)
        let available = Tab.allCases.filter { $0 != .html || content.html != nil || wanted == .html }
        let tabs = Markup(
            joining: available.map { each in
                let current: Markup = each == tab ? " aria-current=\"page\"" : ""
                return "<a href=\"/messages/\(message.number)?tab=\(each.rawValue)\"\(current)>\(each.title)</a>"
            })
        return frame(
            title: subject(message), head: "", header: Self.home,
            main: """
                <article class="card"><div class="head"><h1><bdi>\(subject(message))</bdi></h1>\
                \(facts(message, content))</div>
                <nav class="tabs" aria-label="Views of this mail">\(tabs)</nav>
                \(body(message, content, tab))</article>
                """)
    }

    private func facts(_ message: CaughtMessage, _ content: MessageContent) -> Markup {
        let from = content.header("From") ?? message.sender
        let sender = message.sender.isEmpty ? "(null sender)" : message.sender
        return """
            <dl class="facts"><dt>From</dt><dd><bdi>\(from)</bdi></dd>\
            <dt>To</dt><dd><bdi>\(message.recipients.joined(separator: ", "))</bdi></dd>\
            <dt>Return path</dt><dd><bdi>\(sender)</bdi></dd>\
            <dt>Received</dt><dd>\(time(message.receivedAt))\(badges(message))</dd></dl>
            """
    }

    private func body(_ message: CaughtMessage, _ content: MessageContent, _ tab: Tab) -> Markup {
        switch tab {
        case .text:
            let text = content.text ?? "This mail has no text part."
            return "<div class=\"body\"><pre class=\"words\" dir=\"auto\">\(linked(text))</pre></div>"
        case .html where content.html == nil:
            return "<div class=\"body\">This mail has no HTML part.</div>"
        case .html:
            return """
                <iframe src="/messages/\(message.number)/html" title="The mail as HTML" \
                sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer"></iframe>
                """
        case .source:
            return "<div class=\"body\"><pre>\(MIMELines.text(message.raw[...]))</pre></div>"
        case .headers:
            let fields = content.headers.map { field -> Markup in "\(field.name): <bdi>\(field.value)</bdi>\n" }
            return "<div class=\"body\"><pre>\(Markup(joining: fields))</pre></div>"
        }
    }

    /// Text in which a word that is a web address is a link.
    func linked(_ text: String) -> Markup {
        var pieces: [Markup] = []
        var plain = String.UnicodeScalarView()
        var word = String.UnicodeScalarView()
        func endWord() {
            let candidate = String(word)
            word = .init()
            guard candidate.hasPrefix("https://") || candidate.hasPrefix("http://") else {
                plain.append(contentsOf: candidate.unicodeScalars)
                return
            }
            pieces.append(Markup(escaping: String(plain)))
            plain = .init()
            pieces.append("<a href=\"\(candidate)\" target=\"_blank\" rel=\"noopener noreferrer\">\(candidate)</a>")
        }
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace || scalar == "<" || scalar == ">" || scalar == "\"" {
                endWord()
                plain.append(scalar)
            } else {
                word.append(scalar)
            }
        }
        endWord()
        pieces.append(Markup(escaping: String(plain)))
        return Markup(joining: pieces)
    }
}
