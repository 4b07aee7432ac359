/// Words that a person wrote to another: a note, a reason.
///
/// Untrusted, and shown only as quoted plain text.
package struct PlainText: Sendable, Equatable {
    package let text: String

    package enum Flaw: Error, Sendable, Equatable, CustomStringConvertible {
        case long(limit: Int)
        case control

        package var description: String {
            switch self {
            case .long(let limit): "is longer than \(limit) characters"
            case .control: "holds a control character; only line breaks and tabs can be carried in a mail"
            }
        }
    }

    /// The most that a note or a reason may hold, in Unicode scalars: a mail shows it whole.
    package static let limit = 500

    package init(_ text: String, limit: Int = PlainText.limit) throws(Flaw) {
        guard text.unicodeScalars.count <= limit else { throw .long(limit: limit) }
        for scalar in text.unicodeScalars where scalar.properties.generalCategory == .control {
            guard scalar == "\n" || scalar == "\r" || scalar == "\t" || scalar == "\u{85}" else { throw .control }
        }
        self.text = text
    }

    /// No words.
    package static let none = PlainText(unchecked: "")

    private init(unchecked text: String) { self.text = text }

    /// The same without the links of mails that it quotes: whoever got such a mail may write about it to people who are
    /// not to act in their place, to the gallery, and so into events.
    package var withoutLinks: PlainText { PlainText(unchecked: text.withoutLinks) }
}
