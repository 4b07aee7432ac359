import Model

extension TemplateLibrary {
    /// The complete message of a letter, ready for DATA: RFC 5322 and MIME, 7-bit ASCII, CRLF.
    ///
    /// The same letter gives the same bytes. Text that came from people stands in it without bidirectional controls
    /// and without anything that a mail program would make a link of.
    package func compose(_ letter: Letter) throws(ComposeError) -> [UInt8] {
        let draft = try draft(letter)
        return MessageBytes.build(
            letter, locale: draft.locale, subject: draft.subject, text: draft.text, html: draft.html)
    }

    /// The parts of a letter before they are encoded.
    func draft(_ letter: Letter) throws(ComposeError) -> Draft {
        try Self.check(letter)
        let needs = KindNeeds.of(letter.kind)
        guard let (locale, template) = template(for: letter.kind, in: letter.locales) else {
            throw .roleNotServed(letter.kind, letter.facts.role)
        }
        let values = LetterValues(letter, common: locale.common)
        if let missing = Variable.allCases.first(where: { needs.required.contains($0) && !values.present.contains($0) })
        {
            throw .missingFact(letter.kind, missing.name)
        }
        guard let composition = template.composition(for: letter.facts.role, present: values.present) else {
            throw .roleNotServed(letter.kind, letter.facts.role)
        }
        var draft = Draft(locale: locale.tag)
        composition.subject.write(values, as: .subject, to: &draft.subject)
        var text: [UInt8] = []
        composition.text.write(values, as: .text, to: &text)
        draft.text = TextWrap.wrap(text)
        draft.html.reserveCapacity(12_288)
        composition.html.write(values, as: .html, to: &draft.html)
        return draft
    }

    /// A letter in words, still without a message around it.
    ///
    /// All of it is UTF-8, its lines end in LF.
    struct Draft {
        var locale: String
        var subject: [UInt8] = []
        var text: [UInt8] = []
        var html: [UInt8] = []
    }

    private static func check(_ letter: Letter) throws(ComposeError) {
        if let link = letter.link {
            guard Link.isUsable(link) else { throw .badLink }
        } else if KindNeeds.of(letter.kind).hasLink(for: letter.facts.role) {
            throw .missingLink(letter.kind)
        }
        guard letter.shownSettingsLink.map(Link.isUsable) ?? true else { throw .badLink }
        guard isMessageID(letter.messageID), letter.inReplyTo.map(isMessageID) ?? true else { throw .badMessageID }
        guard letter.from.isASCII else { throw .senderNotASCII }
    }

    /// Two dot-atoms with an `@` between them, short enough for one line.
    private static func isMessageID(_ text: String) -> Bool {
        let sides = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        return sides.count == 2 && text.utf8.count <= 320
            && sides.allSatisfy { side in
                !side.isEmpty && side.first != UInt8(ascii: ".") && side.last != UInt8(ascii: ".")
                    && side.allSatisfy { HeaderText.isAtom($0) || $0 == UInt8(ascii: ".") }
            }
    }
}
