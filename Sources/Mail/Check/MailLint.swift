/// What composed mail must keep to, whatever a template says.
enum MailLint {
    struct Flaw: Equatable {
        /// The layout at fault; nil where it is the words.
        var layout: Layout.Part?
        /// What to look for in it.
        var culprit: String?
        var message: String
    }

    /// Octets of a message, and of its HTML part before encoding: Gmail cuts off what is beyond about 102 KB.
    static let longestMessage = 100 * 1024
    static let longestHTML = 90 * 1024

    static func flaws(of preview: MailPreview) -> [Flaw] {
        sizes(of: preview) + links(of: preview) + text(of: preview) + HTMLLint.flaws(of: preview.html)
    }

    private static func sizes(of preview: MailPreview) -> [Flaw] {
        var flaws: [Flaw] = []
        if preview.eml.count > longestMessage {
            flaws.append(
                Flaw(
                    message:
                        "makes a message of \(preview.eml.count / 1024) KB; at most \(longestMessage / 1024) KB arrive whole"
                ))
        }
        if preview.html.utf8.count > longestHTML {
            flaws.append(
                Flaw(layout: .html, message: "makes an HTML part of more than \(longestHTML / 1024) KB; shorten it"))
        }
        return flaws
    }

    /// The same addresses in both parts, and no other than the letter's own and the gallery's.
    private static func links(of preview: MailPreview) -> [Flaw] {
        let expected = Set([SampleLetters.link, SampleLetters.settingsLink, "https://gallery.example"])
        let inText = Set(addresses(in: preview.text))
        let inHTML = Set(addresses(in: preview.html))
        var flaws = inText.union(inHTML).subtracting(expected).sorted().map { foreign in
            Flaw(
                layout: layout(holding: foreign, preview), culprit: foreign,
                message: "holds the address '\(foreign)'; mails lead to the link alone")
        }
        if let lost = inText.symmetricDifference(inHTML).intersection(expected).first {
            let part: Layout.Part = inText.contains(lost) ? .html : .text
            flaws.append(Flaw(layout: part, message: "leaves out the address '\(lost)', which the other part has"))
        }
        return flaws
    }

    private static func layout(holding address: String, _ preview: MailPreview) -> Layout.Part? {
        let both = preview.text.contains(address) && preview.html.contains(address)
        return both ? nil : preview.text.contains(address) ? .text : .html
    }

    /// Everything from a scheme to the next byte that no address holds.
    static func addresses(in text: String) -> [String] {
        var found: [String] = []
        var rest = Array(text.utf8)[...]
        while let mark = rest.firstRange(of: "://".utf8) {
            let scheme = rest[..<mark.lowerBound].reversed().prefix { (65...90).contains($0 & 0xDF) }
            let path = rest[mark.upperBound...].prefix { (0x21...0x7E).contains($0) && !"\"'<>".utf8.contains($0) }
            if !scheme.isEmpty, !path.isEmpty {
                found.append(String(decoding: scheme.reversed() + "://".utf8 + path, as: UTF8.self))
            }
            rest = rest[mark.upperBound...]
        }
        return found
    }

    private static func text(of preview: MailPreview) -> [Flaw] {
        var flaws: [Flaw] = []
        let lines = preview.text.split(separator: "\n", omittingEmptySubsequences: false)
        for (link, tag) in [(SampleLetters.link, "{{link}}"), (SampleLetters.settingsLink, "{{settingsLink}}")] {
            for line in lines where line.contains(link) && line != link {
                flaws.append(
                    Flaw(
                        layout: .text, culprit: tag,
                        message: "puts words on the line of the link; it stands alone on its line"))
            }
        }
        if lines.contains(where: { line in
            line.count > TextWrap.width && line.contains(" ") && line.split(separator: " ").allSatisfy { $0.count < 30 }
        }) {
            flaws.append(Flaw(layout: .text, message: "has lines of more than \(TextWrap.width) characters"))
        }
        if preview.subject.contains("\n") || preview.subject.count > 3 * LetterValues.longestInSubject {
            flaws.append(
                Flaw(message: "has a subject of more than \(3 * LetterValues.longestInSubject) characters; shorten it"))
        }
        return flaws
    }
}
