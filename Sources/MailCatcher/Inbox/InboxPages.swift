import Foundation

/// The pages of the inbox, from mails to markup; no I/O.
struct InboxPages {
    /// Mails on the list; the rest is reached through the API.
    private let mostListed = 200

    func list(_ messages: [CaughtMessage], faults: Int) -> Markup {
        let shown = messages.suffix(mostListed).reversed()
        let rows = Markup(joining: shown.map(row))
        let list: Markup =
            shown.isEmpty
            ? """
            <div class="card empty"><p>No mail yet. Look again in a moment.</p></div>
            """
            : "<ol class=\"list card\" reversed>\(rows)</ol>"
        let clear: Markup =
            shown.isEmpty ? "" : "<form method=\"post\" action=\"/clear\"><button>Delete all</button></form>"
        return frame(
            title: messages.isEmpty ? "Inbox" : "Inbox (\(messages.count))",
            // A page that renews itself takes the reader's place away (WCAG 2.2.1): the reader asks for it.
            head: "", header: "<h1>Inbox</h1><a href=\"/\">Look for new mail</a>\(clear)",
            main: "\(list)\(footnote(messages.count, faults: faults))")
    }

    private func footnote(_ count: Int, faults: Int) -> Markup {
        let listed: Markup = count > mostListed ? "The latest \(mostListed) of \(count) mails. " : ""
        let scripted: Markup = faults > 0 ? "Scripted faults in force: \(faults)." : ""
        return count > mostListed || faults > 0 ? "<p class=\"foot\">\(listed)\(scripted)</p>" : ""
    }

    private func row(_ message: CaughtMessage) -> Markup {
        """
        <li><a href="/messages/\(message.number)">\
        <span class="row"><bdi class="subject">\(subject(message))</bdi>\(time(message.receivedAt))</span>\
        <span class="meta">to <bdi>\(message.recipients.joined(separator: ", "))</bdi>\(badges(message))</span>\
        </a></li>
        """
    }

    func subject(_ message: CaughtMessage) -> String {
        let subject = MIMELines.trim(message.subject)
        return subject.isEmpty ? "(no subject)" : subject
    }

    func time(_ date: Date) -> Markup {
        let full = date.formatted(.iso8601)
        let short = date.formatted(
            .iso8601.year().month().day().dateSeparator(.dash).dateTimeSeparator(.space)
                .time(includingFractionalSeconds: false))
        return "<time datetime=\"\(full)\">\(short) UTC</time>"
    }

    func badges(_ message: CaughtMessage) -> Markup {
        let tls: Markup = message.tls ? "<span class=\"badge\">TLS</span>" : ""
        let user: Markup = message.user == nil ? "" : "<span class=\"badge\">AUTH</span>"
        return "\(tls)\(user)"
    }

    /// A page that says one thing, for errors.
    func notice(_ text: String) -> Markup {
        frame(
            title: text, head: "", header: Self.home,
            main: "<div class=\"card empty\"><h1>\(text)</h1><p><a href=\"/\">To the inbox</a></p></div>")
    }

    static var home: Markup { "<p><a href=\"/\">&larr; Inbox</a></p>" }

    func frame(title: String, head: Markup, header: Markup, main: Markup) -> Markup {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>\(title)</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">\(head)
        <link rel="icon" href="data:,"><link rel="stylesheet" href="\(InboxStyle.path)"></head>
        <body><header>\(header)</header>
        <main>\(main)</main></body></html>
        """
    }
}
