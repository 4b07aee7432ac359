import Model

/// What a mail says, without the message around it and without a link that opens anything.
package struct LetterWords: Sendable, Equatable {
    package let subject: String
    package let text: String
    /// The language of its words.
    package let locale: String
}

extension TemplateLibrary {
    /// What a letter says.
    ///
    /// - Parameter instead: What stands where the mail has a link; a URL.
    /// - Throws: ``ComposeError`` where what it is made from does not suffice, because it was forgotten since.
    package func words(of letter: Letter, linksAs instead: String) throws(ComposeError) -> LetterWords {
        var letter = letter
        let needs = KindNeeds.of(letter.kind)
        letter.link = needs.hasLink(for: letter.facts.role) ? instead : nil
        letter.settingsLink = letter.kind.isMutable ? instead : nil
        let draft = try draft(letter)
        let text = String(decoding: draft.text, as: UTF8.self)
        return LetterWords(
            subject: String(decoding: draft.subject, as: UTF8.self), text: text, locale: draft.locale)
    }
}
