/// What the HTML of a mail may hold: what Gmail, Outlook for Windows and Apple Mail all show.
enum HTMLLint {
    /// Elements that the packaged layout could want; whatever else there is, some mail program drops or refuses.
    private static let elements: Set<String> = [
        "html", "head", "meta", "title", "body", "div", "span", "p", "h1", "h2", "h3", "table", "tbody", "tr", "td",
        "th",
        "a", "br", "b", "strong", "i", "em", "bdi", "ul", "ol", "li", "hr", "center",
    ]
    private static let empty: Set<String> = ["meta", "br", "hr"]

    /// Parts of declarations that some mail program lacks, with the reason.
    private static let styles = [
        "position:", "display:flex", "display:grid", "display:inline-flex", "float:", "var(", "url(", "calc(", "rgba(",
        "background-image", "@import", "@media", "rem;", "expression(", "behavior:",
    ]

    static func flaws(of html: String) -> [MailLint.Flaw] {
        var flaws: [MailLint.Flaw] = []
        func report(_ culprit: String?, _ message: String) {
            let flaw = MailLint.Flaw(layout: .html, culprit: culprit, message: message)
            if !flaws.contains(flaw) { flaws.append(flaw) }
        }
        var open: [String] = []
        var counts: [String: Int] = [:]
        for tag in tags(in: html) {
            if tag.name == "!doctype" { continue }
            if tag.isClose {
                if open.popLast() != tag.name { report("</\(tag.name)", "closes <\(tag.name)> where it is not open") }
                continue
            }
            counts[tag.name, default: 0] += 1
            if !elements.contains(tag.name) {
                report("<\(tag.name)", "uses <\(tag.name)>, which mail programs drop or refuse")
            }
            if !empty.contains(tag.name) { open.append(tag.name) }
            for flaw in attributeFlaws(of: tag) { report(flaw.culprit, flaw.message) }
        }
        if let left = open.last { report("<\(left)", "never closes <\(left)>") }
        if !html.lowercased().hasPrefix("<!doctype html>") { report(nil, "does not begin with <!DOCTYPE html>") }
        if counts["h1"] != 1 { report("<h1", "has \(counts["h1"] ?? 0) <h1>; a mail has one, the heading") }
        if counts["title"] != 1 { report("<title", "has no <title>; put the subject there") }
        if html.contains("{{") || html.contains("}}") { report("{{", "shows braces to the reader") }
        return flaws
    }

    private static func attributeFlaws(of tag: Tag) -> [(culprit: String, message: String)] {
        var flaws: [(String, String)] = []
        func has(_ attribute: String) -> Bool { tag.attributes.contains { $0.name == attribute && !$0.value.isEmpty } }
        switch tag.name {
        case "html": if !has("lang") || !has("dir") { flaws.append(("<html", "has no 'lang' and 'dir' on <html>")) }
        case "table":
            if !tag.attributes.contains(where: { $0 == ("role", "presentation") }) {
                flaws.append(
                    ("<table", "has a <table> without role=\"presentation\"; screen readers would announce it as data"))
            }
        case "a":
            if let target = tag.attributes.first(where: { $0.name == "href" })?.value, !target.hasPrefix("http") {
                flaws.append(("href=", "has a link that is neither http nor https"))
            }
        default: break
        }
        for (name, value) in tag.attributes {
            if name.hasPrefix("on") { flaws.append((name, "has the script attribute '\(name)'; mails run nothing")) }
            if ["src", "background", "srcset", "action", "poster"].contains(name) {
                flaws.append((name, "loads something from elsewhere ('\(name)'); mails load nothing"))
            }
            let plain = value.lowercased().filter { !$0.isWhitespace } + ";"
            guard name == "style", let style = styles.first(where: plain.contains) else { continue }
            let culprit = style.hasSuffix(";") ? String(style.dropLast()) : style
            flaws.append(
                (
                    culprit.split(separator: ":").last.map(String.init) ?? culprit,
                    "uses '\(culprit)' in a style, which not every mail program has"
                ))
        }
        return flaws
    }

    struct Tag {
        var name: String
        var isClose: Bool
        var attributes: [(name: String, value: String)]
    }

    /// The tags, read as strictly as our own output allows: every attribute is in double quotes.
    ///
    /// On bytes, because a mark after a `>` makes one character of the two.
    static func tags(in html: String) -> [Tag] {
        var tags: [Tag] = []
        var rest = Array(html.utf8)[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            var isQuoted = false
            let end = rest[start...].firstIndex { byte in
                if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
                return byte == UInt8(ascii: ">") && !isQuoted
            }
            let inner = rest[(start + 1)..<(end ?? rest.endIndex)]
            let isClose = inner.first == UInt8(ascii: "/")
            let body = isClose ? inner.dropFirst() : inner
            let name = body.prefix { !isSpace($0) && $0 != UInt8(ascii: "/") }
            tags.append(
                Tag(
                    name: String(decoding: name, as: UTF8.self).lowercased(), isClose: isClose,
                    attributes: attributes(in: body.dropFirst(name.count))))
            rest = rest[(end.map { $0 + 1 } ?? rest.endIndex)...]
        }
        return tags
    }

    private static func attributes(in text: ArraySlice<UInt8>) -> [(name: String, value: String)] {
        var attributes: [(name: String, value: String)] = []
        var rest = text.drop(while: isSpace)
        while !rest.isEmpty {
            let name = rest.prefix { !isSpace($0) && $0 != UInt8(ascii: "=") }
            rest = rest.dropFirst(name.count)
            var value: ArraySlice<UInt8> = []
            if rest.starts(with: "=\"".utf8) {
                value = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "\"") }
                rest = rest.dropFirst(value.count + 3)
            } else {
                rest = rest.dropFirst()
            }
            attributes.append(
                (String(decoding: name, as: UTF8.self).lowercased(), String(decoding: value, as: UTF8.self)))
            rest = rest.drop(while: isSpace)
        }
        return attributes
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
