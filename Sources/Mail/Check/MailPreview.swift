package import Model

/// What a mail of some kind looks like, made from sample data.
package struct MailPreview: Sendable {
    package let kind: MailKind
    /// The language that its words are in: the one asked for, or what stands in for it.
    package let locale: String
    package let role: MailRole
    /// `plain`, `bare` (nothing that may be lacking), `hostile` (long and nasty values), or what is particular in it.
    package let sample: String
    package let subject: String
    package let text: String
    package let html: String
    /// The whole message (RFC 5322).
    package let eml: [UInt8]

    /// A name for a file, without extension: `owner-added.invitee.plain.en`.
    package var name: String { "\(kind.rawValue).\(role.rawValue).\(sample).\(locale)" }
}

extension TemplateLibrary {
    /// Previews of a kind: for each reader that it is written for, one of each sample.
    ///
    /// - Parameter locale: The language wanted; another stands in where it is not written in that one.
    package func preview(_ kind: MailKind, locale: String = fallbackLocale) throws(ComposeError) -> [MailPreview] {
        var previews: [MailPreview] = []
        for role in KindNeeds.of(kind).roles {
            for style in SampleLetters.Style.of(kind) {
                let letter = SampleLetters.letter(kind, role, style, locale: locale)
                let draft = try draft(letter)
                previews.append(
                    MailPreview(
                        kind: kind, locale: draft.locale, role: role, sample: style.rawValue,
                        subject: String(decoding: draft.subject, as: UTF8.self),
                        text: String(decoding: draft.text, as: UTF8.self),
                        html: String(decoding: draft.html, as: UTF8.self), eml: try compose(letter)))
            }
        }
        return previews
    }
}
