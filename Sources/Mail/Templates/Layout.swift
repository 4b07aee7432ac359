import Mustache

/// The two files that turn the words of any kind into a text part and an HTML part.
struct Layout {
    enum Part: String, CaseIterable {
        case text, html

        var file: String { "layout.\(rawValue)\(TemplateFolders.suffix)" }
    }

    /// What a layout may name beside the variables of a letter.
    private enum Name: String, CaseIterable {
        case lang, dir, start, subject, preheader, heading, linkHint, footer, blocks
        case paragraph, quote, rows, items, action, note, list, words, label, value, settings, settingsHint
    }

    private static let variables: [Variable] = [.gallery, .link, .settingsLink, .galleryURL, .colour, .ink, .edge]

    let part: Part
    let file: String
    private let template: MustacheTemplate

    init(_ source: TemplateFolders.Source, _ part: Part) throws(TemplateFinding) {
        self.part = part
        file = source.file
        let known = Set(Name.allCases.map(\.rawValue) + Self.variables.map(\.name))
        template = try WordsTemplate.parse(source) { tag in
            known.contains(tag.name)
                ? nil : "'\(tag.name)' is not known in a layout; known are: \(known.sorted().joined(separator: ", "))"
        }
    }

    /// Puts words into the layout.
    ///
    /// Everything goes in escaped for this part; the library's own escaping is switched off, because it works on
    /// characters and lets a quote with a combining mark pass.
    ///
    /// - Parameter hasSettings: Whether the mail leads to its reader's preferences.
    func render(_ words: KindWords, locale: String, common: CommonWords, hasSettings: Bool) -> String {
        var object: [String: Any] = [
            Name.lang.rawValue: locale,
            Name.dir.rawValue: common.direction.rawValue,
            Name.start.rawValue: common.direction.start,
            Name.subject.rawValue: put(SlotMarker.restyle(words.subject, .bare)),
            Name.preheader.rawValue: put(SlotMarker.restyle(words.preheader, .bare)),
            Name.heading.rawValue: put(words.heading),
            Name.linkHint.rawValue: put(common.linkHint),
            Name.footer.rawValue: put(common.footer),
            Name.settings.rawValue: hasSettings,
            Name.settingsHint.rawValue: put(common.settingsHint),
            Name.blocks.rawValue: words.blocks.map(block),
        ]
        for variable in Self.variables {
            object[variable.name] = SlotMarker.text(Slot(variable: variable, style: .bare))
        }
        let rendered = template.render(object)
        return part == .html ? Self.tidyHTML(rendered) : Self.tidyText(rendered)
    }

    private func block(_ block: KindWords.Block) -> [String: Any] {
        switch block {
        case .paragraph(let words): [Name.paragraph.rawValue: [Name.words.rawValue: put(words)]]
        case .quote(let words): [Name.quote.rawValue: [Name.words.rawValue: put(SlotMarker.restyle(words, .quote))]]
        case .action(let words): [Name.action.rawValue: [Name.words.rawValue: put(words)]]
        case .note(let words): [Name.note.rawValue: [Name.words.rawValue: put(words)]]
        case .list(let words):
            // One item stands for all: its line is what is repeated.
            [Name.list.rawValue: [Name.items.rawValue: [[Name.words.rawValue: put(SlotMarker.restyle(words, .item))]]]]
        case .rows(let rows):
            [
                Name.rows.rawValue: [
                    Name.items.rawValue: rows.map { row in
                        [Name.label.rawValue: put(row.label), Name.value.rawValue: put(row.value)]
                    }
                ]
            ]
        }
    }

    /// Escaped for this part, and cut off from the layout's own literals, which all mails share.
    private func put(_ words: String) -> String {
        SlotMarker.cut + (part == .html ? HTMLText.escape(words) : words) + SlotMarker.cut
    }

    /// Without indentation and empty lines: they mean nothing, and every mail would carry them.
    private static func tidyHTML(_ html: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(html.utf8.count)
        for line in html.utf8.split(separator: 0x0A) {
            let words = line.drop { $0 == 0x20 || $0 == 0x09 }
            guard !words.isEmpty else { continue }
            bytes.append(contentsOf: words)
            bytes.append(0x0A)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// At most one empty line in a row, none at the ends.
    private static func tidyText(_ text: String) -> String {
        var bytes: [UInt8] = []
        var isAfterText = false
        for line in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let isEmpty = line.allSatisfy { $0 == 0x20 || $0 == 0x09 }
            if !isEmpty {
                bytes.append(contentsOf: line)
                bytes.append(0x0A)
            } else if isAfterText {
                bytes.append(0x0A)
            }
            isAfterText = !isEmpty
        }
        while bytes.suffix(2).elementsEqual([0x0A, 0x0A]) { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
